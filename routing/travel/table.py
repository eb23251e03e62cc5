from collections.abc import Sequence

import numpy as np

from routing.model import Location, Table
from routing.travel.source import FORBIDDEN, Legs


class TableSource:
    """Travel as given; places that the table does not name cannot be reached."""

    def __init__(self, spec: Table) -> None:
        self._spec = spec

    def legs(self, locations: Sequence[Location]) -> Legs:
        size = len(locations)
        seconds = np.full((size, size), FORBIDDEN, dtype=np.int64)
        metres = np.zeros((size, size), dtype=np.int64)
        row_of = {name: row for row, name in enumerate(self._spec.locations)}
        known = [(at, row_of[p.id]) for at, p in enumerate(locations) if p.id in row_of]
        for at, row in known:
            for to, column in known:
                given = self._spec.seconds[row][column]
                if given is not None:
                    seconds[at, to] = given
                if self._spec.metres:
                    metres[at, to] = self._spec.metres[row][column] or 0
        _stay(seconds)
        return Legs(seconds, metres)


def _stay(seconds: np.ndarray[tuple[int, int], np.dtype[np.int64]]) -> None:
    """A null on the diagonal is a habit of table servers, not a ban on staying."""
    diagonal = np.einsum("ii->i", seconds)
    diagonal[diagonal == FORBIDDEN] = 0
