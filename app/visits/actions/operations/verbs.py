"""Which verb each type of operation means."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from app.core.errors import NotFoundError
from app.visits.actions import execution
from app.visits.actions.operations import shapes
from app.visits.actions.operations.pieces import DEVICE_STREAM, Sender, Sent, Verdict
from app.visits.errors import (
    UnknownOperationError,
    VisitCancelledError,
    VisitNotYoursError,
)
from app.visits.models import Operation, Visit
from app.visits.queries import devices
from app.visits.queries.devices import Head
from app.visits.rules import Doing, NewEvidence
from app.visits.states import FailureReason, Fate, VisitState
from app.web.feed import technician_scope
from app.web.schemas import Schema


@dataclass(frozen=True, slots=True)
class Task:
    """An operation whose turn has come, just sent or held until now."""

    op_id: UUID
    stream: str
    type: str
    base: int | None
    data: Mapping[str, Any]
    visit_id: int | None
    device_id: int
    technician_id: int
    at: datetime
    head: Head

    @classmethod
    def of_sent(cls, sender: Sender, sent: Sent, at: datetime, head: Head) -> "Task":
        return cls(
            op_id=sent.op_id,
            stream=sent.stream,
            type=sent.type,
            base=sent.base,
            data=sent.data,
            visit_id=sent.visit_id,
            device_id=sender.device_id,
            technician_id=sender.technician_id,
            at=at,
            head=head,
        )

    @classmethod
    def of_row(cls, row: Operation, visit_id: int | None, head: Head) -> "Task":
        return cls(
            op_id=row.op_id,
            stream=row.stream,
            type=row.type,
            base=row.base,
            data=row.data,
            visit_id=visit_id,
            device_id=row.device_id,
            technician_id=row.technician_id,
            at=row.estimated_at,
            head=head,
        )

    def with_data(self, data: Mapping[str, Any]) -> "Task":
        return replace(self, data=data)

    @property
    def doing(self) -> Doing:
        return Doing(self.technician_id, self.at, self.op_id)


Verb = Callable[[Task, dict[str, Any]], Verdict]


def carry_out(task: Task) -> Verdict:
    """Do what the operation says, as part of the caller's transaction.

    Raises
    ------
    NotFoundError
        The visit is not, and never was, the technician's.
    PaigongError
        The verb refuses.
    """
    known = VERBS.get(task.type)
    if known is None or (task.stream == DEVICE_STREAM) != (known[1] is _report):
        raise UnknownOperationError(f"There is no {task.type!r} in such a stream.")
    shape, verb = known
    if task.visit_id is not None:
        _require_own(task, task.visit_id)
    return verb(task, shapes.read(shape, task.data))


def _require_own(task: Task, visit_id: int) -> None:
    """Raise unless the visit is the technician's now; what was is for a person."""
    if task.head.is_assigned:
        return
    if task.head.version is None or not devices.has_had(
        technician_scope(task.technician_id), visit_id
    ):
        raise NotFoundError
    if task.head.state == VisitState.CANCELLED:
        raise VisitCancelledError("The visit was cancelled meanwhile.")
    raise VisitNotYoursError("The visit was given to others meanwhile.")


def _done(task: Task, visit: Visit) -> Verdict:
    """Say whether the visit had moved on since the phone last saw it."""
    seen = max(task.base or 0, task.head.last_version or 0)
    is_behind = task.base is not None and (task.head.version or 0) > seen
    fate = Fate.MERGED if is_behind else Fate.APPLIED
    return Verdict(fate, version=visit.version)


def _move(verb: Callable[[int, Doing], Visit]) -> Verb:
    def run(task: Task, _: dict[str, Any]) -> Verdict:
        return _done(task, verb(_visit_of(task), task.doing))

    return run


def _visit_of(task: Task) -> int:
    if task.visit_id is None:
        raise NotFoundError
    return task.visit_id


def _arrive(task: Task, data: dict[str, Any]) -> Verdict:
    doing = Doing(
        task.technician_id,
        task.at,
        task.op_id,
        point=_point(data["point"]),
        accuracy_m=None if data["accuracy_m"] is None else round(data["accuracy_m"]),
    )
    visit = execution.arrive(_visit_of(task), doing, data["reason"])
    return _done(task, visit)


def _point(point: dict[str, float] | None) -> tuple[float, float] | None:
    return None if point is None else (point["lat"], point["lon"])


def _pause(task: Task, data: dict[str, Any]) -> Verdict:
    visit = execution.pause_work(_visit_of(task), task.doing, data["reason"])
    return _done(task, visit)


def _fail(task: Task, data: dict[str, Any]) -> Verdict:
    reason: FailureReason = data["reason"]
    unfinished = {each["model_id"]: each["quantity"] for each in data["unfinished"]}
    visit = execution.cannot_complete(
        _visit_of(task), task.doing, reason, data["note"], unfinished
    )
    return _done(task, visit)


def _record(task: Task, data: dict[str, Any]) -> Verdict:
    digest = data.pop("sha256")
    evidence = NewEvidence(
        **data, sha256=None if digest is None else bytes.fromhex(digest)
    )
    return _done(task, execution.add_evidence(_visit_of(task), task.doing, evidence))


def _contact(task: Task, data: dict[str, Any]) -> Verdict:
    change = execution.change_contact(
        _visit_of(task), task.doing, data["base"], data["values"]
    )
    version = change.visit.version
    if change.kept:
        return Verdict(
            Fate.PARKED,
            "contact_conflict",
            f"Changed by somebody else meanwhile: {', '.join(change.kept)}.",
            version=version,
        )
    return _done(task, change.visit)


def _report(task: Task, data: dict[str, Any]) -> Verdict:
    devices.note_report(task.device_id, data)
    return Verdict(Fate.APPLIED)


#: Schemas are made once: making one costs more than reading with it.
VERBS: Final[dict[str, tuple[Schema, Verb]]] = {
    "visit.acknowledge": (shapes.Nothing(), _move(execution.acknowledge_visit)),
    "visit.depart": (shapes.Placed(), _move(execution.start_travel)),
    "visit.arrive": (shapes.Arrival(), _arrive),
    "visit.start": (shapes.Nothing(), _move(execution.start_work)),
    "visit.pause": (shapes.Pause(), _pause),
    "visit.resume": (shapes.Nothing(), _move(execution.resume_work)),
    "visit.finish": (shapes.Nothing(), _move(execution.finish_work)),
    "visit.cannot_complete": (shapes.Failure(), _fail),
    "evidence.add": (shapes.Evidence(), _record),
    "contact.change": (shapes.Contact(), _contact),
    "device.report": (shapes.Report(), _report),
}
