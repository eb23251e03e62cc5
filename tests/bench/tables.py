"""Figures as people read them: a table, with the command that makes it again."""

import os
import platform
from collections.abc import Callable, Sequence
from statistics import median
from time import perf_counter
from typing import TypeVar

T = TypeVar("T")

Row = tuple[str, str, str]


def table(title: str, command: str, heads: Row, rows: Sequence[Row]) -> str:
    """Lay out a name and two figures a row."""
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}"
    lines = [heads, *rows]
    widths = [max(len(line[place]) for line in lines) for place in range(3)]
    laid = [
        f"{name:<{widths[0]}}  {first:>{widths[1]}}  {second:>{widths[2]}}"
        for name, first, second in lines
    ]
    return "\n".join([f"{title} ({machine})", *laid, f"$ {command}", ""])


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Do it once; return the seconds and the result."""
    began = perf_counter()
    result = work()
    return perf_counter() - began, result


def middle(values: Sequence[float], form: str) -> str:
    """Write the median with the smallest and the largest."""
    low, high = min(values), max(values)
    return f"{median(values):{form}} ({low:{form}} to {high:{form}})"
