"""Runs with a solver written by hand: what is asked, and what is made of answers."""

from datetime import timedelta
from typing import Any

import pytest

from app.dispatch.bridge.planning import Run, Standing, plan
from app.dispatch.bridge.problem import visit_id_of
from app.dispatch.bridge.process import Event, Limits
from app.dispatch.bridge.proof import violations
from app.dispatch.bridge.travelling import drives
from app.dispatch.rules.facts import Snapshot
from app.dispatch.rules.pricing import PENALTIES
from app.dispatch.rules.waves import Hindrance
from app.projects.states import Priority
from app.visits.states import VisitState
from routing import load_problem, solve, write_solution
from tests.unit.dispatch.facts import (
    HOUR,
    at,
    booked,
    booking,
    fixed,
    lunch,
    shift,
    snapshot,
    span,
    task,
    tie,
)

LIMITS = Limits(seconds=1, seed=1, memory_mb=512)


class Asked:
    """The optimiser in this process, for a first plan; remembers what it was asked."""

    def __init__(self) -> None:
        self.problems: list[dict[str, Any]] = []
        self.seconds: list[float] = []

    def __call__(
        self, document: dict[str, Any], limits: Limits, tell: Any
    ) -> dict[str, Any]:
        self.problems.append(document)
        self.seconds.append(limits.seconds)
        found = solve(
            load_problem(document), engine="construct", iterations=0, seed=limits.seed
        )
        event: Event = {"cost": found.cost, "unassigned": 0, "iterations": 1}
        assert tell(event)
        assert tell(None)
        return write_solution(found)


def planned(given: Snapshot, solver: Asked | None = None) -> Run:
    return plan(given, LIMITS, lambda _: True, solver or Asked())


def wrong(run: Run) -> list[dict[str, Any]]:
    return violations(*run.whole())


def test_a_chain_is_planned_in_its_order_and_checked() -> None:
    chain = snapshot(task(1), task(2), ties=(tie(1, 2, min_lag=3 * HOUR),))
    run = planned(chain)
    first, second = run.bookings[1].span, run.bookings[2].span
    assert second.start - first.end >= 3 * HOUR
    assert run.waves == 1
    assert wrong(run) == []


def test_day_parts_have_one_crew_on_following_days() -> None:
    parts = snapshot(
        *(task(n, part=n, duration=4 * HOUR, crew_size=2) for n in (1, 2, 3)),
        people=3,
        ties=(tie(1, 2, next_day=True), tie(2, 3, next_day=True)),
    )
    run = planned(parts)
    crews = [set(run.bookings[n].technician_ids) for n in (1, 2, 3)]
    days = [run.bookings[n].span.start.date() for n in (1, 2, 3)]
    assert crews[0] == crews[1] == crews[2]
    assert days[1] - days[0] == days[2] - days[1] == timedelta(days=1)
    assert run.waves == 3
    assert wrong(run) == []


def test_an_earlier_wave_stays_where_it_was_put() -> None:
    solver = Asked()
    parts = snapshot(
        task(1),
        task(2),
        task(3, priority=Priority.LOW),
        ties=(tie(1, 2, next_day=True),),
    )
    planned(parts, solver)
    pins = {each["id"]: "pin" in each for each in solver.problems[1]["visits"]}
    assert pins == {"v1": True, "v3": True, "v2": False}


def test_explaining_an_earlier_wave_takes_nothing_from_the_search_of_a_later_one() -> (
    None
):
    solver, hours = Asked(), iter(range(0, 1_000_000, 3600))
    parts = snapshot(task(1), task(2), ties=(tie(1, 2, next_day=True),))
    run = Run(
        parts,
        Limits(seconds=100, seed=1, memory_mb=512),
        lambda _: True,
        solver,
        clock=lambda: float(next(hours)),
    )
    run.go()
    assert solver.seconds == [70, 30]


def test_every_visit_has_a_place_or_a_reason() -> None:
    given = snapshot(
        task(1, skills={"vrf": 3}),
        task(2),
        task(3),
        task(4),
        ties=(tie(1, 2), tie(9, 4)),
        elsewhere={9: None},
    )
    run = planned(given)
    assert set(run.placed) == {3}
    assert set(run.left_out) == {1, 2}
    assert run.hindered[4].hindrance is Hindrance.WAITS_FOR_PREDECESSOR
    problem, solution = run.whole()
    assert [each["id"] for each in solution["unassigned"]] == ["v1", "v2", "v4"]
    assert solution["components"]["unassigned"] == 3 * PENALTIES[Priority.NORMAL]
    assert violations(problem, solution) == []


