"""What the routing model is told, seen by what it plans."""

from typing import Any

import pytest

from routing import Problem, Solution, check, solve
from tests.unit.routing.small import CLOSES, HOUR, OPENS, problem, shift, visit

PEOPLE = [shift("ann"), shift("bob", start={"location": "south", "time": OPENS})]


def planned(asked: Problem) -> Solution:
    solution = solve(asked, engine="ortools", iterations=500)
    assert check(asked, solution) == ()
    return solution


def who_does(solution: Solution, name: str) -> list[str]:
    return [r.shift for r in solution.routes for s in r.stops if s.visit == name]


def test_pinned_positions_stay_in_front() -> None:
    visits = [visit(f"v{n}", location="south" if n % 2 else "north") for n in range(5)]
    visits[3]["pin"] = {"shifts": ["ann/0"], "position": 0}
    visits[4]["pin"] = {"shifts": ["ann/0"], "position": 1}
    (ann,) = [r for r in planned(problem(visits=visits)).routes if r.shift == "ann/0"]
    assert [stop.visit for stop in ann.stops[:2]] == ["v3", "v4"]


def test_a_visit_waits_for_its_second_window() -> None:
    windows = [[OPENS, OPENS], [12 * HOUR, 12 * HOUR]]
    (only,) = planned(problem(visits=[visit(windows=windows)])).routes
    assert only.stops[0].start == 12 * HOUR


@pytest.mark.parametrize(
    "demand",
    [{"preferred_shifts": ["bob/0"]}, {"forbidden_shifts": ["ann/0"]}],
)
def test_wishes_and_bans_decide_who_goes(demand: dict[str, Any]) -> None:
    asked = problem(visits=[visit(**demand)], shifts=PEOPLE)
    assert who_does(planned(asked), "v1") == ["bob/0"]


def test_a_pinned_start_outside_its_windows_is_left_out() -> None:
    kept = visit("v1", windows=[[OPENS, CLOSES]], pin={"start": CLOSES + 1})
    solution = planned(problem(visits=[kept, visit("v2")]))
    assert [each.visit for each in solution.unassigned] == ["v1"]


def test_loads_and_due_times_count() -> None:
    due = {"time": OPENS + 600 + HOUR, "cost_per_second": 9}
    visits = [visit(f"v{n}", load=[2]) for n in range(3)]
    visits[2]["due"] = due
    people = [shift("ann", capacity=[4]), shift("bob", capacity=[2])]
    solution = planned(problem(visits=visits, shifts=people))
    assert solution.unassigned == ()
    assert solution.components["lateness"] == 0


def test_commitments_under_a_budget_stay_in_place() -> None:
    kept = {"shifts": ["bob/0"], "start": 12 * HOUR}
    policy = {"disruption": {"budget": 0}}
    visits = [visit("v1", committed=kept), visit("v2"), visit("v3")]
    solution = planned(problem(visits=visits, shifts=PEOPLE, policy=policy))
    assert who_does(solution, "v1") == ["bob/0"]
    assert solution.notes[0].startswith("ortools left 1 tied or committed")


def test_the_same_steps_give_the_same_plan() -> None:
    visits = [visit(f"v{n}", location="south" if n % 2 else "north") for n in range(9)]
    asked = problem(visits=visits, shifts=PEOPLE)
    assert planned(asked) == planned(asked)
