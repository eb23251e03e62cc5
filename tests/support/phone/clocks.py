"""A phone's clocks: a wall clock that may be wrong, and one that runs since boot."""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import uuid4


@dataclass
class PhoneClock:
    """`ahead` is how wrong the wall clock is; a reboot starts the running one anew."""

    ahead: timedelta = timedelta(0)
    boot: str = field(default_factory=lambda: uuid4().hex[:8])
    _began: float = field(default_factory=time.monotonic)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead  # noqa: TID251 - the phone's own clock

    def mono_ms(self) -> int:
        return int((time.monotonic() - self._began) * 1000)

    def reboot(self) -> None:
        self.boot = uuid4().hex[:8]
        self._began = time.monotonic()
