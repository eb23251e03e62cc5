"""What work orders make of facts, and which of them a scope means."""

from sqlalchemy import ColumnElement, or_

from app.core.actor import SYSTEM, Actor, Role, acting_as
from app.core.events import subscribe
from app.projects.events import GoodsAgreed, HoursAgreed, ProjectContracted
from app.projects.queries.granted import whole_projects
from app.web.policy import Scope, define_scope
from app.work_orders import queries
from app.work_orders.actions.extend import add_work, lengthen_work
from app.work_orders.actions.lay_out import lay_out_work
from app.work_orders.actions.settle import settle
from app.work_orders.events import WorkOrdersMoved
from app.work_orders.models import WorkOrder

SEERS = (Role.DISPATCHER, Role.BRAND_MANAGER, Role.STORE, Role.PARTNER_MANAGER)


def register() -> None:
    """Subscribe to projects, and tell the policy what the scopes mean."""
    subscribe(ProjectContracted, _lay_out)
    subscribe(GoodsAgreed, _add)
    subscribe(HoursAgreed, _lengthen)
    subscribe(WorkOrdersMoved, _settle)
    define_scope("work_order", Scope.OWN, _own)
    define_scope("work_order", Scope.GRANTED, _granted)


def _lay_out(fact: ProjectContracted) -> None:
    lay_out_work(fact.project_id)


def _add(fact: GoodsAgreed) -> None:
    add_work(fact.project_id, fact.site_id, dict(fact.goods), dict(fact.seconds))


def _lengthen(fact: HoursAgreed) -> None:
    lengthen_work(fact.project_id, fact.site_id, dict(fact.seconds))


def _settle(fact: WorkOrdersMoved) -> None:
    """The house does it: the technician who moved an order may not move others."""
    with acting_as(SYSTEM):
        settle(fact.moves)


def _own(actor: Actor) -> ColumnElement[bool]:
    return WorkOrder.owner_organisation_id.in_(
        actor.organisation_ids_as(Role.DISPATCHER)
    )


def _granted(actor: Actor) -> ColumnElement[bool]:
    organisations = actor.organisation_ids_as(*SEERS)
    return or_(
        WorkOrder.project_id.in_(whole_projects(organisations)),
        WorkOrder.id.in_(queries.orders_of_brands(organisations)),
    )
