"""Documents survive the way out and back, and no document causes a traceback."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from routing import (
    DocumentError,
    Problem,
    check,
    load_problem,
    load_solution,
    loads_problem,
    loads_solution,
    problem_faults,
    solve,
    write_problem,
    write_solution,
)
from tests.unit.routing.problems import problems
from tests.unit.routing.small import document

COMMON = settings(deadline=None, suppress_health_check=list(HealthCheck))
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
JSON = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)


@st.composite
def mutated(draw: st.DrawFn, whole: Any) -> Any:
    """Draw `whole` with some value replaced, taken out or added."""
    if draw(st.integers(0, 5)) == 0 or not isinstance(whole, list | dict) or not whole:
        return draw(JSON)
    if isinstance(whole, list):
        at = draw(st.integers(0, len(whole) - 1))
        return [
            draw(mutated(each)) if index == at else each
            for index, each in enumerate(whole)
        ]
    key = draw(st.sampled_from(sorted(whole)))
    manner = draw(st.integers(0, 4))
    if manner == 0:
        return {k: v for k, v in whole.items() if k != key}
    if manner == 1:
        return {**whole, draw(st.text(max_size=5)): draw(JSON)}
    return {**whole, key: draw(mutated(whole[key]))}


@settings(COMMON, max_examples=40)
@given(problem=problems())
def test_a_problem_survives_its_document(problem: Problem) -> None:
    text = json.dumps(write_problem(problem))
    assert loads_problem(text) == problem


@settings(COMMON, max_examples=15)
@given(problem=problems())
def test_a_solution_survives_its_document(problem: Problem) -> None:
    solution = solve(problem, engine="construct", iterations=1)
    assert loads_solution(json.dumps(write_solution(solution))) == solution


@settings(COMMON, max_examples=150)
@given(problem=problems(), data=st.data())
def test_a_mutated_problem_is_read_or_refused_by_name(
    problem: Problem, data: st.DataObject
) -> None:
    broken = write_problem(problem)
    for _ in range(data.draw(st.integers(1, 3))):
        broken = data.draw(mutated(broken))
    faults = problem_faults(broken)
    if not faults:
        solve(load_problem(broken), engine="construct", iterations=0)


@settings(COMMON, max_examples=60)
@given(data=st.data())
def test_a_mutated_solution_is_checked_or_refused_by_name(data: st.DataObject) -> None:
    problem = load_problem(document())
    solution = solve(problem, engine="construct", iterations=0)
    broken = data.draw(mutated(write_solution(solution)))
    with suppress(DocumentError):
        check(problem, load_solution(broken))


NOT_JSON = ["", "{", "NaN", '{"version": Infinity}', "[" * 100_000, "1" * 5000, b"\xff"]


@pytest.mark.parametrize("text", NOT_JSON)
def test_what_is_not_json_is_refused(text: str | bytes) -> None:
    with pytest.raises(DocumentError) as refused:
        loads_problem(text)
    assert refused.value.faults[0].code == "not_json"
