"""Reads on technicians and their skills."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select

from app.core.actor import Role
from app.core.database import session
from app.organisations.models import Membership
from app.technicians.models import Technician
from app.technicians.queries.access import for_change, readable
from app.technicians.rules import Holding, levels_on
from app.web.pagination import Page, paginate
from app.web.policy import restrict


def technicians(
    limit: int, after: str | None, *, territory_id: int | None, active: bool | None
) -> Page[Technician]:
    statement = restrict(select(Technician), "technician:read")
    if territory_id is not None:
        statement = statement.where(Technician.territory_id == territory_id)
    if active is not None:
        statement = statement.where(Technician.active.is_(active))
    return paginate(statement, by=[Technician.id], limit=limit, after=after)


def technician(technician_id: int) -> Technician:
    statement = select(Technician).where(Technician.id == technician_id)
    return readable(statement, "technician")


def technician_for_change(technician_id: int) -> Technician:
    statement = select(Technician).where(Technician.id == technician_id)
    return for_change(statement, "technician", Technician)


def technician_by_phone(owner_organisation_id: int, phone: str) -> Technician | None:
    return session().scalar(
        select(Technician).where(
            Technician.owner_organisation_id == owner_organisation_id,
            Technician.phone == phone,
        )
    )


def is_technicians_login(user_id: int, organisation_id: int) -> bool:
    """Say whether a login is a technician's in an organisation."""
    statement = select(Membership.id).where(
        Membership.user_id == user_id,
        Membership.organisation_id == organisation_id,
        Membership.role == Role.TECHNICIAN,
    )
    return session().scalar(statement) is not None


def in_territory(territory_id: int) -> Sequence[Technician]:
    """Return the active technicians of a territory whom the actor may plan with."""
    statement = select(Technician).where(
        Technician.territory_id == territory_id, Technician.active
    )
    return (
        session()
        .scalars(restrict(statement, "technician:read").order_by(Technician.id))
        .all()
    )


def holdings_of(technician_ids: Collection[int]) -> dict[int, list[Holding]]:
    """Return each technician's skills with their periods of validity."""
    rows = session().scalars(
        select(Technician).where(Technician.id.in_(technician_ids))
    )
    return {
        row.id: [
            Holding(s.skill_code, s.level, s.valid_from, s.valid_until)
            for s in row.skills
        ]
        for row in rows
    }


def skills_at(technician_id: int, day: date) -> dict[str, int]:
    """Return the levels of the skills that are valid on a day."""
    return levels_on(day, holdings_of([technician_id]).get(technician_id, ()))
