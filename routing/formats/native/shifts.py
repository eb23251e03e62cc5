from routing.formats.native.reader import Reader
from routing.model import Break, Shift, ShiftEnd, ShiftStart
from routing.model.units import MAX_DURATION, MAX_LEVEL, MAX_LOAD, MAX_TIME


def read_shift(item: Reader) -> Shift:
    node = item.record(
        "id",
        "technician",
        "profile",
        "start",
        "end",
        "breaks",
        "skills",
        "tags",
        "capacity",
    )
    start, end = node.field("start"), node.field("end")
    return Shift(
        id=node.text("id"),
        technician=node.text("technician"),
        profile=node.text("profile"),
        start=_start(start) if start else ShiftStart("", 0),
        end=_end(end) if end else ShiftEnd(MAX_TIME),
        breaks=tuple(_break(each) for each in node.each("breaks", None)),
        skills=node.levels("skills", MAX_LEVEL),
        tags=frozenset(node.texts("tags")),
        capacity=node.integers("capacity", 0, MAX_LOAD),
    )


def _start(item: Reader) -> ShiftStart:
    node = item.record("location", "time")
    return ShiftStart(node.text("location"), time(node, "time"))


def _end(item: Reader) -> ShiftEnd:
    node = item.record("location", "time", "overtime_until")
    return ShiftEnd(
        time=time(node, "time"),
        location=node.optional("location", Reader.as_text),
        overtime_until=node.optional("overtime_until", as_time),
    )


def _break(item: Reader) -> Break:
    node = item.record("earliest", "latest_end", "duration")
    return Break(
        earliest=time(node, "earliest"),
        latest_end=time(node, "latest_end"),
        duration=node.integer("duration", 0, MAX_DURATION),
    )


def time(node: Reader, name: str) -> int:
    """Return a required time."""
    found = node.field(name)
    return as_time(found) if found else 0


def as_time(item: Reader) -> int:
    return item.as_integer(-MAX_TIME, MAX_TIME)
