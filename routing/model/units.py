"""Units and the largest values accepted: everything fits 64-bit sums with room."""

from typing import Final

DAY: Final = 86_400
"""Seconds in a day; days are counted from the epoch, which is a local midnight."""

MAX_TIME: Final = 315_360_000
"""Ten years, in seconds either side of the epoch."""

MAX_DURATION: Final = 31 * DAY
MAX_WEIGHT: Final = 1_000_000
MAX_PENALTY: Final = 10**12
MAX_LOAD: Final = 10**9
MAX_LEVEL: Final = 1_000
MAX_METRES: Final = 40_100_000
"""Once around the Earth."""
