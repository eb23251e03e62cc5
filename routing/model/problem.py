from dataclasses import dataclass, field

from routing.model.link import Link
from routing.model.places import Location, Travel
from routing.model.policy import Policy
from routing.model.shift import Shift
from routing.model.visit import Visit


@dataclass(frozen=True, slots=True)
class Problem:
    """Shifts, visits and what ties them; times are whole seconds since ``epoch``.

    ``epoch`` is an ISO 8601 local midnight. The library never reads it: it is there
    so that a reader of the document can tell the days.
    """

    epoch: str
    locations: tuple[Location, ...]
    travel: tuple[Travel, ...]
    shifts: tuple[Shift, ...]
    visits: tuple[Visit, ...]
    links: tuple[Link, ...] = ()
    policy: Policy = field(default_factory=Policy)
