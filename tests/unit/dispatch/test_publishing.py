from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.dispatch.rules.facts import Booking, Tie
from app.dispatch.rules.publishing import Present, Taken, Wish, stale
from app.visits.states import VisitState
from tests.unit.dispatch.facts import HOUR, at, booking, span, tie

HERE, THERE = booking(9, 10, 1), booking(9, 10, 2)


def visit(visit_id: int, where: Booking | None = None, **facts: object) -> Present:
    state = VisitState.OPEN if where is None else VisitState.PLANNED
    plain = Present(
        visit_id,
        f"WO-{visit_id}",
        1,
        state,
        pinned=False,
        human_edited=False,
        booking=where,
    )
    return replace(plain, **facts)  # type: ignore[arg-type] # facts are the fields


def dropped(
    wishes: dict[int, Booking | None],
    *visits: Present,
    others: tuple[Taken, ...] = (),
    ties: tuple[Tie, ...] = (),
    refused: dict[int, str] | None = None,
    hour: float = 0,
) -> dict[int, str]:
    """Return what drops out; a change has its visit's number."""
    asked = [Wish(key, key, 1, will) for key, will in wishes.items()]
    taken = [
        Taken(person, each.visit_id, each.booking.span, each.reference)
        for each in visits
        if each.booking is not None
        for person in each.booking.technician_ids
    ]
    known = {each.visit_id: each for each in visits}
    moment = at(hour)
    return stale(asked, known, [*taken, *others], ties, refused or {}, at=moment)


def test_a_proposal_that_nobody_overtook_stands() -> None:
    assert dropped({1: HERE, 2: THERE}, visit(1), visit(2)) == {}


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"state": VisitState.EN_ROUTE}, "is en_route by now"),
        ({"state": VisitState.CANCELLED}, "is cancelled by now"),
        ({"pinned": True}, "was pinned"),
        ({"version": 2}, "Somebody changed"),
        ({"version": 2, "human_edited": True}, "A person changed"),
    ],
)
def test_whoever_came_first_wins(facts: dict[str, object], why: str) -> None:
    assert why in dropped({1: HERE}, replace(visit(1), **facts))[1]  # type: ignore[arg-type] # facts are the fields


def test_a_visit_that_is_gone_drops_out() -> None:
    assert "gone" in dropped({1: HERE})[1]


def test_nothing_is_published_into_the_past() -> None:
    wishes: dict[int, Booking | None] = {1: HERE, 2: booking(10, 11, 2), 3: None}
    seen = (visit(1), visit(2), visit(3, booking(8, 9, 3)))
    assert dropped(wishes, *seen, hour=9) == {}
    assert dropped(wishes, *seen, hour=9.5) == {1: "That time is past."}


def test_what_breaks_a_rule_by_now_says_which() -> None:
    assert dropped({1: HERE}, visit(1), refused={1: "Ann is absent."}) == {
        1: "Ann is absent."
    }


def test_a_booking_made_meanwhile_keeps_its_time() -> None:
    other = Taken(1, 99, span(9.5, 11), "WO-99")
    found = dropped({1: HERE, 2: THERE}, visit(1), visit(2), others=(other,))
    assert found == {1: "The technician is with WO-99 then."}


def test_a_swap_stands_or_falls_together() -> None:
    swap: dict[int, Booking | None] = {1: THERE, 2: HERE}
    assert dropped(swap, visit(1, HERE), visit(2, THERE)) == {}
    found = dropped(swap, visit(1, HERE, version=2), visit(2, THERE))
    assert set(found) == {1, 2}


def test_taking_a_visit_out_frees_its_time() -> None:
    assert dropped({1: None, 2: HERE}, visit(1, HERE), visit(2)) == {}
    assert set(dropped({2: HERE}, visit(1, HERE), visit(2))) == {2}


def test_work_drops_with_its_predecessor() -> None:
    chain: dict[int, Booking | None] = {1: booking(8, 9), 2: booking(10, 11)}
    ties = (tie(1, 2, min_lag=HOUR),)
    assert dropped(chain, visit(1), visit(2), ties=ties) == {}
    found = dropped(chain, visit(1, version=2), visit(2), ties=ties)
    assert "comes first, does not fit" in found[2]
    alone = dropped({2: booking(10, 11)}, visit(1), visit(2), ties=ties)
    assert set(alone) == {2}


def test_a_predecessor_does_not_move_past_a_successor_that_stays() -> None:
    ties = (tie(1, 2, min_lag=HOUR),)
    stays = visit(2, booking(12, 13, 2))
    assert dropped({1: booking(10, 11)}, visit(1), stays, ties=ties) == {}
    late = dropped({1: booking(11, 12)}, visit(1), stays, ties=ties)
    assert "stays where it is" in late[1]
    out = dropped({1: None}, visit(1, HERE), stays, ties=ties)
    assert set(out) == {1}


def test_the_longest_lag_and_a_common_start_are_kept() -> None:
    soon = (tie(1, 2, max_lag=HOUR),)
    first = visit(1, booking(8, 9))
    assert set(dropped({2: booking(11, 12)}, first, visit(2), ties=soon)) == {2}
    together = (tie(1, 2, same_start=True),)
    assert dropped({2: booking(8, 9, 2)}, first, visit(2), ties=together) == {}
    assert set(dropped({2: booking(9, 10, 2)}, first, visit(2), ties=together)) == {2}


def test_a_successor_without_a_place_hinders_nobody() -> None:
    assert dropped({1: HERE}, visit(1), visit(2), ties=(tie(1, 2),)) == {}


@st.composite
def boards(
    draw: st.DrawFn,
) -> tuple[dict[int, Booking | None], list[Present]]:
    """Present bookings and proposed ones, neither with an overlap of its own."""
    count = draw(st.integers(1, 6))
    places = [(person, hour) for person in (1, 2) for hour in range(8, 14)]
    now = draw(st.permutations(places))[:count]
    then = draw(st.permutations(places))[:count]
    visits = [
        visit(
            key,
            booking(hour, hour + 1, person) if draw(st.booleans()) else None,
            version=draw(st.sampled_from([1, 1, 1, 2])),
        )
        for key, (person, hour) in enumerate(now, 1)
    ]
    wishes: dict[int, Booking | None] = {
        key: booking(hour, hour + 1, person)
        for key, (person, hour) in enumerate(then, 1)
        if draw(st.booleans())
    }
    return wishes, visits


@given(boards())
def test_what_is_left_never_overlaps(
    board: tuple[dict[int, Booking | None], list[Present]],
) -> None:
    wishes, visits = board
    out = dropped(wishes, *visits)
    final = {each.visit_id: each.booking for each in visits}
    final |= {key: will for key, will in wishes.items() if key not in out}
    held = [each for each in final.values() if each is not None]
    for index, one in enumerate(held):
        for two in held[index + 1 :]:
            same = set(one.technician_ids) & set(two.technician_ids)
            assert not (same and one.span.meets(two.span))
