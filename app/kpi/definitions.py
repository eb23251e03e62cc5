"""What each figure means: the sum of its cases' parts over that of their wholes."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Figure(StrEnum):
    FIRST_TIME_FIX = "first_time_fix"
    ON_TIME_ARRIVAL = "on_time_arrival"
    PROMISE_CALIBRATION = "promise_calibration"
    TRAVEL_RATIO = "travel_ratio"
    WASTED_TRIPS = "wasted_trips"
    COMMISSIONING_YIELD = "commissioning_yield"
    DURATION_BIAS = "duration_bias"


class Unit(StrEnum):
    #: A part of a whole, from 0 to 1.
    SHARE = "share"
    #: Seconds for each case; less than none is sooner than planned.
    SECONDS = "seconds"


class Better(StrEnum):
    HIGHER = "higher"
    LOWER = "lower"
    NEAR_ZERO = "near_zero"


@dataclass(frozen=True, slots=True)
class Definition:
    unit: Unit
    better: Better
    meaning: str


#: An arrival this much before or after its promise is on time.
TOLERANCE_SECONDS: Final = 15 * 60

DEFINITIONS: Final[dict[Figure, Definition]] = {
    Figure.FIRST_TIME_FIX: Definition(
        Unit.SHARE,
        Better.HIGHER,
        "Work orders that were finished without a follow-up order, of those that ended "
        "and are no follow-up themselves.",
    ),
    Figure.ON_TIME_ARRIVAL: Definition(
        Unit.SHARE,
        Better.HIGHER,
        "Arrivals no more than 15 minutes outside the promised window, of those that "
        "were promised.",
    ),
    Figure.PROMISE_CALIBRATION: Definition(
        Unit.SHARE,
        Better.HIGHER,
        "Arrivals inside the promised window, of those that were promised.",
    ),
    Figure.TRAVEL_RATIO: Definition(
        Unit.SHARE,
        Better.LOWER,
        "Time from departure to arrival, of that and the time of work together.",
    ),
    Figure.WASTED_TRIPS: Definition(
        Unit.SHARE,
        Better.LOWER,
        "Visits that failed because the site was not ready, nobody was there, or goods "
        "or kit were missing, of all that ended.",
    ),
    Figure.COMMISSIONING_YIELD: Definition(
        Unit.SHARE,
        Better.HIGHER,
        "Commissioning that was verified without a waiver and never sent back, of all "
        "that was verified.",
    ),
    Figure.DURATION_BIAS: Definition(
        Unit.SECONDS,
        Better.NEAR_ZERO,
        "Time that work took beyond what was planned, a visit on average.",
    ),
}
