"""Days that are unlike their weekday, and absences."""

from datetime import UTC, date, datetime, time

from app.core.errors import Fault, InvalidError, NotFoundError
from app.core.transaction import Transaction, transaction
from app.technicians import queries
from app.technicians.actions.ownership import tell
from app.technicians.models import Absence, ShiftException, Technician


def set_exception(
    technician_id: int,
    day: date,
    hours: tuple[time, time] | None,
    note: str = "",
) -> ShiftException:
    """One day has hours of its own, or none; said again, the last word counts."""
    with transaction() as tx:
        technician = queries.technician_for_change(technician_id)
        row = queries.exception_on(technician_id, day)
        if row is None:
            row = ShiftException(technician_id=technician_id, day=day)
            tx.session.add(row)
        row.working = hours is not None
        row.start_time, row.end_time = hours or (None, None)
        row.note = note
        _changed(tx, technician, "exception")
    return row


def remove_exception(technician_id: int, exception_id: int) -> None:
    """The day is like its weekday again."""
    with transaction() as tx:
        technician = queries.technician_for_change(technician_id)
        row = tx.session.get(ShiftException, exception_id)
        if row is None or row.technician_id != technician_id:
            raise NotFoundError
        tx.session.delete(row)
        _changed(tx, technician, "exception")


def add_absence(
    technician_id: int, starts_at: datetime, ends_at: datetime, reason: str = ""
) -> Absence:
    """A technician will be away; published visits in that time stay until replanned."""
    if ends_at <= starts_at:
        fault = Fault("/ends_at", "period", "Let the absence end after it begins.")
        raise InvalidError("The absence cannot be kept.", faults=[fault])
    with transaction() as tx:
        technician = queries.technician_for_change(technician_id)
        row = Absence(
            technician_id=technician_id,
            starts_at=starts_at.astimezone(UTC),
            ends_at=ends_at.astimezone(UTC),
            reason=reason,
        )
        tx.session.add(row)
        _changed(tx, technician, "absence")
    return row


def remove_absence(technician_id: int, absence_id: int) -> None:
    """The technician is there after all."""
    with transaction() as tx:
        technician = queries.technician_for_change(technician_id)
        row = tx.session.get(Absence, absence_id)
        if row is None or row.technician_id != technician_id:
            raise NotFoundError
        tx.session.delete(row)
        _changed(tx, technician, "absence")


def _changed(tx: Transaction, technician: Technician, what: str) -> None:
    technician.version += 1
    tx.session.flush()
    tell(tx, technician, what)
