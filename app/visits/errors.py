"""Named refusals about visits."""

from app.core.errors import ConflictError, InvalidError, refuse_on


class OverlapError(ConflictError):
    code = "overlap"
    title = "The technician is already booked then"


class CannotAssignError(InvalidError):
    """The crew or the time breaks rules; every one is listed."""

    code = "cannot_assign"
    title = "This crew cannot do this visit then"


class NotAssignedError(ConflictError):
    code = "not_assigned"
    title = "The visit has no crew and no time yet"


class WorkOrderNotPlannableError(ConflictError):
    code = "work_order_not_plannable"
    title = "The work order cannot be planned in this state"


NO_OVERLAP = "assignments_no_overlap"

refuse_on(
    NO_OVERLAP,
    lambda: OverlapError(
        "Somebody booked one of these technicians for that time just now; "
        "fetch the board again and choose another time or technician."
    ),
)
