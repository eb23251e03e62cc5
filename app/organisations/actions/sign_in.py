"""A person signs in, or makes a token for a phone or a script."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete

from app.core.actor import Actor, ActorKind, acting_as, current_actor
from app.core.clock import now
from app.core.errors import UnauthenticatedError
from app.core.transaction import transaction
from app.organisations import queries, rules
from app.organisations.actions.attempts import note_failure, refuse_floods
from app.organisations.actions.passwords import matches
from app.organisations.errors import BadLoginError
from app.organisations.models import LoginAttempt, Session, User
from app.organisations.states import SessionKind
from app.web.sessions import hash_token, new_token


@dataclass(frozen=True, slots=True)
class Opened:
    """A session just made; `token` is shown this once."""

    id: int
    token: str
    user: User
    expires_at: datetime


def sign_in(email: str, password: str, address: str) -> Opened:
    """Check the password and open a browser session."""
    account = rules.normal_email(email)
    subjects = rules.counted_for(account, address)
    refuse_floods(subjects, "failed sign-ins")
    found = queries.login_of(account)
    stored = found.password_hash if found else None
    if not matches(stored, password) or found is None:
        note_failure(subjects)
        raise BadLoginError
    with acting_as(Actor(ActorKind.USER, found.user_id)), transaction() as tx:
        tx.session.execute(
            delete(LoginAttempt).where(LoginAttempt.subject == next(iter(subjects)))
        )
        return _open(found.user_id, SessionKind.BROWSER, "", rules.BROWSER_LIFE)


def make_token(label: str, days: int = rules.TOKEN_LIFE_DAYS) -> Opened:
    """Make a bearer token of the person who is signed in."""
    user_id = current_actor().user_id
    if user_id is None:
        raise UnauthenticatedError("A token belongs to a person; sign in first.")
    with transaction():
        return _open(user_id, SessionKind.BEARER, label, timedelta(days=days))


def _open(user_id: int, kind: SessionKind, label: str, life: timedelta) -> Opened:
    token = new_token()
    with transaction() as tx:
        row = Session(
            user_id=user_id,
            kind=kind,
            token_hash=hash_token(token),
            label=label,
            expires_at=now() + life,
        )
        tx.session.add(row)
        tx.session.flush()
        user = queries.user(user_id)
    return Opened(row.id, token, user, row.expires_at)
