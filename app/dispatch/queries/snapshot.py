"""The snapshot of a territory that a run plans on."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from sqlalchemy import Row, and_, or_, select

from app.core.clock import now
from app.core.database import session
from app.dispatch.models import PlanRun
from app.dispatch.queries.plans import plan_of
from app.dispatch.queries.ties import booking_of, chains_of
from app.dispatch.rules.facts import (
    Fixed,
    Place,
    Rest,
    Shift,
    Snapshot,
    Task,
    Worker,
)
from app.projects.models import Site
from app.technicians import queries as technicians
from app.technicians.models import Technician, Territory
from app.technicians.rules import TechnicianShift, levels_on
from app.visits import queries as visit_queries
from app.visits.models import Assignment, Visit
from app.visits.rules import PLANNABLE, Span
from app.visits.states import VisitState
from app.work_orders.models import WorkOrder

#: Nobody can be sent off sooner than this after a plan is made.
LEAD = timedelta(minutes=30)
MOVABLE = frozenset({VisitState.PLANNED, VisitState.CONFIRMED})
LITRES = 1000

Found = Row[Visit, WorkOrder, Site]


@dataclass(frozen=True, slots=True)
class _Scope:
    """A run's territory and time."""

    territory: Territory
    horizon: Span
    not_before: datetime


def horizon_of(run: PlanRun, territory: Territory) -> Span:
    """Return the run's days, from local midnight to local midnight."""
    zone = ZoneInfo(territory.time_zone)
    start = datetime.combine(run.from_day, time(), zone)
    end = datetime.combine(run.from_day + timedelta(days=run.days), time(), zone)
    return Span(start.astimezone(UTC), end.astimezone(UTC))


def snapshot_of(run: PlanRun) -> Snapshot:
    """Read everything that the run needs, as it is now."""
    territory = technicians.territory(run.territory_id)
    horizon = horizon_of(run, territory)
    scope = _Scope(territory, horizon, max(horizon.start, _rounded(now() + LEAD)))
    people = technicians.in_territory(territory.id)
    workers = [_worker(row, territory) for row in people]
    tasks = _tasks(scope)
    fixed = _fixed(scope, [row.id for row in people], {t.visit_id for t in tasks})
    chains = chains_of({task.work_order_id for task in tasks})
    inside = {t.visit_id for t in tasks} | {f.visit_id for f in fixed}
    return Snapshot(
        base_version=plan_of(territory.id).version,
        horizon=horizon,
        workers=tuple(workers),
        shifts=tuple(_shifts(scope, run, [row.id for row in people])),
        tasks=tuple(tasks),
        fixed=tuple(fixed),
        elsewhere={k: v for k, v in chains.bookings.items() if k not in inside},
        ties=chains.ties,
    )


def _rounded(moment: datetime) -> datetime:
    """Round up to the next five minutes."""
    step = timedelta(minutes=5)
    over = (moment - datetime.min.replace(tzinfo=UTC)) % step
    return moment + (step - over if over else timedelta(0))


def _worker(row: Technician, territory: Territory) -> Worker:
    base = Place(territory.centre_lat, territory.centre_lon)
    if row.starts_at_home:
        base = Place(row.home_lat, row.home_lon)
    capacity = (int(row.capacity_kg), int(row.capacity_m3 * LITRES))
    return Worker(row.id, row.name, base, capacity)


def _shifts(scope: _Scope, run: PlanRun, people: Sequence[int]) -> list[Shift]:
    last = run.from_day + timedelta(days=run.days - 1)
    holdings = technicians.holdings_of(people)
    return [
        Shift(
            technician_id=row.technician_id,
            day=row.day,
            span=Span(max(row.starts_at, scope.not_before), row.ends_at),
            overtime_until=row.overtime_until,
            rests=_rests(row, scope.not_before),
            skills=levels_on(row.day, holdings[row.technician_id]),
        )
        for row in technicians.shifts_between(people, run.from_day, last)
        if row.ends_at > scope.not_before
    ]


def _rests(row: TechnicianShift, not_before: datetime) -> tuple[Rest, ...]:
    return tuple(
        Rest(Span(max(each.earliest, not_before), each.latest_end), length)
        for each in row.breaks
        for length in (timedelta(seconds=each.seconds),)
        if each.latest_end - max(each.earliest, not_before) >= length
    )


def _tasks(scope: _Scope) -> list[Task]:
    """Read what may be placed or moved: open visits, and those nobody holds fast."""
    rows = (
        session()
        .execute(
            select(Visit, WorkOrder, Site)
            .join(WorkOrder, WorkOrder.id == Visit.work_order_id)
            .join(Site, Site.id == WorkOrder.site_id)
            .where(
                Visit.territory_id == scope.territory.id,
                Visit.owner_organisation_id == scope.territory.owner_organisation_id,
                WorkOrder.state.in_(PLANNABLE),
                # What a partner took, it plans itself.
                WorkOrder.partner_organisation_id.is_(None),
                or_(
                    Visit.state == VisitState.OPEN,
                    and_(
                        Visit.state.in_(MOVABLE),
                        ~Visit.pinned,
                        ~Visit.human_edited,
                        Visit.starts_at >= scope.not_before,
                        Visit.starts_at < scope.horizon.end,
                    ),
                ),
            )
            .order_by(Visit.id)
        )
        .all()
    )
    crews = visit_queries.assignments_of([visit.id for visit, _, _ in rows])
    at = now()
    return [_task(row, crews[row[0].id], at) for row in rows]


def _task(row: Found, crew: Sequence[Assignment], at: datetime) -> Task:
    visit, order, site = row
    windows = [
        Span(*map(datetime.fromisoformat, (each["start"], each["end"])))
        for each in order.windows
    ]
    if visit.promise_start is not None and visit.promise_end is not None:
        length = timedelta(seconds=visit.duration_seconds)
        windows = [Span(visit.promise_start, visit.promise_end + length)]
    return Task(
        visit_id=visit.id,
        work_order_id=order.id,
        version=visit.version,
        state=visit.state,
        part=visit.part,
        place=Place(site.lat, site.lon),
        duration=timedelta(seconds=visit.duration_seconds),
        crew_size=order.crew_size,
        skills=order.skills,
        load=(_whole(order.load_kg), _whole(order.load_m3 * LITRES)),
        priority=order.priority,
        windows=tuple(windows),
        earliest=order.earliest,
        due=order.due,
        booking=booking_of(visit, crew, at),
    )


def _whole(amount: Decimal) -> int:
    return int(amount.to_integral_value(rounding="ROUND_CEILING"))


def _fixed(
    scope: _Scope, people: Collection[int], movable: Collection[int]
) -> list[Fixed]:
    """Read every other booking of these people, in whatever territory."""
    rows = (
        session()
        .execute(
            select(Visit, WorkOrder, Site)
            .join(WorkOrder, WorkOrder.id == Visit.work_order_id)
            .join(Site, Site.id == WorkOrder.site_id)
            .where(
                Visit.id.in_(
                    select(Assignment.visit_id).where(
                        Assignment.technician_id.in_(people),
                        Assignment.is_booked,
                        Assignment.starts_at < scope.horizon.end,
                        Assignment.ends_at > scope.horizon.start,
                    )
                ),
                Visit.id.not_in(movable),
            )
            .order_by(Visit.id)
        )
        .all()
    )
    crews = visit_queries.assignments_of([visit.id for visit, _, _ in rows])
    at = now()
    return [
        Fixed(visit.id, order.id, visit.part, Place(site.lat, site.lon), booking)
        for visit, order, site in rows
        if (booking := booking_of(visit, crews[visit.id], at)) is not None
    ]
