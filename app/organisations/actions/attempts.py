"""Failed attempts are counted in the database, so for every process alike."""

from collections.abc import Iterable, Mapping

from app.core.clock import now
from app.core.errors import TooManyError
from app.core.transaction import transaction
from app.organisations import queries, rules
from app.organisations.models import LoginAttempt


def refuse_floods(subjects: Mapping[str, int], what: str) -> None:
    """Raise when one of the subjects had as many failures as it may have."""
    at = now()
    for subject, most in subjects.items():
        wait = rules.wait_after(queries.failures_of(subject, at), most, at)
        if wait is not None:
            raise TooManyError(
                f"Too many {what}; try again in {wait.seconds} s.",
                retry_after=wait.seconds,
            )


def note_failure(subjects: Iterable[str]) -> None:
    with transaction() as tx:
        tx.session.add_all(LoginAttempt(subject=s, at=now()) for s in subjects)
