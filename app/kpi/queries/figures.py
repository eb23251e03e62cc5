"""The cases of each figure, among what the actor may see, and their sums by week.

A case has a moment, by which it belongs to a week of its site's calendar, a part and a
whole. A figure is the sum of the parts over the sum of the wholes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVarTuple

from sqlalchemy import ColumnElement, Date, Select, cast, func, select

from app.core.database import session
from app.kpi.definitions import Figure
from app.kpi.queries.counted import COUNTED, Counted
from app.projects.models import Site
from app.visits.models import Visit
from app.web.pagination import Page, paginate
from app.web.policy import restrict
from app.work_orders.models import WorkOrder

Row = TypeVarTuple("Row")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Days of the sites' own calendars, both included; one territory, or all."""

    since: date
    until: date
    territory_id: int | None = None


@dataclass(frozen=True, slots=True)
class Week:
    """The sums of a figure's cases in a week that begins on a Monday."""

    begins: date
    part: int
    whole: int
    cases: int


@dataclass(frozen=True, slots=True)
class Case:
    """One of the cases that a figure counts: a visit or a work order."""

    id: int
    work_order_id: int
    project_id: int
    reference: str
    at: datetime | None
    part: int
    whole: int


def weeks_of(figure: Figure, wanted: Wanted) -> list[Week]:
    """Sum the cases up by week, the earliest first; weeks without any are left out."""
    counted = COUNTED[figure]()
    week = cast(func.date_trunc("week", _local(counted)), Date)
    sums = select(week, func.sum(counted.part), func.sum(counted.whole), func.count())
    statement = _narrowed(sums, counted, wanted).group_by(week).order_by(week)
    rows = session().execute(statement)
    return [Week(begins, int(part), int(whole), n) for begins, part, whole, n in rows]


def cases_of(
    figure: Figure, wanted: Wanted, limit: int, after: str | None
) -> Page[Case]:
    """List the cases behind a figure, the newest visits or orders first."""
    counted = COUNTED[figure]()
    rows: Select[Any] = _narrowed(select(counted.entity), counted, wanted)
    page = paginate(
        rows, by=[counted.entity.id], limit=limit, after=after, descending=True
    )
    found = _described(counted, [row.id for row in page.items], wanted)
    return Page([found[row.id] for row in page.items], page.next)


def _described(counted: Counted, ids: Sequence[int], wanted: Wanted) -> dict[int, Case]:
    statement = select(
        counted.entity.id,
        WorkOrder.id,
        WorkOrder.project_id,
        WorkOrder.reference,
        counted.at,
        counted.part,
        counted.whole,
    )
    narrowed = _narrowed(statement, counted, wanted)
    rows = session().execute(narrowed.where(counted.entity.id.in_(ids)))
    return {row[0]: Case(*row) for row in rows}


def _local(counted: Counted) -> ColumnElement[datetime]:
    return func.timezone(Site.time_zone, counted.at)


def _narrowed(
    statement: Select[*Row], counted: Counted, wanted: Wanted
) -> Select[*Row]:
    """Keep the cases of the days asked for, of what the actor may see."""
    if counted.entity is Visit:
        joined = statement.select_from(Visit).join(
            WorkOrder, WorkOrder.id == Visit.work_order_id
        )
        seen = restrict(joined, "visit:read")
    else:
        seen = restrict(statement.select_from(WorkOrder), "work_order:read")
    day = cast(_local(counted), Date)
    narrowed = seen.join(Site, Site.id == WorkOrder.site_id).where(
        day.between(wanted.since, wanted.until), *counted.conditions
    )
    if wanted.territory_id is None:
        return narrowed
    return narrowed.where(WorkOrder.territory_id == wanted.territory_id)
