"""What was kept for a while only is deleted each night."""

from datetime import timedelta
from typing import Final

from sqlalchemy import delete, or_

from app.core.clock import now
from app.core.transaction import transaction
from app.organisations.models import LoginAttempt, Session
from app.web.idempotency import StoredAnswer

ANSWERS_KEPT: Final = timedelta(days=7)
ATTEMPTS_KEPT: Final = timedelta(days=1)
ENDED_SESSIONS_KEPT: Final = timedelta(days=30)


def forget() -> None:
    """Delete old answers to repeated requests, failed sign-ins and ended sessions."""
    at = now()
    ended = at - ENDED_SESSIONS_KEPT
    with transaction() as tx:
        for statement in (
            delete(StoredAnswer).where(StoredAnswer.created_at < at - ANSWERS_KEPT),
            delete(LoginAttempt).where(LoginAttempt.at < at - ATTEMPTS_KEPT),
            delete(Session).where(
                or_(Session.expires_at < ended, Session.revoked_at < ended)
            ),
        ):
            tx.session.execute(statement.execution_options(synchronize_session=False))
