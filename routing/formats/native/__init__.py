"""Native JSON, version 1: times in whole seconds since the epoch of the problem."""

import json
from typing import Any, NoReturn

from routing.errors import DocumentError, Fault
from routing.formats.native.problem import read_problem
from routing.formats.native.reader import Reader
from routing.formats.native.solution import read_solution
from routing.formats.native.write import (
    write_problem,
    write_solution,
    write_unassigned,
)
from routing.model import Problem, Solution
from routing.validate import faults


def problem_faults(document: Any) -> tuple[Fault, ...]:
    """Return everything wrong with a problem document, shape and meaning together."""
    problem, reader = read_problem(document)
    return _all_faults(problem, reader)


def load_problem(document: Any) -> Problem:
    """Return the problem of a parsed JSON document.

    Raises
    ------
    DocumentError
        With every fault, of shape and of meaning.
    """
    problem, reader = read_problem(document)
    found = _all_faults(problem, reader)
    if found:
        raise DocumentError(found)
    return problem


def load_solution(document: Any) -> Solution:
    """Return the solution of a parsed JSON document.

    Raises
    ------
    DocumentError
        With every fault of shape; whether the solution is right is for `check`.
    """
    solution, reader = read_solution(document)
    if reader.faults:
        raise DocumentError(reader.faults)
    return solution


def parse(text: str | bytes) -> Any:
    """Return the JSON value of `text`.

    Raises
    ------
    DocumentError
        When it is not JSON.
    """
    try:
        return json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        remedy = "Check that the whole file is there and is UTF-8 JSON."
        raise DocumentError([Fault("not_json", "", str(error), remedy)]) from error


def loads_problem(text: str | bytes) -> Problem:
    """Return the problem of a JSON text; raise as `load_problem` does."""
    return load_problem(parse(text))


def loads_solution(text: str | bytes) -> Solution:
    """Return the solution of a JSON text; raise as `load_solution` does."""
    return load_solution(parse(text))


def _all_faults(problem: Problem, reader: Reader) -> tuple[Fault, ...]:
    """Leave out faults of meaning that only follow from a fault of shape."""
    shape = {fault.pointer for fault in reader.faults}
    meaning = (
        fault
        for fault in faults(problem)
        if not any(_touches(fault.pointer, pointer) for pointer in shape)
    )
    return (*reader.faults, *meaning)


def _touches(meaning: str, shape: str) -> bool:
    inside = f"{meaning}/".startswith(f"{shape}/")
    return inside or f"{shape}/".startswith(f"{meaning}/")


def _no_constant(name: str) -> NoReturn:
    message = f"{name} is not a JSON number"
    raise ValueError(message)


__all__ = [
    "load_problem",
    "load_solution",
    "loads_problem",
    "loads_solution",
    "parse",
    "problem_faults",
    "write_problem",
    "write_solution",
    "write_unassigned",
]
