"""What phones reported, as dispatchers look through it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select

from app.core.database import session
from app.core.errors import ForbiddenError, NotFoundError
from app.projects.models import Site
from app.technicians.models import Technician
from app.visits.models import Device, Operation, Visit
from app.visits.states import Fate
from app.web.pagination import Page, paginate
from app.web.policy import restrict
from app.work_orders.models import WorkOrder

WAITING = (Fate.HELD, Fate.PARKED, Fate.REJECTED)


@dataclass(frozen=True, slots=True)
class OperationFilter:
    fate: Fate | None = None
    is_open: bool | None = None
    is_overdue: bool | None = None
    visit_id: int | None = None
    technician_id: int | None = None


@dataclass(frozen=True, slots=True)
class Reported:
    """An operation with the names that people know it by, as far as one sees them."""

    operation: Operation
    technician_name: str | None
    device_label: str | None
    reference: str | None
    site_name: str | None

    @property
    def id(self) -> int:
        return self.operation.id


def reported(wanted: OperationFilter, limit: int, after: str | None) -> Page[Operation]:
    """List the operations that a dispatcher may see, the newest first."""
    statement = restrict(select(Operation), "operation:read").where(
        *_conditions(wanted)
    )
    return paginate(
        statement, by=[Operation.id], limit=limit, after=after, descending=True
    )


def _conditions(wanted: OperationFilter) -> list[ColumnElement[bool]]:
    is_open = Operation.resolved_at.is_(None) & Operation.fate.in_(WAITING)
    is_late = Operation.overdue_at.is_not(None)
    asked = [
        (Operation.fate == wanted.fate, wanted.fate),
        (Operation.visit_id == wanted.visit_id, wanted.visit_id),
        (Operation.technician_id == wanted.technician_id, wanted.technician_id),
        (is_open if wanted.is_open else ~is_open, wanted.is_open),
        (is_late if wanted.is_overdue else ~is_late, wanted.is_overdue),
    ]
    return [condition for condition, value in asked if value is not None]


def named(operations: Sequence[Operation]) -> list[Reported]:
    """Add the names that the actor may see."""
    people = _names(Technician, {row.technician_id for row in operations})
    labels = _labels({row.device_id for row in operations})
    places = _places({row.visit_id for row in operations if row.visit_id is not None})
    return [
        Reported(
            row,
            people.get(row.technician_id),
            labels.get(row.device_id),
            *places.get(row.visit_id or 0, (None, None)),
        )
        for row in operations
    ]


def _names(kind: type[Technician], ids: Collection[int]) -> dict[int, str]:
    rows = session().execute(select(kind.id, kind.name).where(kind.id.in_(ids)))
    return {row.id: row.name for row in rows}


def _labels(ids: Collection[int]) -> dict[int, str]:
    rows = session().execute(select(Device.id, Device.label).where(Device.id.in_(ids)))
    return {row.id: row.label for row in rows}


def _places(visit_ids: Collection[int]) -> dict[int, tuple[str, str]]:
    rows = session().execute(
        select(Visit.id, WorkOrder.reference, Site.name)
        .join(WorkOrder, WorkOrder.id == Visit.work_order_id)
        .join(Site, Site.id == WorkOrder.site_id)
        .where(Visit.id.in_(visit_ids))
    )
    return {visit_id: (reference, name) for visit_id, reference, name in rows}


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
