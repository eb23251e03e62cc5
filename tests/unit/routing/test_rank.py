import pytest
from hypothesis import HealthCheck, given, settings

from routing import Problem, rank_insertions, solve
from routing.errors import UnknownVisitError
from tests.unit.routing.problems import problems
from tests.unit.routing.small import HOUR, OPENS, problem, shift, visit

COMMON = settings(deadline=None, suppress_health_check=list(HealthCheck))
PEOPLE = [shift("ann"), shift("bob", start={"location": "south", "time": OPENS})]


def ranked(asked: Problem, name: str) -> list[tuple[int, list[str]]]:
    solution = solve(asked, engine="construct", iterations=0)
    found = rank_insertions(asked, solution, name)
    return [(each.cost, [seat.shift for seat in each.seats]) for each in found]


def test_the_cheapest_shift_comes_first() -> None:
    asked = problem(visits=[visit("v1"), visit("v2", location="south")], shifts=PEOPLE)
    found = ranked(asked, "v2")
    assert [cost for cost, _ in found] == sorted(cost for cost, _ in found)
    assert {shift for _, (shift,) in found} == {"ann/0", "bob/0"}


def test_a_crew_is_offered_by_its_choice_of_people() -> None:
    asked = problem(visits=[visit(crew=[{}, {}])], shifts=PEOPLE)
    offers = rank_insertions(asked, solve(asked, iterations=0), "v1")
    assert {tuple(seat.shift for seat in each.seats) for each in offers} == {
        ("ann/0", "bob/0"),
        ("bob/0", "ann/0"),
    }
    starts = {seat.start for seat in offers[0].seats}
    assert len(starts) == 1
    assert all(seat.end == seat.start + HOUR for seat in offers[0].seats)


def test_a_visit_that_fits_nowhere_has_no_places() -> None:
    assert ranked(problem(visits=[visit(skills={"boiler": 1})]), "v1") == []


def test_an_unknown_visit_is_refused_by_name() -> None:
    asked = problem()
    with pytest.raises(UnknownVisitError, match="v9"):
        rank_insertions(asked, solve(asked, iterations=0), "v9")


@settings(COMMON, max_examples=25)
@given(asked=problems())
def test_a_planned_visit_has_a_place_to_go_back_to(asked: Problem) -> None:
    solution = solve(asked, engine="construct", iterations=0)
    alone = {link.first for link in asked.links} | {link.second for link in asked.links}
    alone |= {each.id for each in asked.visits if each.committed or each.pin}
    for route in solution.routes:
        for stop in route.stops:
            if stop.visit not in alone:
                assert rank_insertions(asked, solution, stop.visit, limit=1)
