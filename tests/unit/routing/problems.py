"""Small problems with every feature, made by hypothesis."""

from dataclasses import replace

from hypothesis import strategies as st

from routing.model import (
    Break,
    Committed,
    CrewSeat,
    Disruption,
    Due,
    GreatCircle,
    Link,
    LinkKind,
    Location,
    Pin,
    Policy,
    Priority,
    Problem,
    Shift,
    ShiftEnd,
    ShiftStart,
    Table,
    Travel,
    Visit,
    Window,
)
from routing.model.units import DAY

HOUR = 3600
SKILLS = ("vrf", "split", "boiler")
TAGS = ("van", "lift")
HOURS = st.integers(8, 17) | st.integers(24 + 8, 24 + 17)
KNOWN: tuple[dict[str, int], ...] = (
    {"vrf": 3, "split": 3, "boiler": 3},
    {"vrf": 2, "split": 1},
    {"boiler": 1},
)


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Draw a problem without faults; what it asks may be impossible."""
    places = draw(locations())
    profiles = tuple(
        draw(travels(name, places))
        for name in draw(st.sampled_from((("car",), ("car", "bike"))))
    )
    names = [spec.profile for spec in profiles]
    shifts = tuple(draw(shift_lists([p.id for p in places], names)))
    visits = draw(
        st.lists(
            visit_shapes([p.id for p in places], [s.id for s in shifts]), max_size=9
        )
    )
    numbered = tuple(replace(each, id=f"v{at}") for at, each in enumerate(visits))
    return Problem(
        epoch="2026-11-23T00:00:00+08:00",
        locations=places,
        travel=profiles,
        shifts=shifts,
        visits=_with_positions(numbered),
        links=tuple(draw(link_lists(len(numbered)))),
        policy=draw(policies()),
    )


@st.composite
def locations(draw: st.DrawFn) -> tuple[Location, ...]:
    degrees = st.integers(-100, 100).map(lambda each: each / 1000)
    pairs = draw(st.lists(st.tuples(degrees, degrees), min_size=2, max_size=5))
    return tuple(
        Location(f"p{at}", 31.2 + lat, 121.4 + lon)
        for at, (lat, lon) in enumerate(pairs)
    )


@st.composite
def travels(draw: st.DrawFn, profile: str, places: tuple[Location, ...]) -> Travel:
    if draw(st.booleans()):
        access = draw(st.sampled_from((0, 120)))
        return GreatCircle(profile, 30.0, 1.3, access)
    seconds = st.integers(0, 25).map(_leg)
    size = len(places)
    row = st.tuples(*[seconds] * size)
    table = draw(st.tuples(*[row] * size))
    metres = tuple(tuple((cell or 0) * 9 for cell in line) for line in table)
    given_metres = metres if draw(st.booleans()) else ()
    return Table(profile, tuple(p.id for p in places), table, given_metres)


def _leg(number: int) -> int | None:
    """Most legs are short, one in 26 is forbidden, one is very long."""
    return {24: None, 25: 3 * HOUR}.get(number, 77 * number)


@st.composite
def shift_lists(draw: st.DrawFn, places: list[str], profiles: list[str]) -> list[Shift]:
    people, days = draw(st.integers(1, 4)), draw(st.integers(1, 2))
    return [
        draw(shift_shapes(f"t{person}", day, places, profiles))
        for person in range(people)
        for day in range(days)
    ]


@st.composite
def shift_shapes(
    draw: st.DrawFn, technician: str, day: int, places: list[str], profiles: list[str]
) -> Shift:
    start = day * DAY + draw(st.integers(7, 9)) * HOUR
    end = start + draw(st.integers(6, 10)) * HOUR
    overtime = draw(st.sampled_from((None, 0, HOUR)))
    place = st.sampled_from(places)
    return Shift(
        id=f"{technician}/{day}",
        technician=technician,
        profile=draw(st.sampled_from(profiles)),
        start=ShiftStart(draw(place), start),
        end=ShiftEnd(
            end, draw(st.none() | place), None if overtime is None else end + overtime
        ),
        breaks=draw(break_lists(start, end)),
        skills=draw(st.sampled_from(KNOWN)),
        tags=draw(st.sampled_from((frozenset(TAGS), frozenset(TAGS[:1])))),
        capacity=draw(st.sampled_from(((), (6, 6), (10, 3)))),
    )


@st.composite
def break_lists(draw: st.DrawFn, start: int, end: int) -> tuple[Break, ...]:
    count = draw(st.sampled_from((0, 1, 1, 2)))
    span = (end - start) // max(1, count)
    return tuple(
        Break(
            earliest := start + at * span + draw(st.sampled_from((0, span // 4))),
            earliest + span // 2,
            draw(st.sampled_from((900, 1800, span // 2))),
        )
        for at in range(count)
    )


@st.composite
def visit_shapes(draw: st.DrawFn, places: list[str], shifts: list[str]) -> Visit:
    crew = draw(
        st.lists(seats(), min_size=1, max_size=3)
        if draw(st.integers(0, 3)) == 0
        else st.just([CrewSeat()])
    )
    some = st.frozensets(st.sampled_from(shifts))
    rarely = draw(st.integers(0, 5))
    forbidden = draw(some) if rarely == 0 else frozenset[str]()
    return Visit(
        id="",
        location=draw(st.sampled_from(places)),
        duration=draw(st.sampled_from((0, 900, 1800, HOUR, 2 * HOUR))),
        windows=draw(st.just(()) | st.just(()) | st.tuples(windows(), windows())),
        skills=draw(
            st.dictionaries(st.sampled_from(SKILLS), st.integers(1, 2), max_size=1)
        ),
        tags=draw(st.frozensets(st.sampled_from(TAGS), max_size=1))
        if rarely == 1
        else frozenset(),
        load=draw(st.sampled_from(((), (1, 1), (3, 0), (2, 2)))),
        priority=draw(st.sampled_from(Priority)),
        mandatory=draw(st.booleans()),
        due=draw(
            st.none()
            | st.builds(Due, HOURS.map(lambda hour: hour * HOUR), st.integers(0, 3))
        ),
        crew=tuple(crew),
        pin=draw(pins(shifts, len(crew))) if rarely == 2 else None,
        committed=draw(commitments(shifts, len(crew))) if rarely == 3 else None,
        allowed_shifts=draw(some) - forbidden if rarely == 4 else None,
        forbidden_shifts=forbidden,
        preferred_shifts=draw(some),
    )


def seats() -> st.SearchStrategy[CrewSeat]:
    skills = st.dictionaries(st.sampled_from(SKILLS), st.integers(0, 2), max_size=1)
    return st.builds(CrewSeat, skills)


@st.composite
def windows(draw: st.DrawFn) -> Window:
    opens = draw(HOURS) * HOUR
    return Window(opens, opens + draw(st.sampled_from((0, 1800, 3 * HOUR))))


@st.composite
def pins(draw: st.DrawFn, shifts: list[str], size: int) -> Pin:
    chosen = tuple(draw(st.sampled_from(shifts)) for _ in range(size))
    return Pin(
        shifts=chosen if draw(st.booleans()) else (),
        start=draw(st.none() | HOURS.map(lambda hour: hour * HOUR)),
        position=draw(st.none() | st.just(0)),
    )


@st.composite
def commitments(draw: st.DrawFn, shifts: list[str], size: int) -> Committed:
    chosen = tuple(draw(st.sampled_from(shifts)) for _ in range(size))
    start = draw(st.none() | HOURS.map(lambda hour: hour * HOUR))
    return Committed(chosen, start)


def _with_positions(visits: tuple[Visit, ...]) -> tuple[Visit, ...]:
    """Number the pinned positions on each shift; leave out those that cannot be."""
    counts: dict[str, int] = {}
    numbered = []
    for visit in visits:
        pin = visit.pin
        if pin is not None and pin.position is not None:
            nexts = {counts.get(shift, 0) for shift in pin.shifts}
            fits = len(nexts) == 1 and len(set(pin.shifts)) == len(pin.shifts)
            position = nexts.pop() if fits else None
            if position is not None:
                counts.update(dict.fromkeys(pin.shifts, position + 1))
            pin = replace(pin, position=position)
        numbered.append(replace(visit, pin=pin))
    return tuple(numbered)


@st.composite
def link_lists(draw: st.DrawFn, visits: int) -> list[Link]:
    if visits < 2:
        return []
    count = draw(st.integers(0, 3))
    return [draw(links(visits)) for _ in range(count)]


@st.composite
def links(draw: st.DrawFn, visits: int) -> Link:
    second = draw(st.integers(1, visits - 1))
    first = draw(st.integers(0, second - 1))
    kind = draw(st.sampled_from(LinkKind))
    lag = draw(st.sampled_from((0, 1800, DAY // 2)))
    span = draw(st.sampled_from((None, 0, HOUR, DAY)))
    if kind is LinkKind.FINISH_START:
        most = None if span is None else lag + span
        return Link(kind, f"v{first}", f"v{second}", lag, most)
    tolerance = draw(st.sampled_from((0, 900)))
    if kind is LinkKind.SAME_START:
        return Link(kind, f"v{first}", f"v{second}", tolerance=tolerance)
    return Link(kind, f"v{first}", f"v{second}")


def policies() -> st.SearchStrategy[Policy]:
    weight = st.integers(0, 3)
    return st.builds(
        Policy,
        travel_second=weight,
        travel_kilometre=st.sampled_from((0, 333)),
        work_second=weight,
        waiting_second=weight,
        overtime_second=weight,
        shift_used=st.sampled_from((0, 500)),
        unpreferred=st.sampled_from((0, 600)),
        disruption=st.builds(
            Disruption,
            budget=st.none() | st.integers(0, 2),
            price=st.sampled_from((0, 700)),
            tolerance=st.sampled_from((0, 600)),
        ),
    )
