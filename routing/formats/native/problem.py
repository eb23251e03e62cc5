"""A problem from native JSON, version 1."""

from typing import Any

from routing.formats.native.policy import read_policy
from routing.formats.native.reader import Reader
from routing.formats.native.shifts import read_shift
from routing.formats.native.travel import read_location, read_travel
from routing.formats.native.visits import read_visit
from routing.model import Link, LinkKind, Policy, Problem
from routing.model.units import MAX_TIME

VERSION = 1
_LAGS = {
    LinkKind.FINISH_START: ("min_lag", "max_lag"),
    LinkKind.SAME_START: ("tolerance",),
}


def read_problem(document: Any) -> tuple[Problem, Reader]:
    """Return what can be read, and the reader that holds the faults of shape."""
    top = Reader(document)
    root = top.record(
        "version", "epoch", "locations", "travel", "shifts", "visits", "links", "policy"
    )
    root.integer("version", VERSION, VERSION)
    problem = Problem(
        epoch=root.text("epoch"),
        locations=tuple(read_location(item) for item in root.each("locations")),
        travel=tuple(read_travel(item) for item in root.each("travel")),
        shifts=tuple(read_shift(item) for item in root.each("shifts")),
        visits=tuple(read_visit(item) for item in root.each("visits")),
        links=tuple(_link(item) for item in root.each("links", None)),
        policy=root.optional("policy", read_policy) or Policy(),
    )
    return problem, top


def _link(item: Reader) -> Link:
    node = item.record("kind", "from", "to", "min_lag", "max_lag", "tolerance")
    kind = node.choice("kind", LinkKind)
    lags = _LAGS.get(kind, ())
    for name in ("min_lag", "max_lag", "tolerance"):
        if node.has(name) and name not in lags:
            node.at(name, None).fault(
                "not_for_this_link",
                f"{name!r} means nothing on a {kind.value} link",
                "Remove it.",
            )
    return Link(
        kind=kind,
        first=node.text("from"),
        second=node.text("to"),
        min_lag=node.integer("min_lag", 0, MAX_TIME, 0),
        max_lag=node.optional("max_lag", lambda lag: lag.as_integer(0, MAX_TIME)),
        tolerance=node.integer("tolerance", 0, MAX_TIME, 0),
    )
