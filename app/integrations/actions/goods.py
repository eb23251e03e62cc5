"""Whoever sends goods tells when they come, and that they came."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.catalogue.states import WorkKind
from app.core.actor import SYSTEM, acting_as, current_actor
from app.core.errors import Fault, InvalidError
from app.core.transaction import retry_conflicts, transaction
from app.integrations.actions.announce import note
from app.integrations.models import Goods
from app.integrations.queries import orders as queries
from app.integrations.rules.goods import Parcel, awaited_until, begin_at
from app.integrations.states import EventType
from app.organisations.actions.audit import record
from app.projects.models import Project
from app.work_orders.actions.await_goods import begin_from
from app.work_orders.models import WorkOrder


class Taken(StrEnum):
    """What became of one line of a message."""

    APPLIED = "applied"
    #: A later revision is known, or this one.
    KNOWN = "known"


@dataclass(frozen=True, slots=True)
class Told:
    """All that is known of one reference; a higher `revision` replaces it whole."""

    reference: str
    brand: str
    model: str
    quantity: int
    revision: int
    expected_at: datetime | None = None
    received_quantity: int = 0
    received_at: datetime | None = None


@retry_conflicts
def tell_goods(project_id: int, told: Sequence[Told]) -> list[tuple[str, Taken]]:
    """Goods are expected, late or there; each reference keeps its last revision."""
    with transaction() as tx:
        project = queries.project_for_goods(project_id)
        models = queries.models_of([(each.brand, each.model) for each in told])
        _require_sound(told, models.keys())
        known = {row.reference: row for row in queries.goods_of(project.id)}
        before = awaited_until(map(_parcel, known.values()))
        taken: list[tuple[str, Taken]] = []
        for each in told:
            row = known.get(each.reference)
            if row is not None and row.revision >= each.revision:
                taken.append((each.reference, Taken.KNOWN))
                continue
            known[each.reference] = row = row or _new(project, each)
            _set(row, each, models[each.brand, each.model])
            tx.session.add(row)
            taken.append((each.reference, Taken.APPLIED))
        tx.session.flush()
        applied = sum(fate is Taken.APPLIED for _, fate in taken)
        if applied:
            _wait(project, before, awaited_until(map(_parcel, known.values())))
            owner = project.owner_organisation_id
            record(tx, owner, "goods.tell", "project", project.id, {"lines": applied})
            note(EventType.GOODS_CHANGED, [project.id])
    return taken


def _new(project: Project, told: Told) -> Goods:
    return Goods(
        project_id=project.id,
        owner_organisation_id=project.owner_organisation_id,
        reference=told.reference,
        version=0,
    )


def _set(row: Goods, told: Told, model_id: int) -> None:
    row.model_id = model_id
    row.quantity = told.quantity
    row.expected_at = told.expected_at
    row.received_quantity = told.received_quantity
    row.received_at = told.received_at
    row.revision = told.revision
    row.source = current_actor().author
    row.version += 1


def _parcel(row: Goods) -> Parcel:
    return Parcel(row.quantity, row.received_quantity, row.expected_at)


def _wait(project: Project, before: datetime | None, after: datetime | None) -> None:
    """Let deliveries begin with their goods; whoever sends those may not plan."""
    with acting_as(SYSTEM):
        changed = begin_from(
            {
                order.id: _begin(order, project.earliest, before, after)
                for order in queries.work_of(project.id)
                if order.kind is WorkKind.DELIVERY
            }
        )
    note(EventType.WORK_ORDER_CHANGED, changed)


def _begin(
    order: WorkOrder,
    wished: datetime | None,
    before: datetime | None,
    after: datetime | None,
) -> datetime | None:
    """Move a date that was ours; one that a dispatcher set is kept, or put off."""
    is_ours = order.earliest == begin_at(wished, before, order.due)
    return begin_at(wished if is_ours else order.earliest, after, order.due)


def _require_sound(told: Sequence[Told], models: Collection[tuple[str, str]]) -> None:
    faults = [*_unknown(told, models), *_uncountable(told), *_repeated(told)]
    if faults:
        raise InvalidError("The goods have faults; all are listed.", faults=faults)


def _unknown(
    told: Sequence[Told], models: Collection[tuple[str, str]]
) -> Iterable[Fault]:
    for place, each in enumerate(told):
        if (each.brand, each.model) not in models:
            pointer = f"/items/{place}/model"
            detail = (
                f"{each.brand} has no model {each.model}; use the catalogue's codes."
            )
            yield Fault(pointer, "unknown_model", detail)


def _uncountable(told: Sequence[Told]) -> Iterable[Fault]:
    for place, each in enumerate(told):
        if each.received_quantity > each.quantity:
            pointer = f"/items/{place}/received_quantity"
            yield Fault(pointer, "quantity", "More came than were sent; count again.")


def _repeated(told: Sequence[Told]) -> Iterable[Fault]:
    seen: set[str] = set()
    for place, each in enumerate(told):
        if each.reference in seen:
            pointer = f"/items/{place}/reference"
            yield Fault(pointer, "twice", "This reference is there already; keep one.")
        seen.add(each.reference)
