"""Named refusals about visits."""

from app.core.errors import ConflictError, ForbiddenError, InvalidError, refuse_on


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


class NoTechnicianError(ConflictError):
    code = "no_technician"
    title = "This login is no technician's"


class DeviceRetiredError(ConflictError):
    code = "device_retired"
    title = "This phone is out of use"


class UnknownOperationError(InvalidError):
    code = "unknown_type"
    title = "This type of operation is not known"


class OperationResolvedError(ConflictError):
    code = "operation_resolved"
    title = "Nothing is left to decide"


class VisitNotYoursError(ConflictError):
    """It was the technician's once: what was recorded is for a person to look at."""

    code = "visit_reassigned"
    title = "The visit is somebody else's by now"


class VisitCancelledError(ConflictError):
    code = "visit_cancelled"
    title = "The visit was cancelled"


class NotOnSiteError(ConflictError):
    code = "not_on_site"
    title = "Report the arrival first"


class OutsideGeofenceError(InvalidError):
    code = "outside_geofence"
    title = "That is not at the site; say why"


class EvidenceRefusedError(InvalidError):
    """It does not fit the visit or its kind; every fault is listed."""

    code = "evidence_refused"
    title = "This cannot be recorded so"


class WorkVerifiedError(ConflictError):
    code = "work_verified"
    title = "The work is verified; what it rests on stays as it is"


class NotReadyError(ConflictError):
    code = "visit_not_ready"
    title = "Something the visit waits for is not ready; say why it goes ahead"


class WorkNotDoneError(ConflictError):
    code = "work_not_done"
    title = "The work is not done yet"


class WaiverNeededError(ConflictError):
    """Something is missing or out of limits; every item is listed."""

    code = "waiver_needed"
    title = "Not everything is in order; say why it is accepted"


class OwnWorkError(ForbiddenError):
    code = "own_work"
    title = "Nobody verifies work that is their own"


class UploadOffsetError(ConflictError):
    code = "upload_offset"
    title = "The upload stands elsewhere"


class PictureRefusedError(InvalidError):
    code = "picture_refused"
    title = "The picture is not taken"


class PicturePendingError(ConflictError):
    code = "picture_pending"
    title = "The picture is not here yet"


NO_OVERLAP = "assignments_no_overlap"

refuse_on(
    NO_OVERLAP,
    lambda: OverlapError(
        "Somebody booked one of these technicians for that time just now; "
        "fetch the board again and choose another time or technician."
    ),
)
