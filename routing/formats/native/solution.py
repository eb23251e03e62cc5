"""A solution from native JSON, version 1."""

from typing import Any

from routing.formats.native.problem import VERSION
from routing.formats.native.reader import Reader
from routing.formats.native.shifts import time
from routing.model import (
    Reason,
    Remedy,
    Rest,
    Route,
    Solution,
    Stop,
    StoppedBy,
    Unassigned,
)

_ANY = 10**18
_FIELDS = (
    "version",
    "cost",
    "components",
    "routes",
    "unassigned",
    "engine",
    "seed",
    "iterations",
    "stopped_by",
    "notes",
)


def read_solution(document: Any) -> tuple[Solution, Reader]:
    """Return what can be read, and the reader that holds the faults of shape."""
    top = Reader(document)
    node = top.record(*_FIELDS)
    node.integer("version", VERSION, VERSION)
    solution = Solution(
        cost=node.integer("cost", -_ANY, _ANY),
        components=node.levels("components", _ANY),
        routes=tuple(_route(item) for item in node.each("routes")),
        unassigned=tuple(_unassigned(item) for item in node.each("unassigned")),
        engine=node.text("engine", ""),
        seed=node.integer("seed", -_ANY, _ANY, 0),
        iterations=node.integer("iterations", 0, _ANY, 0),
        stopped_by=node.choice("stopped_by", StoppedBy, StoppedBy.FINISHED),
        notes=node.texts("notes"),
    )
    return solution, top


def _route(item: Reader) -> Route:
    node = item.record("shift", "start", "end", "visits", "breaks")
    return Route(
        shift=node.text("shift"),
        start=time(node, "start"),
        end=time(node, "end"),
        stops=tuple(_stop(each) for each in node.each("visits")),
        breaks=tuple(_rest(each) for each in node.each("breaks", None)),
    )


def _stop(item: Reader) -> Stop:
    node = item.record("id", "seat", "arrival", "start", "end")
    return Stop(
        visit=node.text("id"),
        seat=node.integer("seat", 0, 1_000, 0),
        arrival=time(node, "arrival"),
        start=time(node, "start"),
        end=time(node, "end"),
    )


def _rest(item: Reader) -> Rest:
    node = item.record("start", "end")
    return Rest(time(node, "start"), time(node, "end"))


def _unassigned(item: Reader) -> Unassigned:
    node = item.record("id", "reasons", "remedies")
    return Unassigned(
        visit=node.text("id"),
        reasons=tuple(_reason(each) for each in node.each("reasons", None)),
        remedies=tuple(_remedy(each) for each in node.each("remedies", None)),
    )


def _reason(item: Reader) -> Reason:
    node = item.record("code", "detail", "shifts", "cost")
    return Reason(
        code=node.text("code"),
        detail=node.text("detail"),
        shifts=node.texts("shifts"),
        cost=node.optional("cost", lambda cost: cost.as_integer(-_ANY, _ANY)),
    )


def _remedy(item: Reader) -> Remedy:
    node = item.record("change", "cost", "detail", "shift", "start")
    change = node.field("change")
    return Remedy(
        change=dict(change.value) if change and change.is_a(dict) else {},
        cost=node.integer("cost", -_ANY, _ANY),
        detail=node.text("detail"),
        shift=node.text("shift"),
        start=time(node, "start"),
    )
