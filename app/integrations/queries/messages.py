"""What messages say: numbers, states and references, and nobody's data."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import lazyload

from app.core.database import session
from app.integrations.models import Goods
from app.integrations.queries.orders import goods_by_project
from app.integrations.queries.webhooks import parties_of
from app.integrations.states import EventType
from app.projects.models import Project
from app.work_orders import queries as work_orders
from app.work_orders.models import WorkOrder


@dataclass(frozen=True, slots=True)
class Message:
    """What is told, and the organisations that may know."""

    data: dict[str, Any]
    audience: frozenset[int]


def of(event: EventType, ids: Collection[int]) -> list[Message]:
    """Return the messages of an event on these rows, in the order of their ids."""
    if event is EventType.PROJECT_CHANGED:
        return _of_projects(ids)
    if event is EventType.GOODS_CHANGED:
        return _of_goods(ids)
    return _of_work_orders(ids)


def _of_projects(ids: Collection[int]) -> list[Message]:
    rows = session().execute(
        select(
            Project.id,
            Project.reference,
            Project.external_reference,
            Project.state,
            Project.version,
        )
        .where(Project.id.in_(ids))
        .order_by(Project.id)
    )
    parties = parties_of(ids)
    return [
        Message(
            {
                "project_id": row.id,
                "reference": row.reference,
                "external_reference": row.external_reference,
                "state": row.state.value,
                "version": row.version,
            },
            frozenset(parties[row.id]),
        )
        for row in rows
    ]


def _of_goods(project_ids: Collection[int]) -> list[Message]:
    rows = session().scalars(
        select(Project)
        .where(Project.id.in_(project_ids))
        .order_by(Project.id)
        .options(lazyload("*"))
    )
    goods = goods_by_project(project_ids)
    return [
        Message(
            {
                "project_id": row.id,
                "reference": row.reference,
                "external_reference": row.external_reference,
                "goods": [_line(each) for each in goods[row.id]],
            },
            # A brand would hear of other brands' goods.
            frozenset(
                each
                for each in (row.owner_organisation_id, row.brought_by_organisation_id)
                if each is not None
            ),
        )
        for row in rows
    ]


def _line(goods: Goods) -> dict[str, Any]:
    return {
        "reference": goods.reference,
        "revision": goods.revision,
        "model": goods.model.code,
        "quantity": goods.quantity,
        "expected_at": _written(goods.expected_at),
        "received_quantity": goods.received_quantity,
        "received_at": _written(goods.received_at),
    }


def _written(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _of_work_orders(ids: Collection[int]) -> list[Message]:
    rows = session().execute(
        select(
            WorkOrder.id,
            WorkOrder.reference,
            WorkOrder.kind,
            WorkOrder.state,
            WorkOrder.version,
            WorkOrder.project_id,
            WorkOrder.site_id,
            Project.reference.label("project_reference"),
            Project.external_reference,
        )
        .join(Project, Project.id == WorkOrder.project_id)
        .where(WorkOrder.id.in_(ids))
        .order_by(WorkOrder.id)
    )
    seers = work_orders.audience(ids)
    return [
        Message(
            {
                "work_order_id": row.id,
                "reference": row.reference,
                "kind": row.kind.value,
                "state": row.state.value,
                "version": row.version,
                "site_id": row.site_id,
                "project_id": row.project_id,
                "project_reference": row.project_reference,
                "external_reference": row.external_reference,
            },
            frozenset(seers[row.id]),
        )
        for row in rows
    ]
