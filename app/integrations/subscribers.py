"""What is told to other programs, the jobs that tell it, and whose rows are whose."""

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from app.core.actor import Actor, Role
from app.core.events import subscribe
from app.core.jobs import job, schedule
from app.integrations.actions import announce, deliver
from app.integrations.models import ApiKey, Calendar, Delivery, Webhook
from app.integrations.states import EventType
from app.projects.events import ProjectChanged, ProjectContracted
from app.projects.models import Project
from app.technicians.models import Technician
from app.web.policy import Resolver, Scope, define_scope
from app.work_orders.events import (
    WorkOrderChanged,
    WorkOrdersCreated,
    WorkOrdersMoved,
)

ROLES = (Role.DISPATCHER, Role.BRAND_MANAGER, Role.STORE, Role.PARTNER_MANAGER)


def register() -> None:
    """Follow projects and work orders; tell the policy and the clock what is ours."""
    subscribe(ProjectContracted, _project)
    subscribe(ProjectChanged, _project)
    subscribe(WorkOrdersCreated, _created)
    subscribe(WorkOrderChanged, _changed)
    subscribe(WorkOrdersMoved, _moved)
    job(announce.DELIVER)(deliver.deliver)
    job(deliver.SWEEP)(deliver.sweep)
    schedule(deliver.SWEEP, job=deliver.SWEEP, cron="* * * * *")
    job(deliver.FORGET)(deliver.forget)
    schedule(deliver.FORGET, job=deliver.FORGET, cron="15 4 * * *")
    define_scope("webhook", Scope.OWN, _of(Webhook.owner_organisation_id))
    define_scope("delivery", Scope.OWN, _of(Delivery.owner_organisation_id))
    define_scope("key", Scope.OWN, _of(ApiKey.owner_organisation_id))
    for resource in ("order", "goods"):
        define_scope(resource, Scope.OWN, _own_orders)
    define_scope("calendar", Scope.OWN, _own_calendars)
    define_scope("calendar", Scope.SELF, _ones_calendars)


def _project(fact: ProjectContracted | ProjectChanged) -> None:
    announce.note(EventType.PROJECT_CHANGED, [fact.project_id])


def _created(fact: WorkOrdersCreated) -> None:
    announce.note(EventType.WORK_ORDER_CHANGED, fact.work_order_ids)


def _changed(fact: WorkOrderChanged) -> None:
    announce.note(EventType.WORK_ORDER_CHANGED, [fact.work_order_id])


def _moved(fact: WorkOrdersMoved) -> None:
    announce.note(
        EventType.WORK_ORDER_CHANGED, [move.work_order_id for move in fact.moves]
    )


def _of(owner: InstrumentedAttribute[int]) -> Resolver:
    def own(actor: Actor) -> ColumnElement[bool]:
        return owner.in_(actor.organisation_ids_as(*ROLES))

    return own


def _own_orders(actor: Actor) -> ColumnElement[bool]:
    """Orders that one plans, or that one's store brought."""
    return or_(
        Project.owner_organisation_id.in_(actor.organisation_ids_as(Role.DISPATCHER)),
        Project.brought_by_organisation_id.in_(actor.organisation_ids_as(Role.STORE)),
    )


def _own_calendars(actor: Actor) -> ColumnElement[bool]:
    """Calendars of a dispatcher's technicians, and of one's own orders."""
    employers = actor.organisation_ids_as(Role.DISPATCHER)
    return or_(
        Calendar.technician_id.in_(
            select(Technician.id).where(Technician.owner_organisation_id.in_(employers))
        ),
        Calendar.project_id.in_(select(Project.id).where(_own_orders(actor))),
    )


def _ones_calendars(actor: Actor) -> ColumnElement[bool]:
    """Also those that a dispatcher gave out of a technician's visits."""
    return Calendar.technician_id.in_(
        select(Technician.id).where(Technician.user_id == actor.user_id)
    )
