from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.dispatch.rules.pieces import pieces_of
from app.visits.rules import Span
from tests.unit.dispatch.facts import (
    HOME,
    HOUR,
    SITE,
    at,
    booking,
    fixed,
    lunch,
    shift,
    snapshot,
    span,
)


def test_a_free_shift_is_one_piece_from_home_to_home() -> None:
    (piece,) = pieces_of(snapshot(shifts=(shift(),)))
    assert (piece.span, piece.overtime_until) == (span(8, 17), at(18))
    assert (piece.start, piece.end) == (HOME, HOME)


def test_a_fixed_booking_cuts_the_shift_at_its_place() -> None:
    one = snapshot(shifts=(shift(),), fixed=(fixed(9, booking(10, 12)),))
    before, after = pieces_of(one)
    assert (before.span, before.overtime_until) == (span(8, 10), at(10))
    assert (before.start, before.end) == (HOME, SITE)
    assert (after.span, after.overtime_until) == (span(12, 17), at(18))
    assert (after.start, after.end) == (SITE, HOME)
    assert before.id != after.id


def test_only_its_own_technician_is_cut() -> None:
    two = snapshot(people=2, fixed=(fixed(9, booking(8, 18, 2)),))
    assert {
        piece.technician_id for piece in pieces_of(two) if piece.span == span(8, 17)
    } == {1}


def test_no_piece_is_left_of_a_shift_that_is_taken() -> None:
    full = snapshot(shifts=(shift(),), fixed=(fixed(9, booking(7, 19)),))
    assert pieces_of(full) == ()


def test_overlapping_bookings_leave_no_time_twice() -> None:
    both = (fixed(8, booking(9, 12)), fixed(9, booking(10, 11)))
    spans = [p.span for p in pieces_of(snapshot(shifts=(shift(),), fixed=both))]
    assert spans == [span(8, 9), span(12, 17)]


def test_a_booking_in_overtime_leaves_the_shift_its_end() -> None:
    late = snapshot(shifts=(shift(),), fixed=(fixed(9, booking(17.25, 18)),))
    (piece,) = pieces_of(late)
    assert (piece.span, piece.overtime_until) == (span(8, 17), at(17.25))


def test_the_break_goes_where_it_has_most_room() -> None:
    cut = snapshot(shifts=(shift(rests=(lunch(),)),), fixed=(fixed(9, booking(8, 12)),))
    (after,) = pieces_of(cut)
    assert [rest.within for rest in after.rests] == [span(12, 13.5)]


def test_a_break_without_room_lapses() -> None:
    cut = snapshot(
        shifts=(shift(rests=(lunch(),)),), fixed=(fixed(9, booking(11.25, 13.25)),)
    )
    assert [piece.rests for piece in pieces_of(cut)] == [(), ()]


def test_a_stranger_to_the_territory_has_no_pieces() -> None:
    assert pieces_of(snapshot(shifts=(shift(7),))) == ()


@given(st.lists(st.tuples(st.floats(6, 20), st.floats(0.1, 4)), max_size=5))
def test_pieces_never_meet_a_booking_or_each_other(
    taken: list[tuple[float, float]],
) -> None:
    stops = tuple(
        fixed(n, booking(start, start + length))
        for n, (start, length) in enumerate(taken, 1)
    )
    found = pieces_of(snapshot(shifts=(shift(rests=(lunch(),)),), fixed=stops))
    spans = [Span(piece.span.start, piece.overtime_until) for piece in found]
    for index, one in enumerate(spans):
        assert one.start < one.end
        assert one.start >= at(8)
        assert one.end <= at(18)
        assert not any(one.meets(stop.booking.span) for stop in stops)
        assert not any(one.meets(other) for other in spans[index + 1 :])
    for piece in found:
        assert piece.span.start <= piece.span.end <= piece.overtime_until
        for rest in piece.rests:
            assert rest.within.end - rest.within.start >= rest.duration
            assert rest.within.start >= piece.span.start
    assert sum(len(piece.rests) for piece in found) <= 1


def test_time_left_over_is_counted_in_full() -> None:
    found = pieces_of(snapshot(shifts=(shift(),), fixed=(fixed(9, booking(10, 12)),)))
    total = sum(
        (piece.overtime_until - piece.span.start for piece in found), timedelta(0)
    )
    assert total == 8 * HOUR
