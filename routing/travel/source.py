from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from routing.model import Location

FORBIDDEN: Final = 1_000_000_000
"""Seconds of a leg that must not be driven: longer than any accepted time."""


@dataclass(frozen=True, slots=True)
class Legs:
    """Seconds and metres from row to column, in the order of the locations asked."""

    seconds: NDArray[np.int64]
    metres: NDArray[np.int64]


class Source(Protocol):
    """Anything that knows how long it takes from place to place."""

    def legs(self, locations: Sequence[Location]) -> Legs:
        """Return every leg between `locations`; forbidden ones take `FORBIDDEN`."""
        ...
