"""The independent check of what is about to be proposed."""

from typing import Any

from routing import check, load_problem, load_solution
from routing.errors import DocumentError


def violations(
    problem: dict[str, Any], solution: dict[str, Any]
) -> list[dict[str, Any]]:
    """Return every rule that the solution breaks; empty when it is right."""
    try:
        found = check(load_problem(problem), load_solution(solution))
    except DocumentError as error:
        return [
            {"rule": fault.code, "detail": str(fault), "visit": None}
            for fault in error.faults
        ]
    return [
        {"rule": each.rule.value, "detail": each.detail, "visit": each.visit}
        for each in found
    ]
