"""Reads on customers' links, and what their tokens open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, text

from app.core.clock import now
from app.core.database import session
from app.core.errors import ForbiddenError, NotFoundError
from app.organisations.models import Organisation
from app.projects.models import CustomerLink, Project
from app.projects.queries.projects import project
from app.web.policy import restrict
from app.web.sessions import hash_token


@dataclass(frozen=True, slots=True)
class Opened:
    """A live link, found by its token."""

    link_id: int
    project_id: int
    last_seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class Goods:
    """So many of one model, at one place of the project."""

    site_id: int
    code: str
    name: str
    name_zh: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom a customer asks."""

    name: str
    name_zh: str
    phone: str | None
    email: str | None


def opened_by(token: str) -> Opened | None:
    """Find the live link of a token (through the gate)."""
    row = (
        session()
        .execute(
            text(
                "SELECT link_id, project_id, last_seen_at "
                "FROM gate_link(:hash, :moment)"
            ),
            {"hash": hash_token(token), "moment": now()},
        )
        .first()
    )
    return Opened(*row) if row else None


def links(project_id: int) -> Sequence[CustomerLink]:
    """List a project's links, newest first, for who may make them."""
    may_list(project_id)
    statement = restrict(
        select(CustomerLink).where(CustomerLink.project_id == project_id), "link:read"
    )
    return session().scalars(statement.order_by(CustomerLink.id.desc())).all()


def may_list(project_id: int) -> None:
    """Raise unless the project is the actor's own, and not only shared with it."""
    project(project_id)
    own = restrict(select(Project.id).where(Project.id == project_id), "project:change")
    if session().scalar(own) is None:
        raise ForbiddenError("You may see this project, but not its customers' links.")


def link_for_change(link_id: int) -> CustomerLink:
    """Lock a link that the actor may revoke."""
    row = session().scalar(
        restrict(
            select(CustomerLink).where(CustomerLink.id == link_id), "link:revoke"
        ).with_for_update(of=CustomerLink)
    )
    if row is None:
        raise NotFoundError
    return row


def contact_of_link(organisation_id: int) -> Contact | None:
    """Return how the organisation that plans the link's project is reached."""
    row = (
        session()
        .execute(
            select(
                Organisation.name,
                Organisation.name_zh,
                Organisation.service_phone,
                Organisation.service_email,
            ).where(Organisation.id == organisation_id)
        )
        .one_or_none()
    )
    return Contact(*row) if row else None


def crews_of_link() -> dict[int, list[str]]:
    """Return, by visit, who is on the way or there, for the link that acts."""
    rows = session().execute(
        text("SELECT visit_id, technician_name FROM linked_crews()")
    )
    found: dict[int, list[str]] = {}
    for visit_id, name in rows:
        found.setdefault(visit_id, []).append(name)
    return found


def goods_of_link() -> list[Goods]:
    """Return what the project of the link that acts is about."""
    rows = session().execute(
        text("SELECT site_id, code, name, name_zh, quantity FROM linked_goods()")
    )
    return [Goods(*row) for row in rows]