def test_without_shifts_nothing_is_asked() -> None:
    solver = Asked()
    run = planned(snapshot(task(1), task(2), shifts=()), solver)
    assert solver.problems == []
    assert {each.hindrance for each in run.hindered.values()} == {Hindrance.NO_SHIFTS}
    assert wrong(run) == []


def test_a_run_without_work_is_done_at_once() -> None:
    run = planned(snapshot())
    assert run.bookings == {}
    assert wrong(run) == []


def test_a_planned_visit_would_rather_stay() -> None:
    solver = Asked()
    run = planned(snapshot(booked(1, booking(9, 10, 2)), people=2), solver)
    (visit,) = solver.problems[0]["visits"]
    assert visit["preferred_shifts"] == ["t2/2026-11-23/3/0"]
    assert run.bookings[1].technician_ids == (2,)
    assert wrong(run) == []


def test_a_promised_visit_must_be_done_and_moves_at_a_price() -> None:
    solver = Asked()
    promised = task(1, state=VisitState.CONFIRMED, booking=booking(9, 10))
    planned(snapshot(promised), solver)
    (visit,) = solver.problems[0]["visits"]
    assert visit["mandatory"]
    assert visit["committed"] == {"shifts": ["t1/2026-11-23/0/0"], "start": 32400}


def test_a_booking_outside_every_shift_binds_nothing() -> None:
    solver = Asked()
    planned(snapshot(booked(1, booking(3, 4))), solver)
    assert "preferred_shifts" not in solver.problems[0]["visits"][0]


def test_the_problem_keeps_breaks_windows_dues_and_skills() -> None:
    solver = Asked()
    given = snapshot(
        task(1, windows=(span(9, 12),), due=at(40), skills={"vrf": 2}, load=(5, 7)),
        task(2, due=at(400)),
        shifts=(shift(rests=(lunch(),), skills={"vrf": 3}),),
    )
    planned(given, solver)
    (drawn,) = solver.problems[0]["shifts"]
    assert drawn["breaks"] == [
        {"earliest": 41400, "latest_end": 48600, "duration": 1800}
    ]
    assert drawn["end"]["overtime_until"] == 64800
    one, two = solver.problems[0]["visits"]
    assert one["windows"] == [[32400, 39600]]
    assert one["due"] == {"time": 144000, "cost_per_second": 1}
    assert two["due"]["time"] == 0
    assert "windows" not in two


def test_a_visit_that_the_solver_forgets_is_unassigned() -> None:
    def forgetful(document: dict[str, Any], *_: object) -> dict[str, Any]:
        assert document["visits"]
        return {
            "version": 1,
            "cost": 0,
            "components": {},
            "routes": [],
            "unassigned": [],
        }

    run = plan(snapshot(task(1)), LIMITS, lambda _: True, forgetful)
    assert set(run.left_out) == {1}
    assert [each["rule"] for each in wrong(run)] == []


def test_the_check_names_what_is_broken() -> None:
    run = planned(snapshot(task(1)))
    problem, solution = run.whole()
    solution["routes"][0]["visits"][0]["end"] += 60
    assert "duration" in {each["rule"] for each in violations(problem, solution)}
    assert violations(problem, {"version": 1})[0]["rule"] == "missing_field"


def test_progress_counts_what_is_not_asked_for_yet() -> None:
    told: list[Standing] = []

    def note(standing: Standing) -> bool:
        told.append(standing)
        return True

    parts = snapshot(task(1), task(2), ties=(tie(1, 2, next_day=True),))
    plan(parts, LIMITS, note, Asked())
    first, silent = told[0], told[1]
    assert (first.wave, first.unassigned) == (1, 1)
    assert first.cost is not None
    assert first.cost >= PENALTIES[Priority.NORMAL]
    assert silent.cost is None
    assert told[2].wave == 2


def test_drives_lead_from_home_and_back_each_day() -> None:
    bookings = {1: booking(9, 10), 2: booking(11, 12), 3: booking(9, 10, day=1)}
    given = snapshot(task(1), task(2), task(3), fixed=(fixed(4, booking(14, 15)),))
    found = drives(given, bookings)
    there = found.to_visit[1]
    assert there > 0
    assert found.to_visit == {1: there, 2: 0, 4: 0, 3: there}
    assert found.by_technician == {1: 4 * there}


@pytest.mark.parametrize("name", ["v7", "v123456789"])
def test_names_lead_back_to_visits(name: str) -> None:
    assert f"v{visit_id_of(name)}" == name
