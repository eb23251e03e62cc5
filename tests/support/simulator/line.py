"""The line between a phone and the server: what it loses, doubles, delays and cuts."""

from dataclasses import dataclass
from random import Random

#: A phone gives up waiting after this many seconds; what it sent may still arrive.
PATIENCE = 30.0
LONG = 6 * 3600.0
CUT = 0.5


@dataclass(frozen=True)
class Weather:
    """How likely each fault is, of each request."""

    drop_request: float = 0.0
    drop_answer: float = 0.0
    double: float = 0.0
    late: float = 0.0
    cut_request: float = 0.0
    cut_answer: float = 0.0
    #: Operations in one envelope come in another order, or some stay behind.
    scatter: float = 0.0


CALM = Weather()
STORM = Weather(0.08, 0.08, 0.1, 0.08, 0.03, 0.03, 0.15)


@dataclass(frozen=True)
class Journey:
    """When copies of a request reach the server, and when the first answer is back."""

    arrivals: tuple[float, ...]
    back: float | None
    is_cut_there: bool = False
    is_cut_back: bool = False


def journey(weather: Weather, random: Random) -> Journey:
    """Draw what becomes of one request; every draw is made, whatever the weather."""
    dropped, unheard, doubled, late, cut, torn = (random.random() for _ in range(6))
    there, back = random.uniform(0.01, 2.0), random.uniform(0.01, 2.0)
    again, much = random.expovariate(1 / 600), random.uniform(PATIENCE, LONG)
    if late < weather.late:
        there += much
    arrivals = [] if dropped < weather.drop_request else [there]
    if doubled < weather.double:
        arrivals.append(there + min(again, LONG))
    is_heard = bool(arrivals) and unheard >= weather.drop_answer
    return Journey(
        tuple(arrivals),
        arrivals[0] + back if is_heard else None,
        is_cut_there=cut < weather.cut_request,
        is_cut_back=torn < weather.cut_answer,
    )
