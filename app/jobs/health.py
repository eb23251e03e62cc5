"""Whether anybody is there to carry out what is deferred."""

from typing import Final

from sqlalchemy import text

from app.core.database import session
from app.jobs.worker import SILENCE_SECONDS

HEARD: Final = text(
    "SELECT EXISTS (SELECT FROM procrastinate_workers "
    "WHERE last_heartbeat > now() - make_interval(secs => :silence))"
)


def worker_is_there() -> str | None:
    """Return None when a worker was heard of lately, else what to do."""
    if session().scalar(HEARD, {"silence": SILENCE_SECONDS}):
        return None
    return "no worker was heard of lately; start `paigong worker`"
