"""A phone's clocks, which nobody may trust: off, fast, set anew, or standing still."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0
#: How far a wall clock is off, from nothing to the wrong year.
OFFSETS = (0.0, 0.0, 20.0, -4 * MINUTE, 6 * MINUTE, -8 * HOUR, 45 * DAY, -900 * DAY)
#: Seconds gained in each second that passes.
DRIFTS = (0.0, 0.0, 0.0001, -0.001, 0.01)
JUMP = 0.03
SLEEP = 0.3


@dataclass
class PhoneClock:
    """`true` is the world's time in seconds; what the phone shows is something else."""

    random: Random
    start: datetime
    is_honest: bool = False
    offset: float = 0.0
    drift: float = 0.0
    boots: int = 0
    _booted: float = 0.0
    _slept: float = 0.0
    _last: float = field(default=0.0)

    def __post_init__(self) -> None:
        offset, drift = self.random.choice(OFFSETS), self.random.choice(DRIFTS)
        if not self.is_honest:
            self.offset, self.drift = offset, drift

    @property
    def boot(self) -> str:
        return f"boot-{self.boots}"

    def wall(self, true: float) -> datetime:
        """Return the date and time that the phone shows."""
        shown = true + self.offset + self.drift * true
        return self.start + timedelta(seconds=shown)

    def mono_ms(self, true: float) -> int:
        """Return the running clock, which never goes back within a boot."""
        return max(0, int((true - self._booted - self._slept) * 1000))

    def live(self, true: float) -> None:
        """Let happen what happens to clocks: it sleeps, or somebody sets it."""
        passed = true - self._last
        self._last = true
        asleep, jumps = self.random.random() < SLEEP, self.random.random() < JUMP
        amount = self.random.uniform(0, 1)
        jump = self.random.choice((-1, 1)) * self.random.choice((HOUR, DAY, 40 * DAY))
        if self.is_honest:
            return
        if asleep:
            self._slept += passed * amount
        if jumps:
            self.offset += jump

    def reboot(self, true: float) -> None:
        self.boots += 1
        self._booted, self._slept, self._last = true, 0.0, true
