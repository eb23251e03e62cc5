"""The engine that chooses."""

from dataclasses import replace

from routing.engines.base import Control
from routing.engines.construct import construct
from routing.model import Problem, Solution


def auto(problem: Problem, control: Control) -> Solution:
    """Plan by the engine that suits the problem's size and features."""
    solution = construct(problem, control)
    return replace(solution, engine=f"auto/{solution.engine}")
