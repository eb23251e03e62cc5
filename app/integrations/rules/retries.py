"""When a message that was not taken is sent again, and when a webhook is given up."""

from datetime import datetime, timedelta
from typing import Final

#: After the first try, the second …: close at first, then for three days.
WAITS: Final = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
MOST_TRIES: Final = len(WAITS) + 1
#: A message on its way is nobody else's; a worker that died loses it after this.
LEASE: Final = timedelta(minutes=5)
#: A webhook whose every message failed for so long is turned off.
PATIENCE: Final = timedelta(days=5)
KEPT: Final = timedelta(days=30)
MOST_WEBHOOKS: Final = 20
GONE: Final = 410


def next_try(tries: int, at: datetime) -> datetime | None:
    """Say when to try again after so many tries; None when it was the last."""
    return at + WAITS[tries - 1] if tries < MOST_TRIES else None


def is_given_up(failing_since: datetime | None, at: datetime) -> bool:
    return failing_since is not None and at - failing_since >= PATIENCE
