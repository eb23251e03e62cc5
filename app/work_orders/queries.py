"""Reads on work orders and what ties them together."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Select,
    any_,
    bindparam,
    or_,
    select,
    update,
)
from sqlalchemy.orm import lazyload

from app.catalogue.models import CatalogueModel
from app.catalogue.states import WorkKind
from app.core.database import session
from app.core.errors import ForbiddenError, NotFoundError
from app.organisations.models import ProjectGrant
from app.organisations.states import GrantRole
from app.projects.queries.granted import is_of_brand
from app.web.pagination import Page, paginate
from app.web.policy import restrict
from app.work_orders.models import WorkOrder, WorkOrderDependency, WorkOrderLine
from app.work_orders.states import WorkOrderState


def work_order(work_order_id: int) -> WorkOrder:
    """Return a work order the actor may see."""
    row = session().scalar(
        restrict(
            select(WorkOrder).where(WorkOrder.id == work_order_id), "work_order:read"
        )
    )
    if row is None:
        raise NotFoundError
    return row


def orders_at(site_id: int) -> Sequence[WorkOrder]:
    """Lock the work orders of a site."""
    statement = select(WorkOrder).where(WorkOrder.site_id == site_id)
    return (
        session()
        .scalars(statement.order_by(WorkOrder.id).with_for_update(of=WorkOrder))
        .all()
    )


def for_change(work_order_id: int) -> WorkOrder:
    """Lock a work order the actor may change."""
    work_order(work_order_id)
    row = session().scalar(
        restrict(
            select(WorkOrder).where(WorkOrder.id == work_order_id), "work_order:change"
        )
        .with_for_update(of=WorkOrder)
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise ForbiddenError("You may see this work order, and not change it.")
    return row


def for_moving(work_order_ids: Collection[int]) -> Sequence[WorkOrder]:
    """Lock work orders, in the order that everybody locks them in."""
    return (
        session()
        .scalars(
            select(WorkOrder)
            .where(WorkOrder.id.in_(work_order_ids))
            .order_by(WorkOrder.id)
            .with_for_update(of=WorkOrder)
            # Their sites and lines are not what is moved.
            .options(lazyload("*"))
            .execution_options(populate_existing=True)
        )
        .all()
    )


def work_orders(
    limit: int,
    after: str | None = None,
    *,
    project_id: int | None = None,
    territory_id: int | None = None,
    state: WorkOrderState | None = None,
    kind: WorkKind | None = None,
) -> Page[WorkOrder]:
    """List work orders in the order they were laid out."""
    statement = restrict(select(WorkOrder), "work_order:read")
    for column, wanted in (
        (WorkOrder.project_id, project_id),
        (WorkOrder.territory_id, territory_id),
        (WorkOrder.state, state),
        (WorkOrder.kind, kind),
    ):
        if wanted is not None:
            statement = statement.where(column == wanted)
    return paginate(statement, by=[WorkOrder.id], limit=limit, after=after)


def predecessors(
    work_order_ids: Collection[int],
) -> dict[int, list[tuple[WorkOrderDependency, WorkOrderState]]]:
    """Return, for each order, what it waits for and in which state that is."""
    rows = session().execute(
        select(WorkOrderDependency, WorkOrder.state)
        .join(WorkOrder, WorkOrder.id == WorkOrderDependency.from_id)
        .where(WorkOrderDependency.to_id.in_(work_order_ids))
        .order_by(WorkOrderDependency.from_id)
    )
    found: dict[int, list[tuple[WorkOrderDependency, WorkOrderState]]] = defaultdict(
        list
    )
    for dependency, state in rows:
        found[dependency.to_id].append((dependency, state))
    return found


def followers_of(work_order_ids: Collection[int]) -> Sequence[int]:
    """Return the orders that wait for any of these."""
    return (
        session()
        .scalars(
            select(WorkOrderDependency.to_id)
            .where(WorkOrderDependency.from_id.in_(work_order_ids))
            .distinct()
        )
        .all()
    )


def ties_before(work_order_id: int) -> Sequence[WorkOrderDependency]:
    """Return what an order waits for, and how long after it."""
    return (
        session()
        .scalars(
            select(WorkOrderDependency)
            .where(WorkOrderDependency.to_id == work_order_id)
            .order_by(WorkOrderDependency.from_id)
        )
        .all()
    )


def retie(work_order_id: int, instead_id: int) -> None:
    """Let everything that waits for one order wait for another."""
    session().execute(
        update(WorkOrderDependency)
        .where(WorkOrderDependency.from_id == work_order_id)
        .values(from_id=instead_id)
    )


def goods_of(work_order_id: int) -> Sequence[tuple[CatalogueModel, int]]:
    """Return the models that an order handles, and how many of each."""
    rows = session().execute(
        select(CatalogueModel, WorkOrderLine.quantity)
        .join(WorkOrderLine, WorkOrderLine.model_id == CatalogueModel.id)
        .where(WorkOrderLine.work_order_id == work_order_id)
        .order_by(CatalogueModel.id)
    )
    return [(model, quantity) for model, quantity in rows]


def states_by_project(
    project_ids: Collection[int],
) -> dict[int, list[tuple[WorkKind, WorkOrderState]]]:
    rows = session().execute(
        select(WorkOrder.project_id, WorkOrder.kind, WorkOrder.state).where(
            WorkOrder.project_id.in_(project_ids)
        )
    )
    found: dict[int, list[tuple[WorkKind, WorkOrderState]]] = defaultdict(list)
    for project_id, kind, state in rows:
        found[project_id].append((kind, state))
    return found


def orders_of_brands(organisation_ids: Collection[int]) -> Select[int]:
    """Return the orders that handle the brands' models, in projects granted to them."""
    line = WorkOrderLine
    return select(line.work_order_id).where(
        is_of_brand(line.project_id, line.model_id, organisation_ids)
    )


_HANDLED = (
    select(WorkOrderLine.model_id)
    .join(CatalogueModel, CatalogueModel.id == WorkOrderLine.model_id)
    .where(
        WorkOrderLine.work_order_id == WorkOrder.id,
        CatalogueModel.owner_organisation_id == ProjectGrant.organisation_id,
    )
    .correlate(WorkOrder, ProjectGrant)
)
#: Made once: it is asked for each report from a site.
_AUDIENCE = (
    select(WorkOrder.id, ProjectGrant.organisation_id)
    .join(ProjectGrant, ProjectGrant.project_id == WorkOrder.project_id)
    .where(
        WorkOrder.id == any_(bindparam("ids", type_=ARRAY(BigInteger))),
        or_(ProjectGrant.role != GrantRole.BRAND, _HANDLED.exists()),
    )
)


def audience(work_order_ids: Collection[int]) -> dict[int, set[int]]:
    """Return the organisations that see each order: a brand only its own models'."""
    rows = session().execute(_AUDIENCE, {"ids": list(work_order_ids)})
    found: dict[int, set[int]] = defaultdict(set)
    for work_order_id, organisation_id in rows:
        found[work_order_id].add(organisation_id)
    return found
