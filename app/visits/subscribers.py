"""What visits make of facts about work orders, and which visits a scope means."""

from datetime import timedelta

from sqlalchemy import ColumnElement, or_, select

from app.core.actor import SYSTEM, Actor, Role, acting_as
from app.core.clock import now
from app.core.events import subscribe
from app.core.jobs import job, schedule
from app.projects.events import ProjectDescribed
from app.projects.queries.granted import whole_projects
from app.technicians.models import Technician
from app.visits import actions
from app.visits.actions import attachments, operations
from app.visits.actions.orders import follow
from app.visits.models import Assignment, Attachment, Device, Operation, Visit
from app.web.policy import Resolver, Scope, define_scope
from app.work_orders.events import (
    WorkOrderChanged,
    WorkOrdersCreated,
    WorkOrdersMoved,
)
from app.work_orders.queries import orders_of_brands
from app.work_orders.states import WorkOrderState

WEEK = timedelta(days=7)
PARTIES = (Role.DISPATCHER, Role.BRAND_MANAGER, Role.STORE, Role.PARTNER_MANAGER)


def register() -> None:
    """Follow work orders, and tell the policy what the scopes mean."""
    subscribe(WorkOrdersCreated, _lay_out)
    subscribe(WorkOrderChanged, _refit)
    subscribe(WorkOrdersMoved, _moved)
    subscribe(ProjectDescribed, _described)
    define_scope("visit", Scope.OWN, _own)
    define_scope("visit", Scope.GRANTED, _granted)
    define_scope("visit", Scope.SELF, _self)
    job("visits.open_tasks")(operations.open_tasks)
    schedule("visits.open_tasks", job="visits.open_tasks", cron="10 * * * *")
    job("visits.move_window")(operations.move_window)
    schedule("visits.move_window", job="visits.move_window", cron="*/10 * * * *")
    job("visits.forget_changes")(operations.forget_changes)
    schedule("visits.forget_changes", job="visits.forget_changes", cron="40 3 * * *")
    job(attachments.KEEP)(attachments.keep_picture)
    job("visits.forget_uploads")(attachments.forget_uploads)
    schedule("visits.forget_uploads", job="visits.forget_uploads", cron="50 3 * * *")
    define_scope("upload", Scope.SELF, _of_person(Attachment))
    for resource, row in (("device", Device), ("operation", Operation)):
        define_scope(resource, Scope.OWN, _of_organisation(row))
        define_scope(resource, Scope.SELF, _of_person(row))


def _lay_out(fact: WorkOrdersCreated) -> None:
    actions.create_visits(fact.work_order_ids)


def _refit(fact: WorkOrderChanged) -> None:
    actions.refit_visits(fact.work_order_id)


def _moved(fact: WorkOrdersMoved) -> None:
    """An order that became ready may have all of its visits in the plan already."""
    ready = _became(fact, WorkOrderState.READY)
    off = _became(fact, WorkOrderState.CANCELLED)
    in_vain = _became(fact, WorkOrderState.CANNOT_COMPLETE)
    with acting_as(SYSTEM):
        if ready:
            follow(ready)
        if off:
            actions.cancel_visits(off)
        if in_vain:
            actions.cancel_unstarted(in_vain)
        actions.retell_after({move.work_order_id for move in fact.moves})


def _described(fact: ProjectDescribed) -> None:
    with acting_as(SYSTEM):
        actions.retell_project(fact.project_id)


def _became(fact: WorkOrdersMoved, state: WorkOrderState) -> set[int]:
    return {move.work_order_id for move in fact.moves if move.after is state}


def _own(actor: Actor) -> ColumnElement[bool]:
    return Visit.owner_organisation_id.in_(actor.organisation_ids_as(Role.DISPATCHER))


def _granted(actor: Actor) -> ColumnElement[bool]:
    """Visits of projects one takes part in, and those of one's own technicians.

    A brand takes part where its own models are handled.
    """
    organisations = actor.organisation_ids_as(*PARTIES)
    return or_(
        Visit.project_id.in_(whole_projects(organisations)),
        Visit.work_order_id.in_(orders_of_brands(organisations)),
        Visit.id.in_(
            select(Assignment.visit_id)
            .join(Technician, Technician.id == Assignment.technician_id)
            .where(Technician.owner_organisation_id.in_(organisations))
        ),
    )


def _of_organisation(row: type[Device | Operation]) -> Resolver:
    """A phone and what it sent are its organisation's, and a visit's owner's."""
    roles = (Role.DISPATCHER, Role.PARTNER_MANAGER)
    return lambda actor: row.owner_organisation_id.in_(
        actor.organisation_ids_as(*roles)
    )


def _of_person(row: type[Attachment | Device | Operation]) -> Resolver:
    return lambda actor: row.user_id == actor.user_id


def _self(actor: Actor) -> ColumnElement[bool]:
    """A technician's own visits, a week either way."""
    at = now()
    return Visit.id.in_(
        select(Assignment.visit_id)
        .join(Technician, Technician.id == Assignment.technician_id)
        .where(
            Technician.user_id == actor.user_id,
            Assignment.starts_at.between(at - WEEK, at + WEEK),
        )
    )
