"""What every engine is, what it is told, and how it reports."""

from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter
from typing import Final, Protocol

from routing.engines.state.instance import Instance
from routing.model import Solution, StoppedBy

DEFAULT_SECONDS: Final = 10.0
AFTER_CANCEL: Final = 0.5
"""Seconds for explaining once the caller wants an end."""

_TELL_EVERY: Final = 0.2
_SHARE_EXPLAINING: Final = 0.15
_MOST_EXPLAINING: Final = 2.0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: seconds since its start, and the best plan so far."""

    seconds: float
    cost: int
    unassigned: int
    iterations: int


@dataclass(frozen=True, slots=True)
class Limits:
    """When to stop: after `seconds`, after `iterations`, or at whichever is first.

    With neither, an engine runs `DEFAULT_SECONDS`.
    """

    seconds: float | None = None
    iterations: int | None = None

    @property
    def wall(self) -> float:
        if self.seconds is not None:
            return self.seconds
        return DEFAULT_SECONDS if self.iterations is None else float("inf")


def explaining(limits: Limits) -> float:
    """Return the seconds of a run to keep for explaining what was left out."""
    if limits.seconds is None and limits.iterations is not None:
        return 0.0
    return min(_MOST_EXPLAINING, limits.wall * _SHARE_EXPLAINING)


class Control:
    """A run's clock, its limits, and the two lines to the caller.

    Parameters
    ----------
    limits
        When to stop.
    seed
        Where chance starts; the same seed and iterations give the same solution.
    progress
        Called with each `Progress`, at most five times a second.
    cancelled
        Asked often; once it is true the run ends with the best so far.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        seed: int = 0,
        progress: Callable[[Progress], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> None:
        self.limits = limits or Limits()
        self.seed = seed
        self.iterations = 0
        self._began = perf_counter()
        self._progress = progress
        self._cancelled = cancelled
        self._told = float("-inf")

    @property
    def elapsed(self) -> float:
        return perf_counter() - self._began

    @property
    def remaining(self) -> float:
        return self.limits.wall - self.elapsed

    def stop(self) -> StoppedBy | None:
        """Return why to stop now, or nothing to go on."""
        if self._cancelled is not None and self._cancelled():
            return StoppedBy.CANCELLED
        if self.remaining <= 0:
            return StoppedBy.TIME
        most = self.limits.iterations
        if most is not None and self.iterations >= most:
            return StoppedBy.ITERATIONS
        return None

    def interrupted(self) -> bool:
        """Tell whether time or the caller, not the count, ends the run now."""
        return self.stop() in (StoppedBy.CANCELLED, StoppedBy.TIME)

    def share(self) -> float:
        """Return how much of the run is over, 0 to 1, by the count when it is set."""
        if self.limits.iterations is not None:
            return min(1.0, self.iterations / max(1, self.limits.iterations))
        return min(1.0, self.elapsed / max(1e-9, self.limits.wall))

    def tell(self, cost: int, unassigned: int, *, now: bool = False) -> None:
        """Report the best so far, when it is time to or `now`."""
        if self._progress is None:
            return
        elapsed = self.elapsed
        if now or elapsed - self._told >= _TELL_EVERY:
            self._told = elapsed
            event = Progress(round(elapsed, 3), cost, unassigned, self.iterations)
            self._progress(event)

    def within(self, seconds: float) -> "Control":
        """Return a control that ends `seconds` earlier and reports to the same."""
        inner = Control(
            Limits(max(0.0, self.limits.wall - seconds), self.limits.iterations),
            seed=self.seed,
            progress=self._progress,
            cancelled=self._cancelled,
        )
        inner._began = self._began
        return inner


class Engine(Protocol):
    """Plans a compiled problem; whatever happens, its solution keeps every rule."""

    def __call__(self, instance: Instance, control: Control) -> Solution:
        """Return the best solution found before `control` says stop."""
        ...
