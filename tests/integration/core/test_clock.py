from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from app.core.clock import now, today
from tests.support.clock import TestClock


def test_the_time_has_an_offset_and_moves_on(app_context: Flask) -> None:
    assert app_context
    assert now().tzinfo is UTC
    assert now() <= now()


def test_tests_move_the_time_of_every_process(
    app_context: Flask, clock: TestClock
) -> None:
    assert app_context
    before = now()
    clock.advance(timedelta(days=2))
    clock.advance(timedelta(hours=1))
    moved = now() - before
    assert timedelta(days=2, hours=1) <= moved < timedelta(days=2, hours=2)


def test_an_installation_without_the_switch_keeps_to_the_real_time(
    app_context: Flask, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = now()
    clock.advance(timedelta(days=2))
    monkeypatch.delitem(app_context.config, "TEST_CLOCK")
    assert now() - before < timedelta(days=1)


def test_today_is_the_day_of_the_place(monkeypatch: pytest.MonkeyPatch) -> None:
    late = datetime(2026, 3, 1, 17, 30, tzinfo=UTC)
    monkeypatch.setattr("app.core.clock.now", lambda: late)
    assert today("Asia/Shanghai").isoformat() == "2026-03-02"
    assert today("Europe/Paris").isoformat() == "2026-03-01"
