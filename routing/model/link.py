from dataclasses import dataclass
from enum import StrEnum


class LinkKind(StrEnum):
    FINISH_START = "finish_start"
    SAME_START = "same_start"
    SAME_TECHNICIAN = "same_technician"
    DIFFERENT_TECHNICIAN = "different_technician"
    SAME_DAY = "same_day"


@dataclass(frozen=True, slots=True)
class Link:
    """A tie between two visits, across routes and days.

    - ``finish_start``: `second` starts ``min_lag`` to ``max_lag`` seconds after
      `first` ends, and only if `first` is planned at all.
    - ``same_start``: the starts differ by at most ``tolerance`` seconds.
    - ``same_technician``: seat 0 of both is the same technician.
    - ``different_technician``: no technician is in both crews.
    - ``same_day``: both start on the same day counted from the epoch.

    All but the first bind only when both visits are planned.
    """

    kind: LinkKind
    first: str
    second: str
    min_lag: int = 0
    max_lag: int | None = None
    tolerance: int = 0
