"""When something happened, told from clocks of which none is trusted.

A phone's wall clock may be wrong by any amount, and be set meanwhile. Its running
clock (`mono_ms` since `boot`) only ever loses time, for it may stand still while the
phone sleeps. So since the moment of sending at least as much time went by as it says,
and since the last contact too: that bounds the moment from both sides, and the wall
clock, put right by what it is off at sending, chooses within the bounds.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

#: A device time further than this from the estimate is flagged.
SKEW: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Reading:
    """A running clock's value since a boot."""

    boot: str | None
    mono_ms: int | None


@dataclass(frozen=True, slots=True)
class Contact:
    """A moment of ours at which a device told its running clock."""

    at: datetime
    reading: Reading


@dataclass(frozen=True, slots=True)
class Estimate:
    at: datetime
    skew_seconds: int

    @property
    def is_skewed(self) -> bool:
        return abs(self.skew_seconds) > SKEW.total_seconds()


def estimate(
    device_at: datetime | None,
    reading: Reading,
    sending: Contact,
    device_now: datetime,
    before: Contact | None,
) -> Estimate:
    """Estimate the moment of an operation that was recorded at `reading`."""
    latest = sending.at - _elapsed(reading, sending.reading)
    earliest = None
    if before is not None and _is_after(reading, before.reading):
        earliest = min(before.at + _elapsed(before.reading, reading), latest)
    if device_at is None:
        return Estimate(latest, 0)
    wished = device_at - (device_now - sending.at)
    at = min(wished, latest)
    if earliest is not None:
        at = max(at, earliest)
    return Estimate(at, round((device_at - at).total_seconds()))


def _elapsed(first: Reading, second: Reading) -> timedelta:
    """Return how much the running clock went on; nothing is known across boots."""
    if not _is_after(second, first):
        return timedelta(0)
    return timedelta(milliseconds=(second.mono_ms or 0) - (first.mono_ms or 0))


def _is_after(second: Reading, first: Reading) -> bool:
    return (
        first.boot is not None
        and first.boot == second.boot
        and first.mono_ms is not None
        and second.mono_ms is not None
        and second.mono_ms >= first.mono_ms
    )
