"""What a partner's record is worth, between 0 and 1."""

from dataclasses import dataclass
from typing import Final

#: Half for taking work, half for being there on time.
WEIGHT_OF_ACCEPTANCE: Final = 0.5


@dataclass(frozen=True, slots=True)
class Record:
    """Answers and arrivals of a partner; an offer that ran out is not accepted."""

    asked: int = 0
    accepted: int = 0
    arrivals: int = 0
    on_time: int = 0

    @property
    def acceptance(self) -> float:
        return _rate(self.accepted, self.asked)

    @property
    def punctuality(self) -> float:
        return _rate(self.on_time, self.arrivals)


def score_of(record: Record) -> float:
    """Weigh the rates; a partner without a record has a half, and can earn more."""
    rest = 1 - WEIGHT_OF_ACCEPTANCE
    return WEIGHT_OF_ACCEPTANCE * record.acceptance + rest * record.punctuality


def _rate(good: int, all_: int) -> float:
    """Laplace's rule of succession: few cases say little either way."""
    return (good + 1) / (all_ + 2)
