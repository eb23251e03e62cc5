from datetime import timedelta

import pytest

from app.dispatch.rules.facts import Booking, Snapshot
from app.dispatch.rules.pieces import pieces_of
from app.dispatch.rules.waves import Hindrance, Wave, next_wave, windows_within
from app.visits.rules import Span
from tests.unit.dispatch.facts import (
    HOUR,
    START,
    at,
    booking,
    fixed,
    shift,
    snapshot,
    span,
    task,
    tie,
)

SECOND = timedelta(seconds=1)


def wave(
    given: Snapshot,
    placed: dict[int, Booking] | None = None,
    settled: set[int] | None = None,
) -> Wave:
    done = placed or {}
    return next_wave(
        given, pieces_of(given), done, frozenset(settled or ()) | frozenset(done)
    )


def hindrances(found: Wave) -> dict[int, Hindrance]:
    return {each.task.visit_id: each.hindrance for each in found.hindered}


def test_visits_that_wait_for_nothing_come_at_once() -> None:
    found = wave(snapshot(task(1), task(2)))
    assert [each.task.visit_id for each in found.ready] == [1, 2]
    assert all(each.windows == (Span(START, at(72)),) for each in found.ready)


def test_a_chain_is_one_wave_with_its_links() -> None:
    chain = snapshot(task(3), task(1), task(2), ties=(tie(1, 2), tie(2, 3)))
    links = {each.task.visit_id: each.links for each in wave(chain).ready}
    assert links == {1: (), 2: (tie(1, 2),), 3: (tie(2, 3),)}


def test_a_later_day_part_waits_a_wave_and_what_follows_it_too() -> None:
    parts = snapshot(
        task(1), task(2), task(3), ties=(tie(1, 2, next_day=True), tie(2, 3))
    )
    assert [each.task.visit_id for each in wave(parts).ready] == [1]
    later = wave(parts, {1: booking(9, 12)})
    assert [each.task.visit_id for each in later.ready] == [2, 3]


def test_a_later_day_part_gets_the_crew_s_next_working_day() -> None:
    shifts = (shift(1, 0), shift(1, 1), shift(1, 2), shift(2, 0), shift(2, 2))
    parts = snapshot(
        task(1, crew_size=2),
        task(2, crew_size=2),
        people=2,
        shifts=shifts,
        ties=(tie(1, 2, next_day=True),),
    )
    (second,) = wave(parts, {1: booking(9, 12, 1, 2)}).ready
    wednesday = frozenset(
        p.id for p in pieces_of(parts) if p.shift.day == shift(1, 2).day
    )
    assert second.pieces == wednesday


def test_a_crew_without_a_further_day_is_told() -> None:
    parts = snapshot(task(1), task(2), ties=(tie(1, 2, next_day=True),))
    found = wave(parts, {1: booking(9, 12, day=2)})
    assert hindrances(found) == {2: Hindrance.CREW_HAS_NO_NEXT_DAY}


def test_work_follows_what_was_placed_with_its_lag() -> None:
    lagged = tie(1, 2, min_lag=2 * HOUR, max_lag=4 * HOUR)
    given = snapshot(task(2), ties=(lagged,), elsewhere={1: booking(9, 10)})
    (ready,) = wave(given).ready
    assert ready.windows == (Span(at(12), at(14) + SECOND),)
    assert ready.links == ()


def test_work_waits_for_what_has_no_place() -> None:
    given = snapshot(task(2), ties=(tie(1, 2),), elsewhere={1: None})
    assert hindrances(wave(given)) == {2: Hindrance.WAITS_FOR_PREDECESSOR}
    unplaced = snapshot(task(1), task(2), task(3), ties=(tie(1, 2), tie(2, 3)))
    found = wave(unplaced, settled={1})
    assert hindrances(found) == {2: Hindrance.WAITS_FOR_PREDECESSOR}
    assert found.ready == ()


def test_a_lag_past_the_last_day_is_told() -> None:
    late = snapshot(task(2), ties=(tie(1, 2, min_lag=80 * HOUR),))
    given = snapshot(task(2), fixed=(fixed(1, booking(9, 10)),), ties=late.ties)
    assert hindrances(wave(given)) == {2: Hindrance.BEYOND_HORIZON}


def test_work_ends_before_a_successor_that_stands() -> None:
    given = snapshot(
        task(1),
        fixed=(fixed(2, booking(14, 15)),),
        ties=(tie(1, 2, min_lag=2 * HOUR),),
    )
    (ready,) = wave(given).ready
    assert ready.windows == (Span(START, at(11) + SECOND),)
    too_early = snapshot(
        task(1),
        fixed=(fixed(2, booking(0, 1)),),
        ties=(tie(1, 2, min_lag=2 * HOUR),),
    )
    assert hindrances(wave(too_early)) == {1: Hindrance.SUCCESSOR_STANDS}


def test_a_common_start_is_the_other_s_start() -> None:
    given = snapshot(
        task(2),
        fixed=(fixed(1, booking(9, 10)),),
        ties=(tie(1, 2, same_start=True),),
    )
    (ready,) = wave(given).ready
    assert ready.windows == (Span(at(9), at(9) + SECOND),)


@pytest.mark.parametrize(
    ("windows", "expected"),
    [
        ((span(9, 12),), (Span(at(9), at(11) + SECOND),)),
        ((span(9, 9.5),), ()),
        ((span(1, 2), span(9, 12)), (Span(at(9), at(11) + SECOND),)),
        ((), (span(8, 24),)),
    ],
)
def test_a_start_leaves_the_work_inside_a_window(
    windows: tuple[Span, ...], expected: tuple[Span, ...]
) -> None:
    work = task(1, windows=windows, earliest=at(8))
    assert windows_within(work, span(0, 24)) == expected


def test_closed_windows_are_told() -> None:
    given = snapshot(task(1, windows=(span(9, 12, day=-7),)))
    assert hindrances(wave(given)) == {1: Hindrance.WINDOW_CLOSED}
    assert windows_within(task(1, earliest=at(99)), span(0, 24)) == ()
