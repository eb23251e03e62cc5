"""The optimiser as a process: heard, stopped, capped."""

from typing import Any

import pytest

from app.dispatch.bridge import process
from app.dispatch.bridge.planning import plan
from app.dispatch.bridge.process import CancelledError, Event, Limits, solve
from app.dispatch.errors import SolverError
from tests.unit.dispatch.facts import snapshot, task

QUICK = Limits(seconds=1, seed=1, memory_mb=2048)


def document() -> dict[str, Any]:
    """Return the problem of a wave."""
    asked: list[dict[str, Any]] = []

    def keep(problem: dict[str, Any], *_: object) -> dict[str, Any]:
        asked.append(problem)
        return {
            "version": 1,
            "cost": 0,
            "components": {},
            "routes": [],
            "unassigned": [],
        }

    plan(snapshot(*(task(n) for n in range(1, 9)), people=2), QUICK, bool, keep)
    return asked[0]


def test_it_answers_and_is_heard_meanwhile() -> None:
    heard: list[Event] = []

    def note(event: Event | None) -> bool:
        heard.extend([event] if event else [])
        return True

    solution = solve(document(), QUICK, note)
    assert solution["unassigned"] == []
    assert heard[-1]["cost"] >= solution["cost"]


def test_it_stops_when_told_to() -> None:
    long = Limits(seconds=3000, seed=1, memory_mb=2048)
    with pytest.raises(CancelledError):
        solve(document(), long, lambda event: event is None)


def test_one_that_does_not_stop_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "STOP_SECONDS", 0)
    long = Limits(seconds=3000, seed=1, memory_mb=2048)
    with pytest.raises(CancelledError):
        solve(document(), long, lambda event: event is None)


def test_one_that_overruns_its_limit_is_stopped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(process, "SLACK_SECONDS", -3100)
    long = Limits(seconds=3000, seed=1, memory_mb=2048)
    with pytest.raises(SolverError, match="did not keep its limit"):
        solve(document(), long, lambda _: True)


def test_a_problem_with_faults_says_which() -> None:
    broken = {**document(), "shifts": [{"id": "x"}]}
    with pytest.raises(SolverError, match=r"code 2.*missing"):
        solve(broken, QUICK, lambda _: True)


def test_too_little_memory_is_told_with_the_setting_to_raise() -> None:
    with pytest.raises(SolverError, match="PAIGONG_SOLVER_MEMORY_MB"):
        solve(document(), Limits(1, 1, 40), lambda _: True)


def test_it_is_given_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://secret")
    monkeypatch.setenv("PAIGONG_GEOCODER_KEY", "secret")
    assert "secret" not in str(process.environment())
