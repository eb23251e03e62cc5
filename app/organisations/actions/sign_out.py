"""Sessions and tokens end at once."""

from sqlalchemy import select, update

from app.core.actor import SYSTEM, acting_as, current_actor
from app.core.clock import now
from app.core.errors import NotFoundError
from app.core.transaction import transaction
from app.organisations.models import Session


def sign_out(session_id: int) -> None:
    """End the session that is being used."""
    revoke(session_id)


def revoke(session_id: int) -> None:
    """End one of the person's own sessions or tokens."""
    with transaction() as tx:
        row = tx.session.scalar(
            select(Session)
            .where(Session.id == session_id, Session.user_id == current_actor().user_id)
            .with_for_update()
        )
        if row is None or row.revoked_at is not None:
            raise NotFoundError
        row.revoked_at = now()


def end_session(session_id: int) -> None:
    """End a session that the caller has the say over, whoever's it is."""
    with acting_as(SYSTEM), transaction() as tx:
        tx.session.execute(
            update(Session)
            .where(Session.id == session_id, Session.revoked_at.is_(None))
            .values(revoked_at=now())
        )
