"""A contracted project gets its chain of work orders, site by site."""

from collections.abc import Sequence

from app.catalogue.models import CatalogueModel, ModelWork
from app.core.actor import SYSTEM, acting_as
from app.core.reference_codes import next_codes
from app.core.transaction import Transaction, transaction
from app.projects.models import Project, Site
from app.projects.queries import projects
from app.work_orders import rules
from app.work_orders.actions.telling import tell
from app.work_orders.events import WorkOrdersCreated
from app.work_orders.models import WorkOrder, WorkOrderDependency, WorkOrderLine
from app.work_orders.states import DependencyKind, WorkOrderState, move


def lay_out_work(project_id: int) -> list[WorkOrder]:
    """Create the chain of each site. The house does it: a store may not plan."""
    with acting_as(SYSTEM), transaction() as tx:
        project = projects.project(project_id)
        chains = [
            (
                site,
                rules.chain([as_goods(*each) for each in projects.goods_of(site.id)]),
            )
            for site in projects.sites_of(project_id)
        ]
        codes = iter(next_codes("WO", sum(len(steps) for _, steps in chains)))
        orders: list[WorkOrder] = []
        for site, steps in chains:
            rows = [order_of(project, site, step, next(codes)) for step in steps]
            let_the_first_begin(rows)
            tx.session.add_all(rows)
            tx.session.flush()
            tie(tx, rows, steps)
            orders += rows
        tell(tx, orders)
        tx.publish(WorkOrdersCreated(project.id, tuple(order.id for order in orders)))
    return orders


def as_goods(model: CatalogueModel, quantity: int) -> rules.Goods:
    """Describe so many units of a model to the rules."""
    works = {work.kind: _work(work) for work in model.works}
    return rules.Goods(model.id, quantity, model.weight_kg, model.volume_m3, works)


def _work(work: ModelWork) -> rules.Work:
    return rules.Work(
        work.duration_seconds,
        work.setup_seconds,
        work.crew_size,
        work.skills,
        work.min_lag_seconds,
        work.max_lag_seconds,
    )


def order_of(project: Project, site: Site, step: rules.Step, code: str) -> WorkOrder:
    return WorkOrder(
        reference=code,
        project_id=project.id,
        site_id=site.id,
        owner_organisation_id=project.owner_organisation_id,
        territory_id=site.territory_id,
        kind=step.kind,
        state=WorkOrderState.DRAFT,
        duration_seconds=step.duration_seconds,
        setup_seconds=step.setup_seconds,
        crew_size=step.crew_size,
        skills=step.skills,
        load_kg=step.load_kg,
        load_m3=step.load_m3,
        priority=project.priority,
        windows=[],
        earliest=project.earliest,
        due=project.due,
    )


def let_the_first_begin(rows: Sequence[WorkOrder]) -> None:
    """Only the first of a chain has nothing to wait for, of whichever kind it is."""
    for row in rows[:1]:
        row.state = move(row.state, WorkOrderState.READY)


def tie(
    tx: Transaction, rows: Sequence[WorkOrder], steps: Sequence[rules.Step]
) -> None:
    for row, step in zip(rows, steps, strict=True):
        tx.session.add_all(
            WorkOrderLine(
                work_order_id=row.id,
                model_id=model_id,
                project_id=row.project_id,
                owner_organisation_id=row.owner_organisation_id,
                quantity=quantity,
            )
            for model_id, quantity in step.lines
        )
    for lag in rules.lags(steps):
        after = rows[lag.after]
        tx.session.add(
            WorkOrderDependency(
                from_id=rows[lag.before].id,
                to_id=after.id,
                project_id=after.project_id,
                owner_organisation_id=after.owner_organisation_id,
                kind=DependencyKind.FINISH_START,
                min_lag_seconds=lag.min_seconds,
                max_lag_seconds=lag.max_seconds,
            )
        )
    tx.session.flush()
