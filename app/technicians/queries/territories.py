"""Reads on territories."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, or_, select

from app.catalogue.models import Skill
from app.core.database import session
from app.technicians.models import Territory
from app.technicians.queries.access import for_change, readable
from app.technicians.rules import Circle, KnownCodes, holding_circle
from app.web.pagination import Page, paginate
from app.web.policy import restrict


def territories(limit: int, after: str | None) -> Page[Territory]:
    statement = restrict(select(Territory), "territory:read")
    return paginate(statement, by=[Territory.id], limit=limit, after=after)


def territory(territory_id: int) -> Territory:
    return readable(select(Territory).where(Territory.id == territory_id), "territory")


def territory_for_change(territory_id: int) -> Territory:
    statement = select(Territory).where(Territory.id == territory_id)
    return for_change(statement, "territory", Territory)


def territory_by_code(code: str) -> Territory | None:
    return session().scalar(select(Territory).where(Territory.code == code))


def open_territory(which: int | str, organisation_id: int) -> Territory | None:
    """Find, by identifier or code, a territory where an organisation may place people.

    One that is not open to it is as good as none.
    """
    named = Territory.code if isinstance(which, str) else Territory.id
    return session().scalar(
        select(Territory).where(named == which, _is_open_to(organisation_id))
    )


def _is_open_to(organisation_id: int) -> ColumnElement[bool]:
    return or_(
        Territory.owner_organisation_id == organisation_id,
        Territory.open_to.contains([organisation_id]),
    )


def all_territories() -> Sequence[Territory]:
    return session().scalars(select(Territory).order_by(Territory.id)).all()


def territory_of(lat: float, lon: float) -> Territory | None:
    """Return the nearest territory whose circle holds the place."""
    rows = {row.id: row for row in all_territories()}
    circle = holding_circle(lat, lon, map(circle_of, rows.values()))
    return rows[circle.territory_id] if circle else None


def circle_of(row: Territory) -> Circle:
    return Circle(row.id, row.centre_lat, row.centre_lon, row.radius_m)


def known_codes(organisation_id: int) -> KnownCodes:
    """Return every code that a row of an organisation's sheet of people may name."""
    territories = select(Territory.code).where(_is_open_to(organisation_id))
    return KnownCodes(
        frozenset(session().scalars(territories)),
        frozenset(session().scalars(select(Skill.code))),
    )
