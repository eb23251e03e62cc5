"""The operation log: what is there already, and what waits for a person."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from psycopg.types.json import Jsonb
from sqlalchemy import or_, select

from app.core.database import run_plain, session
from app.core.errors import ForbiddenError, NotFoundError
from app.technicians.models import Technician
from app.visits.models import Device, Operation
from app.visits.states import Fate
from app.web.pagination import Page, paginate
from app.web.policy import restrict

COLUMNS: Final = (
    "op_id, device_id, stream, seq, in_sequence, technician_id, user_id, "
    "owner_organisation_id, visit_id, type, base, data, body_hash, device_at, mono_ms, "
    "boot, received_at, estimated_at, skew_seconds, is_skewed, fate, code, detail, "
    "faults, version, decided_at, held_at"
)
_VALUES = ", ".join(f"%({name})s" for name in COLUMNS.split(", "))
_LOG = f"INSERT INTO operations ({COLUMNS}) VALUES ({_VALUES})"  # noqa: S608 - our own columns
_ADVANCE: Final = (
    "UPDATE operation_streams SET next_seq = next_seq + CAST(%(step)s AS bigint), "
    "held = held + CAST(%(held)s AS bigint), "
    "last_version = coalesce(CAST(%(version)s AS bigint), last_version) "
    "WHERE device_id = %(device_id)s AND stream = %(stream)s"
)
#: The log row and where the stream stands then, in one round trip.
_LOG_AND_ADVANCE: Final = f"WITH logged AS ({_LOG}) {_ADVANCE}"
_KNOWN: Final = "SELECT op_id FROM operations WHERE op_id = ANY(%(op_ids)s)"


@dataclass(frozen=True, slots=True)
class OperationFilter:
    fate: Fate | None = None
    is_open: bool | None = None
    is_overdue: bool | None = None
    visit_id: int | None = None
    technician_id: int | None = None


@dataclass(frozen=True, slots=True)
class Reported:
    """An operation with the names that people know it by."""

    operation: Operation
    technician_name: str | None
    device_label: str | None

    @property
    def id(self) -> int:
        return self.operation.id


def log(row: Mapping[str, Any], *, step: int, held: int) -> None:
    """Write an operation's row, and move its stream by `step` places."""
    faults = row["faults"]
    values = {
        **row,
        "data": Jsonb(row["data"]),
        "faults": None if faults is None else Jsonb(faults),
        "step": step,
        "held": held,
    }
    run_plain(_LOG_AND_ADVANCE, values)


def advance(
    device_id: int, stream: str, *, step: int, held: int, version: int | None
) -> None:
    """Move a stream whose operation is in the log already."""
    values = {
        "device_id": device_id,
        "stream": stream,
        "step": step,
        "held": held,
        "version": version,
    }
    run_plain(_ADVANCE, values)


def skip_to(device_id: int, stream: str, seq: int) -> None:
    """Give up the numbers below `seq`."""
    run_plain(
        "UPDATE operation_streams SET next_seq = %(seq)s "
        "WHERE device_id = %(device_id)s AND stream = %(stream)s "
        "AND next_seq < %(seq)s",
        {"device_id": device_id, "stream": stream, "seq": seq},
    )


def known_among(op_ids: Collection[UUID]) -> set[UUID]:
    """Return which of the ids are in the log, whoever sent them."""
    return set(run_plain(_KNOWN, {"op_ids": list(op_ids)}).scalars())


def by_op_id(op_id: UUID) -> Operation | None:
    return session().scalar(
        select(Operation)
        .where(Operation.op_id == op_id)
        .execution_options(populate_existing=True)
    )


def at_place(device_id: int, stream: str, seq: int) -> Operation | None:
    return session().scalar(
        select(Operation).where(
            Operation.device_id == device_id,
            Operation.stream == stream,
            Operation.seq == seq,
            Operation.in_sequence,
        )
    )


def next_held(device_id: int, stream: str, *, seq: int | None) -> Operation | None:
    """Return the held operation at `seq`, or without it the first one."""
    statement = select(Operation).where(
        Operation.device_id == device_id,
        Operation.stream == stream,
        Operation.in_sequence,
        Operation.fate == Fate.HELD,
    )
    if seq is not None:
        statement = statement.where(Operation.seq == seq)
    return session().scalar(statement.order_by(Operation.seq).limit(1))


def reported(wanted: OperationFilter, limit: int, after: str | None) -> Page[Operation]:
    """List the operations that a dispatcher may see, the newest first."""
    statement = restrict(select(Operation), "operation:read")
    waiting = or_(Operation.fate == Fate.PARKED, Operation.fate == Fate.REJECTED)
    for condition, value in (
        (Operation.fate == wanted.fate, wanted.fate),
        (Operation.visit_id == wanted.visit_id, wanted.visit_id),
        (Operation.technician_id == wanted.technician_id, wanted.technician_id),
    ):
        if value is not None:
            statement = statement.where(condition)
    if wanted.is_open is not None:
        is_open = Operation.resolved_at.is_(None) & or_(
            waiting, Operation.fate == Fate.HELD
        )
        statement = statement.where(is_open if wanted.is_open else ~is_open)
    if wanted.is_overdue is not None:
        late = Operation.overdue_at.is_not(None)
        statement = statement.where(late if wanted.is_overdue else ~late)
    return paginate(
        statement, by=[Operation.id], limit=limit, after=after, descending=True
    )


def named(operations: Sequence[Operation]) -> list[Reported]:
    """Add the names that the actor may see."""
    people = dict(
        session()
        .execute(
            select(Technician.id, Technician.name).where(
                Technician.id.in_({row.technician_id for row in operations})
            )
        )
        .tuples()
    )
    labels = dict(
        session()
        .execute(
            select(Device.id, Device.label).where(
                Device.id.in_({row.device_id for row in operations})
            )
        )
        .tuples()
    )
    return [
        Reported(row, people.get(row.technician_id), labels.get(row.device_id))
        for row in operations
    ]


def readable_operation(operation_id: int) -> Operation:
    row = session().scalar(
        restrict(
            select(Operation).where(Operation.id == operation_id), "operation:read"
        )
    )
    if row is None:
        raise NotFoundError
    return row


def operation_to_resolve(operation_id: int) -> Operation:
    readable_operation(operation_id)
    row = session().scalar(
        restrict(
            select(Operation).where(Operation.id == operation_id), "operation:resolve"
        )
    )
    if row is None:
        raise ForbiddenError("You may see this report, but not decide on it.")
    return row
