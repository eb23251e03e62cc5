"""When something happened, from clocks that may be wrong."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.visits.actions.operations.clocks import Contact, Reading, estimate

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = 3_600_000


def at(hours: float) -> datetime:
    return NOON + timedelta(hours=hours)


def sending(mono_ms: int = 10 * HOUR, boot: str = "b") -> Contact:
    return Contact(NOON, Reading(boot, mono_ms))


def test_right_clocks_are_believed() -> None:
    told = estimate(at(-2), Reading("b", 8 * HOUR), sending(), NOON, None)
    assert (told.at, told.skew_seconds, told.is_skewed) == (at(-2), 0, False)


def test_a_wall_clock_that_is_wrong_is_put_right_and_flagged() -> None:
    told = estimate(at(1), Reading("b", 8 * HOUR), sending(), at(3), None)
    assert (told.at, told.skew_seconds, told.is_skewed) == (at(-2), 3 * 3600, True)


def test_five_minutes_are_no_skew() -> None:
    five = timedelta(minutes=5)
    told = estimate(at(-2) + five, Reading("b", 8 * HOUR), sending(), NOON + five, None)
    assert not told.is_skewed


def test_a_wall_clock_set_back_meanwhile_cannot_make_it_later_than_it_ran() -> None:
    told = estimate(at(-1), Reading("b", 8 * HOUR), sending(), at(-5), None)
    assert told.at == at(-2)


def test_a_running_clock_that_slept_is_not_believed_against_the_wall_clock() -> None:
    told = estimate(at(-8), Reading("b", 9 * HOUR), sending(), NOON, None)
    assert told.at == at(-8)


def test_it_was_not_before_the_last_contact_plus_what_ran_since() -> None:
    before = Contact(at(-4), Reading("b", 6 * HOUR))
    told = estimate(at(-30), Reading("b", 7 * HOUR), sending(), NOON, before)
    assert (told.at, told.is_skewed) == (at(-3), True)


def test_across_a_boot_the_wall_clock_is_all_there_is() -> None:
    told = estimate(at(-2), Reading("a", 99 * HOUR), sending(), NOON, None)
    assert told.at == at(-2)


def test_without_a_wall_clock_the_running_one_tells() -> None:
    told = estimate(None, Reading("b", 8 * HOUR), sending(), NOON, None)
    assert (told.at, told.skew_seconds) == (at(-2), 0)


hours = st.integers(-100, 100)


@given(hours, st.integers(0, 20 * HOUR), hours, st.sampled_from(("a", "b")))
def test_nothing_happened_after_it_was_received(
    device: int, mono: int, now: int, boot: str
) -> None:
    before = Contact(at(-50), Reading("b", 5))
    told = estimate(at(device), Reading(boot, mono), sending(), at(now), before)
    assert told.at <= NOON
    again = estimate(at(device), Reading(boot, mono), sending(), at(now), before)
    assert told == again
