import pytest

from app.dispatch.rules.difference import changes, figures, present
from app.dispatch.rules.facts import Booking
from app.dispatch.states import ChangeKind
from tests.unit.dispatch.facts import at, booked, booking, fixed, snapshot, task

HERE = booking(9, 10, 1, 2)


@pytest.mark.parametrize(
    ("was", "will", "kind"),
    [
        (None, HERE, ChangeKind.ADDED),
        (HERE, None, ChangeKind.REMOVED),
        (HERE, HERE, ChangeKind.UNCHANGED),
        (HERE, booking(9, 10, 2, 1), ChangeKind.UNCHANGED),
        (HERE, booking(9, 10, 1, 3), ChangeKind.MOVED),
        (HERE, booking(10, 11, 1, 2), ChangeKind.MOVED),
    ],
)
def test_each_visit_is_compared_with_the_present_plan(
    was: Booking | None, will: Booking | None, kind: ChangeKind
) -> None:
    (change,) = changes([task(1, booking=was)], {1: will} if will else {})
    assert (change.kind, change.was, change.will) == (kind, was, will)


def test_a_visit_without_a_place_before_and_after_is_no_change() -> None:
    assert changes([task(1)], {}) == []


def test_figures_sum_a_plan_up_by_technician() -> None:
    given = snapshot(
        task(1, due=at(9.5)),
        task(2, due=at(20)),
        booked(3, booking(11, 12)),
        fixed=(fixed(4, booking(14, 16)),),
    )
    found = figures(given, {1: HERE, 2: booking(12, 13)}, {1: 600})
    assert (found.visits, found.unassigned) == (3, 1)
    assert (found.travel_seconds, found.lateness_seconds) == (600, 1800)
    loads = {n: (w.visits, w.work_seconds) for n, w in found.technicians.items()}
    assert loads == {1: (3, 4 * 3600), 2: (1, 3600)}


def test_the_present_plan_is_what_could_be_changed() -> None:
    given = snapshot(task(1), booked(2, HERE), fixed=(fixed(3, booking(12, 13)),))
    assert present(given) == {2: HERE}
