from datetime import time

from app.technicians.rules import DayPattern, Pause, pattern_faults


def codes(*patterns: DayPattern) -> list[tuple[str, str]]:
    return [(fault.pointer, fault.code) for fault in pattern_faults(patterns)]


def test_a_usual_week_has_no_faults() -> None:
    lunch = Pause(time(11, 30), time(13, 30), 3600)
    week = [DayPattern(day, time(8, 30), time(17, 30), lunch) for day in range(7)]
    assert pattern_faults(week) == []


def test_a_weekday_comes_once() -> None:
    day = DayPattern(2, time(8), time(12))
    assert codes(day, day) == [("/patterns/1/weekday", "twice")]


def test_a_shift_has_sixteen_hours_at_most() -> None:
    assert codes(DayPattern(0, time(8), time(0))) == []
    assert codes(DayPattern(0, time(8), time(0, 1))) == [
        ("/patterns/0/end_time", "too_long")
    ]
    assert codes(DayPattern(0, time(8), time(8))) == [
        ("/patterns/0/end_time", "too_long")
    ]


def test_a_break_has_room_in_its_window() -> None:
    tight = Pause(time(12), time(12, 30), 3600)
    assert codes(DayPattern(0, time(8), time(17), tight)) == [
        ("/patterns/0/break_seconds", "break_too_long")
    ]


def test_a_break_lies_in_the_shift() -> None:
    evening = Pause(time(16, 30), time(18), 1800)
    assert codes(DayPattern(0, time(8), time(17), evening)) == [
        ("/patterns/0/break_latest_end", "break_outside")
    ]


def test_a_night_shift_may_rest_after_midnight() -> None:
    assert codes(DayPattern(0, time(22), time(6), Pause(time(1), time(3), 1800))) == []


def test_a_night_shift_ends_before_the_next_day_begins() -> None:
    sunday = DayPattern(6, time(20), time(9))
    monday = DayPattern(0, time(8), time(17))
    assert codes(sunday, monday) == [("/patterns/0/end_time", "overlap")]
    assert codes(sunday, DayPattern(0, time(9), time(17))) == []
