"""Whatever a territory looks like: no broken rule, and a reason for every visit."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from app.dispatch.bridge.planning import Run, plan
from app.dispatch.bridge.process import Limits
from app.dispatch.bridge.proof import violations
from app.dispatch.rules.facts import Booking, Place, Snapshot, Task, Tie
from app.dispatch.rules.reasons import Names, hindered, left_out
from app.projects.states import Priority
from app.visits.states import VisitState
from tests.unit.dispatch.facts import (
    DAYS,
    HOUR,
    START,
    booking,
    fixed,
    lunch,
    shift,
    snapshot,
    span,
    task,
)
from tests.unit.dispatch.test_planning import Asked

PEOPLE = 3
hours = st.integers(8, 16)
days = st.integers(0, DAYS - 1)


@st.composite
def tasks(draw: st.DrawFn, visit_id: int) -> Task:
    crew = draw(st.integers(1, 2))
    where: Booking | None = None
    state = VisitState.OPEN
    length = draw(st.sampled_from([1, 2, 4]))
    if draw(st.booleans()):
        people = draw(st.permutations(range(1, PEOPLE + 1)))[:crew]
        start, day = draw(hours), draw(days)
        where = booking(start, start + length, *people, day=day)
        state = draw(st.sampled_from([VisitState.PLANNED, VisitState.CONFIRMED]))
    window = draw(st.none() | st.tuples(hours, days))
    return task(
        visit_id,
        state=state,
        booking=where,
        duration=length * HOUR,
        crew_size=crew,
        place=Place(31 + draw(st.integers(0, 20)) / 100, 121.4),
        skills=draw(st.sampled_from([{}, {"vrf": 1}, {"vrf": 2}])),
        load=(draw(st.integers(0, 60)), 0),
        priority=draw(st.sampled_from(Priority)),
        windows=(span(window[0] - 3, window[0] + 3, window[1]),) if window else (),
        due=draw(st.none() | st.just(START + 30 * HOUR)),
    )


@st.composite
def territories(draw: st.DrawFn) -> Snapshot:
    count = draw(st.integers(1, 7))
    work = [draw(tasks(visit_id)) for visit_id in range(1, count + 1)]
    ties = [
        Tie(
            first,
            first + 1,
            draw(st.sampled_from([0, 2, 20])) * HOUR,
            next_day=draw(st.booleans()),
        )
        for first in range(1, count)
        if draw(st.booleans())
    ]
    held = [
        fixed(
            100 + number,
            booking(
                start,
                start + draw(st.sampled_from([0.5, 2])),
                draw(st.integers(1, PEOPLE)),
                day=draw(days),
            ),
        )
        for number, start in enumerate(draw(st.lists(hours, max_size=3)))
    ]
    shifts = [
        shift(
            person,
            day,
            rests=(lunch(day),),
            skills={"vrf": person},
        )
        for person in range(1, PEOPLE + 1)
        for day in range(DAYS)
        if draw(st.integers(0, 9))
    ]
    return snapshot(
        *work,
        people=PEOPLE,
        shifts=tuple(shifts),
        ties=tuple(ties),
        fixed=tuple(held),
    )


@settings(max_examples=60, deadline=timedelta(seconds=30))
@given(territories())
def test_a_plan_breaks_no_rule_and_leaves_no_visit_without_a_word(
    territory: Snapshot,
) -> None:
    run = plan(territory, Limits(1, 1, 512), lambda _: True, Asked())
    problem, solution = run.whole()
    assert violations(problem, solution) == []
    assert _told(run, territory) == territory.task_ids - set(run.placed)
    for tie in territory.ties:
        if tie.second in run.placed:
            first, second = run.bookings[tie.first], run.bookings[tie.second]
            assert second.span.start - first.span.end >= tie.min_lag
            if tie.next_day:
                _assert_same_crew_later(territory, first, second)


def _told(run: Run, territory: Snapshot) -> set[int]:
    names = Names({}, {}, territory.horizon.start)
    told = {key: hindered(each, names) for key, each in run.hindered.items()}
    told |= {key: left_out(each, names) for key, each in run.left_out.items()}
    assert all(each["reasons"] for each in told.values())
    return set(told)


def _assert_same_crew_later(
    territory: Snapshot, first: Booking, second: Booking
) -> None:
    sizes = {len(first.technician_ids), len(second.technician_ids)}
    if len(sizes) == 1:
        assert set(first.technician_ids) == set(second.technician_ids)
    zero = territory.horizon.start
    assert (second.span.start - zero).days > (first.span.start - zero).days
