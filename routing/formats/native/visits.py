from routing.formats.native.reader import Reader
from routing.formats.native.shifts import as_time, time
from routing.model import Committed, CrewSeat, Due, Pin, Priority, Visit, Window
from routing.model.units import MAX_DURATION, MAX_LEVEL, MAX_LOAD, MAX_WEIGHT

_FIELDS = (
    "id",
    "location",
    "duration",
    "windows",
    "skills",
    "tags",
    "load",
    "priority",
    "mandatory",
    "due",
    "crew",
    "pin",
    "committed",
    "allowed_shifts",
    "forbidden_shifts",
    "preferred_shifts",
)
_MOST_STOPS = 100_000
_PAIR = 2


def read_visit(item: Reader) -> Visit:
    node = item.record(*_FIELDS)
    return Visit(
        id=node.text("id"),
        location=node.text("location"),
        duration=node.integer("duration", 0, MAX_DURATION),
        windows=tuple(_window(each) for each in node.each("windows", None)),
        skills=node.levels("skills", MAX_LEVEL),
        tags=frozenset(node.texts("tags")),
        load=node.integers("load", 0, MAX_LOAD),
        priority=node.choice("priority", Priority, Priority.NORMAL),
        mandatory=node.flag("mandatory"),
        due=node.optional("due", _due),
        crew=_crew(node),
        pin=node.optional("pin", _pin),
        committed=node.optional("committed", _committed),
        allowed_shifts=_allowed(node),
        forbidden_shifts=frozenset(node.texts("forbidden_shifts")),
        preferred_shifts=frozenset(node.texts("preferred_shifts")),
    )


def _allowed(node: Reader) -> frozenset[str] | None:
    if not node.has("allowed_shifts"):
        return None
    return frozenset(node.texts("allowed_shifts"))


def _window(item: Reader) -> Window:
    pair = [as_time(each) for each in item.items()]
    if len(pair) == _PAIR:
        return Window(*pair)
    if isinstance(item.value, list):
        item.fault(
            "window_not_a_pair",
            f"{len(pair)} values stand here",
            "Give the earliest and the latest start: [opens, closes].",
        )
    return Window(0, 0)


def _due(item: Reader) -> Due:
    node = item.record("time", "cost_per_second")
    return Due(time(node, "time"), node.integer("cost_per_second", 0, MAX_WEIGHT))


def _crew(node: Reader) -> tuple[CrewSeat, ...]:
    if not node.has("crew"):
        return (CrewSeat(),)
    seats = tuple(_seat(item) for item in node.each("crew"))
    if not seats and isinstance(node.value["crew"], list):
        node.at("crew", None).fault(
            "crew_empty", "The crew has no seats", "Leave it out, or give a seat."
        )
    return seats or (CrewSeat(),)


def _seat(item: Reader) -> CrewSeat:
    node = item.record("skills", "tags")
    return CrewSeat(node.levels("skills", MAX_LEVEL), frozenset(node.texts("tags")))


def _pin(item: Reader) -> Pin:
    node = item.record("shifts", "start", "position")
    return Pin(
        shifts=node.texts("shifts"),
        start=node.optional("start", as_time),
        position=node.optional("position", lambda at: at.as_integer(0, _MOST_STOPS)),
    )


def _committed(item: Reader) -> Committed:
    node = item.record("shifts", "start")
    return Committed(node.texts("shifts"), node.optional("start", as_time))
