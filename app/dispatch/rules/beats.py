"""Whether somebody still works on a run."""

from datetime import datetime, timedelta
from typing import Final

#: A run without a beat for so long lost its worker, and another takes it over.
STALE: Final = timedelta(seconds=20)
#: One that nobody took over for so long makes way for a new run.
LOST: Final = timedelta(minutes=10)


def is_silent(beat_at: datetime | None, at: datetime, since: timedelta = STALE) -> bool:
    """Say whether a running run has not beaten for `since`."""
    return beat_at is None or beat_at <= at - since
