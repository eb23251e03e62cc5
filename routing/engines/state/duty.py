"""One shift as engines see it."""

from dataclasses import dataclass
from typing import Final

BIG: Final = 10**12
"""Beyond every accepted time and leg; sums of a few still fit 64 bits."""


@dataclass(slots=True)
class Duty:
    """One shift, by index. A free end is the place after the last, zero from all."""

    start_place: int
    end_place: int
    start: int
    soft_end: int
    hard_end: int
    breaks: tuple[tuple[int, int, int], ...]
    technician: int
    profile: int
    capacity: tuple[int, ...]
    seconds: list[list[int]]
    leg_cost: list[list[int]]
