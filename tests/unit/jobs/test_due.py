"""When a schedule fires: by the clock of its place, once for what was missed."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.core.jobs import Schedule
from app.jobs.clock import CATCH_UP, latest_due

NIGHTLY = Schedule("night", "plan", "0 2 * * *", "Asia/Shanghai")
HOURLY = Schedule("hour", "count", "0 * * * *", "UTC")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_two_in_shanghai_is_eighteen_the_day_before_in_utc() -> None:
    due = latest_due(NIGHTLY, at("2026-03-01T17:59"), at("2026-03-01T18:00"))
    assert due == at("2026-03-01T18:00")


def test_a_moment_before_it_is_not_due() -> None:
    assert latest_due(NIGHTLY, at("2026-03-01T12:00"), at("2026-03-01T17:59")) is None


def test_a_time_that_fired_does_not_fire_again() -> None:
    fired = at("2026-03-01T18:00")
    assert latest_due(NIGHTLY, fired, fired + timedelta(hours=1)) is None


def test_of_the_times_missed_only_the_last_fires() -> None:
    due = latest_due(HOURLY, at("2026-03-01T01:30"), at("2026-03-01T07:30"))
    assert due == at("2026-03-01T07:00")


def test_a_firing_missed_for_over_a_day_is_let_go() -> None:
    yearly = Schedule("year", "count", "0 0 1 1 *", "UTC")
    assert latest_due(yearly, at("2025-12-01T00:00"), at("2026-01-03T00:00")) is None


def test_where_the_clock_is_put_back_a_time_named_twice_fires_twice_at_most() -> None:
    paris = Schedule("night", "plan", "30 2 * * *", "Europe/Paris")
    due = latest_due(paris, at("2026-10-24T12:00"), at("2026-10-25T12:00"))
    assert due in {at("2026-10-25T00:30"), at("2026-10-25T01:30")}


def test_where_the_clock_is_put_forward_a_skipped_time_does_not_stop_the_rest() -> None:
    paris = Schedule("night", "plan", "30 2 * * *", "Europe/Paris")
    due = latest_due(paris, at("2026-03-29T12:00"), at("2026-03-30T12:00"))
    assert due == at("2026-03-30T00:30")


@given(
    since=st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1)),  # noqa: DTZ001 - zoned below
    wait=st.timedeltas(timedelta(0), timedelta(days=3)),
)
def test_what_is_due_lies_after_the_last_and_not_in_the_future(
    since: datetime, wait: timedelta
) -> None:
    start = since.replace(tzinfo=UTC)
    until = start + wait
    due = latest_due(HOURLY, start, until)
    if wait >= timedelta(hours=1):
        assert due is not None
    if due is not None:
        assert start < due <= until
        assert due > until - CATCH_UP
        assert due.minute == 0
