"""How far orders are, by the references of those who brought them."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import lazyload

from app.catalogue.models import Brand, CatalogueModel
from app.core.database import session
from app.core.errors import NotFoundError
from app.integrations.models import Goods
from app.projects.models import Project
from app.web.pagination import Page, paginate
from app.web.policy import predicate
from app.work_orders.models import WorkOrder


@dataclass(frozen=True, slots=True)
class Order:
    """An order with its work and its goods."""

    project: Project
    work_orders: Sequence[WorkOrder]
    goods: Sequence[Goods]


def orders(
    limit: int, after: str | None = None, external_reference: str | None = None
) -> Page[Order]:
    """List own orders, newest first, or those under one reference."""
    statement = select(Project).where(predicate("order:read")).options(lazyload("*"))
    if external_reference is not None:
        statement = statement.where(Project.external_reference == external_reference)
    page = paginate(
        statement, by=[Project.id], limit=limit, after=after, descending=True
    )
    ids = [project.id for project in page.items]
    work, goods = _work_of(ids), goods_by_project(ids)
    shown = [Order(each, work[each.id], goods[each.id]) for each in page.items]
    return Page(shown, page.next)


def _work_of(project_ids: Collection[int]) -> dict[int, list[WorkOrder]]:
    rows = session().scalars(
        select(WorkOrder)
        .where(WorkOrder.project_id.in_(project_ids))
        .order_by(WorkOrder.id)
        .options(lazyload("*"))
    )
    found: dict[int, list[WorkOrder]] = defaultdict(list)
    for row in rows:
        found[row.project_id].append(row)
    return found


def goods_by_project(project_ids: Collection[int]) -> dict[int, list[Goods]]:
    rows = session().scalars(
        select(Goods).where(Goods.project_id.in_(project_ids)).order_by(Goods.id)
    )
    found: dict[int, list[Goods]] = defaultdict(list)
    for row in rows:
        found[row.project_id].append(row)
    return found


def project_for_goods(project_id: int) -> Project:
    """Lock a project whose goods the actor may tell about."""
    statement = select(Project).where(
        Project.id == project_id, predicate("goods:write")
    )
    row = session().scalar(statement.with_for_update().options(lazyload("*")))
    if row is None:
        raise NotFoundError
    return row


def goods_of(project_id: int) -> Sequence[Goods]:
    """List the goods of a project whose goods the actor may read."""
    statement = select(Project.id).where(
        Project.id == project_id, predicate("goods:read")
    )
    if session().scalar(statement) is None:
        raise NotFoundError
    return goods_by_project([project_id])[project_id]


def work_of(project_id: int) -> Sequence[WorkOrder]:
    return _work_of([project_id])[project_id]


def models_of(codes: Collection[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Find models by the codes of their brand and their own."""
    rows = session().execute(
        select(Brand.code, CatalogueModel.code, CatalogueModel.id)
        .join(Brand, Brand.id == CatalogueModel.brand_id)
        .where(CatalogueModel.code.in_({code for _, code in codes}))
    )
    return {(brand, code): model_id for brand, code, model_id in rows}
