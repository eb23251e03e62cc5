"""Links that let a customer follow a project: made, revoked, opened."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import update

from app.core.actor import SYSTEM, acting_as, current_actor
from app.core.clock import now
from app.core.errors import NotFoundError
from app.core.transaction import Transaction, transaction
from app.organisations.actions.attempts import note_failure, refuse_floods
from app.organisations.actions.audit import record
from app.projects.models import CustomerLink
from app.projects.queries import links as queries
from app.projects.queries import projects
from app.projects.queries.links import Opened
from app.projects.rules import links as rules
from app.web.feed import Change, announce, organisation_scope
from app.web.sessions import hash_token


@dataclass(frozen=True, slots=True)
class MadeLink:
    """A link just made; `token` is shown this once."""

    link: CustomerLink
    token: str


def make_link(
    project_id: int, label: str = "", days: int = rules.USUAL_DAYS
) -> MadeLink:
    """A customer gets a link to the project's page."""
    token = rules.new_token()
    with transaction() as tx:
        project = projects.for_change(project_id)
        link = CustomerLink(
            project_id=project.id,
            owner_organisation_id=project.owner_organisation_id,
            token_hash=hash_token(token),
            label=label,
            created_by_user_id=current_actor().user_id,
            created_at=now(),
            expires_at=now() + timedelta(days=days),
        )
        tx.session.add(link)
        tx.session.flush()
        _tell(tx, link, "link.make")
    return MadeLink(link, token)


def revoke_link(link_id: int) -> CustomerLink:
    """The link opens nothing any more, from the next request on."""
    with transaction() as tx:
        link = queries.link_for_change(link_id)
        if link.revoked_at is None:
            link.revoked_at = now()
            _tell(tx, link, "link.revoke")
    return link


def _tell(tx: Transaction, link: CustomerLink, action: str) -> None:
    owner = link.owner_organisation_id
    record(tx, owner, action, "link", link.id, {"project": link.project_id})
    announce(tx, [organisation_scope(owner)], Change("link", link.id, 1))


def open_link(token: str, address: str) -> Opened:
    """Find what a token opens, for a caller at an address.

    Raises
    ------
    NotFoundError
        The token is unknown, expired or revoked: which of them is not told.
    TooManyError
        Too many tokens came from there that open nothing.
    """
    subjects = rules.counted_for(address)
    refuse_floods(subjects, "links that open nothing")
    opened = queries.opened_by(token) if rules.is_token(token) else None
    if opened is None:
        note_failure(subjects)
        raise NotFoundError
    _note_use(opened)
    return opened


def _note_use(opened: Opened) -> None:
    at = now()
    if opened.last_seen_at is not None and at < opened.last_seen_at + rules.SEEN_EACH:
        return
    # Whoever opens a link may change nothing: the house notes it.
    with acting_as(SYSTEM), transaction() as tx:
        tx.session.execute(
            update(CustomerLink)
            .where(CustomerLink.id == opened.link_id)
            .values(last_seen_at=at)
        )
