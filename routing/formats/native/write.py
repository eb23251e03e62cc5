"""Native JSON, version 1, from the model; what stands at its default is left out."""

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import StrEnum
from typing import Any

from routing.formats.native.problem import VERSION
from routing.model import (
    GreatCircle,
    Link,
    Problem,
    Reason,
    Remedy,
    Route,
    Solution,
    Stop,
    Table,
    Unassigned,
    Window,
)

_RENAMED = {
    (Link, "first"): "from",
    (Link, "second"): "to",
    (Route, "stops"): "visits",
    (Stop, "visit"): "id",
    (Unassigned, "visit"): "id",
}
_SOURCES = {GreatCircle: "great_circle", Table: "table"}
_ALWAYS = (Solution, Route, Stop, Unassigned, Reason, Remedy)


def write_problem(problem: Problem) -> dict[str, Any]:
    """Return `problem` as a JSON document."""
    return {"version": VERSION, **_record(problem)}


def write_solution(solution: Solution) -> dict[str, Any]:
    """Return `solution` as a JSON document."""
    return {"version": VERSION, **_record(solution)}


def write_unassigned(unassigned: Unassigned) -> dict[str, Any]:
    """Return one visit left out, as it stands in a solution document."""
    return _record(unassigned)


def _record(item: Any) -> dict[str, Any]:
    keep = isinstance(item, _ALWAYS)
    written = {
        _RENAMED.get((type(item), f.name), f.name): _plain(getattr(item, f.name))
        for f in fields(item)
        if _said(item, f, keep=keep)
    }
    if type(item) in _SOURCES:
        written["source"] = _SOURCES[type(item)]
    return written


def _said(item: Any, given: Field[Any], *, keep: bool) -> bool:
    """Tell whether a field is worth writing: not when reading would supply it."""
    value = getattr(item, given.name)
    if keep or value is None:
        return value is not None
    if given.default_factory is not MISSING:
        return bool(value != given.default_factory())
    return given.default is MISSING or bool(value != given.default)


def _plain(value: Any) -> Any:
    if isinstance(value, Window):
        return [value.opens, value.closes]
    if is_dataclass(value):
        return _record(value)
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, tuple | frozenset):
        return [_plain(each) for each in _ordered(value)]
    return value


def _ordered(value: tuple[Any, ...] | frozenset[str]) -> Iterable[Any]:
    return sorted(value) if isinstance(value, frozenset) else value
