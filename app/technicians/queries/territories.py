"""Reads on territories."""

from collections.abc import Sequence

from sqlalchemy import select

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


def find_territory(which: int | str) -> Territory | None:
    """Find a territory by identifier or code."""
    if isinstance(which, str):
        return territory_by_code(which)
    return session().get(Territory, which)


def all_territories() -> Sequence[Territory]:
    return session().scalars(select(Territory).order_by(Territory.id)).all()


def territory_of(lat: float, lon: float) -> Territory | None:
    """Return the nearest territory whose circle holds the place."""
    rows = {row.id: row for row in all_territories()}
    circle = holding_circle(lat, lon, map(circle_of, rows.values()))
    return rows[circle.territory_id] if circle else None


def circle_of(row: Territory) -> Circle:
    return Circle(row.id, row.centre_lat, row.centre_lon, row.radius_m)


def known_codes() -> KnownCodes:
    """Return every code that a row of a technicians' sheet may name."""
    return KnownCodes(
        frozenset(session().scalars(select(Territory.code))),
        frozenset(session().scalars(select(Skill.code))),
    )
