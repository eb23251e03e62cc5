"""A project that goes on gets more work: agreed with its customer beforehand."""

from collections.abc import Mapping

from app.catalogue.states import WorkKind
from app.core.actor import SYSTEM, acting_as
from app.core.reference_codes import next_codes
from app.core.transaction import transaction
from app.projects.queries import projects
from app.work_orders import queries, rules
from app.work_orders.actions.lay_out import (
    as_goods,
    let_the_first_begin,
    order_of,
    tie,
)
from app.work_orders.actions.telling import tell
from app.work_orders.events import WorkOrderChanged, WorkOrdersCreated
from app.work_orders.models import WorkOrder


def add_work(
    project_id: int,
    site_id: int,
    goods: Mapping[int, int],
    seconds: Mapping[WorkKind, int],
) -> list[WorkOrder]:
    """Lay out a chain of its own for what was added; the house does it."""
    with acting_as(SYSTEM), transaction() as tx:
        project = projects.project(project_id)
        [site] = [row for row in projects.sites_of(project_id) if row.id == site_id]
        added = [
            as_goods(model, goods[model.id])
            for model, _ in projects.goods_of(site_id)
            if model.id in goods
        ]
        steps = rules.with_more(rules.chain(added), seconds)
        codes = next_codes("WO", len(steps))
        rows = [
            order_of(project, site, step, code)
            for step, code in zip(steps, codes, strict=True)
        ]
        let_the_first_begin(rows)
        tx.session.add_all(rows)
        tx.session.flush()
        tie(tx, rows, steps)
        tell(tx, rows)
        tx.publish(WorkOrdersCreated(project.id, tuple(order.id for order in rows)))
    return rows


def lengthen_work(
    project_id: int, site_id: int, seconds: Mapping[WorkKind, int]
) -> None:
    """A new project's work takes the hours longer that were agreed on with it."""
    with acting_as(SYSTEM), transaction() as tx:
        longer = [row for row in queries.orders_at(site_id) if row.kind in seconds]
        for row in longer:
            row.duration_seconds += seconds[row.kind]
            row.version += 1
            tx.publish(WorkOrderChanged(row.id))
        tx.session.flush()
        tell(tx, longer)
        known = {row.kind for row in longer}
        others = {kind: more for kind, more in seconds.items() if kind not in known}
        if others:
            add_work(project_id, site_id, {}, others)
