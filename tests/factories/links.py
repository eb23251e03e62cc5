"""Customers' links, live and revoked, and tokens that open nothing."""

from dataclasses import dataclass
from datetime import timedelta

from app.core.clock import now
from app.core.database import session
from app.projects.models import CustomerLink, Project
from app.projects.rules.links import new_token
from app.web.sessions import hash_token


@dataclass(frozen=True, slots=True)
class Tokens:
    """What may stand in a link's address; there is no stranger's, but unknown ones."""

    own: str
    sibling: str
    deleted: str
    foreign: str = "A" * 22
    absent: str = "B" * 22


def make_link(
    project_id: int, label: str = "", *, revoked: bool = False
) -> tuple[int, str]:
    """Return a link's id and its token."""
    project = session().get_one(Project, project_id)
    token = new_token()
    row = CustomerLink(
        project_id=project.id,
        owner_organisation_id=project.owner_organisation_id,
        token_hash=hash_token(token),
        label=label,
        expires_at=now() + timedelta(days=1),
        revoked_at=now() if revoked else None,
    )
    session().add(row)
    session().flush()
    return row.id, token
