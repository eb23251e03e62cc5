from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.technicians.rules import (
    DayException,
    DayPattern,
    Interval,
    Pause,
    Rest,
    ShiftWindow,
    TechnicianShift,
    calendar_of,
    cut,
    disjoint,
    place,
    shift_on,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
CHINA = calendar_of("CN")
LUNCH = Pause(time(11, 30), time(13, 30), 3600)
WEEK = {
    day: DayPattern(day, time(8, 30), time(17, 30), LUNCH if day else None)
    for day in range(5)
}
TUESDAY = date(2026, 11, 24)


def at(hour: int, minute: int = 0, day: int = 24) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


def shift(overtime: int = 0) -> TechnicianShift:
    window = ShiftWindow(TUESDAY, time(8, 30), time(17, 30), LUNCH)
    return place(window, SHANGHAI, 7, overtime)


def test_a_weekday_has_its_hours() -> None:
    found = shift_on(TUESDAY, WEEK, {}, CHINA)
    assert found == ShiftWindow(TUESDAY, time(8, 30), time(17, 30), LUNCH)


def test_a_weekend_is_off() -> None:
    assert shift_on(date(2026, 11, 28), WEEK, {}, CHINA) is None


def test_a_public_holiday_is_off() -> None:
    assert shift_on(date(2026, 10, 1), WEEK, {}, CHINA) is None


def test_a_day_given_in_exchange_for_a_weekend_is_off() -> None:
    assert shift_on(date(2026, 10, 7), WEEK, {}, CHINA) is None


def test_a_working_saturday_has_fridays_hours() -> None:
    found = shift_on(date(2026, 10, 10), WEEK, {}, CHINA)
    assert found == ShiftWindow(date(2026, 10, 10), time(8, 30), time(17, 30), LUNCH)


def test_a_working_sunday_has_mondays_hours() -> None:
    found = shift_on(date(2026, 9, 20), WEEK, {}, CHINA)
    assert found is not None
    assert found.pause is None


def test_a_weekend_shift_of_ones_own_outranks_the_stand_in() -> None:
    week = {**WEEK, 5: DayPattern(5, time(10), time(15))}
    found = shift_on(date(2026, 10, 10), week, {}, CHINA)
    assert found is not None
    assert found.start == time(10)


def test_the_last_weekend_of_a_year_can_be_worked_for_the_next_year() -> None:
    assert calendar_of("CN").is_working_weekend(date(2011, 12, 31))


def test_elsewhere_a_chinese_holiday_is_a_day_like_others() -> None:
    assert shift_on(date(2026, 10, 1), WEEK, {}, calendar_of("US")) is not None
    assert shift_on(date(2026, 10, 1), WEEK, {}, calendar_of("??")) is not None


def test_an_exception_outranks_the_holiday() -> None:
    day = date(2026, 10, 1)
    worked = {day: DayException(day, working=True, start=time(9), end=time(12))}
    found = shift_on(day, WEEK, worked, CHINA)
    assert found == ShiftWindow(day, time(9), time(12), LUNCH)


def test_an_exception_can_be_a_day_off_or_a_day_without_a_pattern() -> None:
    off = {TUESDAY: DayException(TUESDAY, working=False)}
    assert shift_on(TUESDAY, WEEK, off, CHINA) is None
    sunday = date(2026, 11, 29)
    worked = {sunday: DayException(sunday, working=True, start=time(9), end=time(12))}
    assert shift_on(sunday, WEEK, worked, CHINA) == ShiftWindow(
        sunday, time(9), time(12), None
    )


def test_a_shift_is_placed_in_its_time_zone_with_overtime() -> None:
    placed = shift(overtime=7200)
    assert placed.starts_at == datetime(2026, 11, 24, 0, 30, tzinfo=UTC)
    assert placed.ends_at == at(17, 30)
    assert placed.overtime_until == at(19, 30)
    assert placed.breaks == (Rest(at(11, 30), at(13, 30), 3600),)


def test_a_night_shift_ends_on_the_next_day_and_rests_after_midnight() -> None:
    night = ShiftWindow(TUESDAY, time(22), time(6), Pause(time(0, 30), time(3), 1800))
    placed = place(night, SHANGHAI, 7, 0)
    assert placed.ends_at == at(6, day=25)
    assert placed.breaks == (Rest(at(0, 30, 25), at(3, 0, 25), 1800),)


def test_a_pause_outside_short_hours_is_not_owed() -> None:
    morning = ShiftWindow(TUESDAY, time(8), time(11), LUNCH)
    assert place(morning, SHANGHAI, 7, 0).breaks == ()


def test_without_absences_a_shift_stays_whole() -> None:
    assert cut(shift(), []) == [shift()]


def test_an_absence_in_the_middle_leaves_two_spans() -> None:
    first, last = cut(shift(overtime=3600), [Interval(at(9), at(10))])
    assert (first.starts_at, first.ends_at) == (at(8, 30), at(9))
    assert first.overtime_until == at(9)
    assert (last.starts_at, last.ends_at) == (at(10), at(17, 30))
    assert last.overtime_until == at(18, 30)
    assert first.breaks == ()
    assert last.breaks == shift().breaks


def test_an_absence_as_long_as_the_break_is_the_break() -> None:
    pieces = cut(shift(), [Interval(at(12), at(13))])
    assert all(piece.breaks == () for piece in pieces)


def test_a_short_absence_in_the_break_leaves_it_owed_where_it_fits() -> None:
    first, last = cut(shift(), [Interval(at(12, 15), at(12, 30))])
    assert first.breaks == ()
    assert last.breaks == (Rest(at(12, 30), at(13, 30), 3600),)


def test_a_break_that_fits_in_neither_span_is_not_owed() -> None:
    pieces = cut(shift(), [Interval(at(12, 10), at(12, 50))])
    assert [piece.breaks for piece in pieces] == [(), ()]


def test_absences_that_overlap_are_one() -> None:
    absences = [Interval(at(10), at(12)), Interval(at(9), at(11))]
    first, last = cut(shift(), absences)
    assert (first.ends_at, last.starts_at) == (at(9), at(12))


def test_nothing_is_left_of_a_day_away_but_not_of_the_evening_alone() -> None:
    assert cut(shift(), [Interval(at(0), at(23))]) == []
    assert cut(shift(overtime=7200), [Interval(at(8), at(18))]) == []


def test_a_shift_ends_where_the_next_begins() -> None:
    early = place(ShiftWindow(TUESDAY, time(22), time(9), None), SHANGHAI, 7, 3600)
    late = place(
        ShiftWindow(date(2026, 11, 25), time(8), time(17), None), SHANGHAI, 7, 0
    )
    first, second = disjoint([late, early])
    assert first.ends_at == first.overtime_until == second.starts_at
    assert second == late


def test_a_shift_inside_the_next_one_is_no_shift() -> None:
    one = shift()
    assert disjoint([one, one]) == [one]


moments = st.integers(0, 48 * 60).map(lambda m: at(0) + timedelta(minutes=m))
intervals = st.builds(
    lambda start, minutes: Interval(start, start + timedelta(minutes=minutes)),
    moments,
    st.integers(1, 600),
)
clocks = st.integers(0, 23 * 4).map(lambda q: time(q // 4, q % 4 * 15))
windows = st.builds(
    ShiftWindow,
    st.sampled_from([TUESDAY, date(2026, 11, 25)]),
    clocks,
    clocks,
    st.none() | st.builds(Pause, clocks, clocks, st.sampled_from([900, 1800, 3600])),
)
shifts = st.builds(
    place, windows, st.just(SHANGHAI), st.just(7), st.sampled_from([0, 1800, 7200])
)


@given(shifts, st.lists(intervals, max_size=6))
def test_what_is_left_lies_in_the_shift_and_outside_every_absence(
    whole: TechnicianShift, absences: list[Interval]
) -> None:
    pieces = cut(whole, absences)
    for piece in pieces:
        assert whole.starts_at <= piece.starts_at < piece.ends_at <= whole.ends_at
        assert piece.ends_at <= piece.overtime_until <= whole.overtime_until
        for away in absences:
            assert (
                away.ends_at <= piece.starts_at
                or piece.overtime_until <= away.starts_at
            )
        for rest in piece.breaks:
            assert piece.starts_at <= rest.earliest <= rest.latest_end <= piece.ends_at
            room = (rest.latest_end - rest.earliest).total_seconds()
            assert room >= rest.seconds
    assert sum(len(piece.breaks) for piece in pieces) <= len(whole.breaks)
    for before, after in pairwise(pieces):
        assert before.overtime_until < after.starts_at


@given(shifts, st.lists(intervals, max_size=6))
def test_no_minute_of_the_shift_is_lost_but_by_an_absence(
    whole: TechnicianShift, absences: list[Interval]
) -> None:
    pieces = cut(whole, absences)
    minute = whole.starts_at
    while minute < whole.ends_at:
        is_away = any(a.starts_at <= minute < a.ends_at for a in absences)
        is_covered = any(p.starts_at <= minute < p.ends_at for p in pieces)
        assert is_covered is not is_away
        minute += timedelta(minutes=15)


@given(st.lists(shifts, max_size=5))
def test_disjoint_shifts_never_overlap(several: list[TechnicianShift]) -> None:
    kept = disjoint(several)
    for before, after in pairwise(kept):
        assert before.overtime_until <= after.starts_at
    assert all(one.starts_at < one.ends_at for one in kept)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York"])
@given(day=st.dates(date(2026, 1, 1), date(2026, 12, 31)), window=windows)
def test_a_placed_shift_survives_the_changes_of_the_clocks(
    zone: str, day: date, window: ShiftWindow
) -> None:
    moved = ShiftWindow(day, window.start, window.end, window.pause)
    placed = place(moved, ZoneInfo(zone), 1, 600)
    assert placed.starts_at <= placed.ends_at < placed.overtime_until
    assert placed.ends_at - placed.starts_at <= timedelta(hours=25)
