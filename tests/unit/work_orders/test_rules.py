from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.states import WorkKind
from app.projects.states import ProjectState
from app.work_orders.errors import TooMuchWorkError
from app.work_orders.rules import (
    CHAIN,
    LEAST_CREW_PART_SECONDS,
    LEAST_PART_SECONDS,
    MOST_PARTS,
    Goods,
    Lag,
    Work,
    chain,
    day_parts,
    is_ready,
    lags,
    progress_of,
    rest_of,
)
from app.work_orders.states import WorkOrderState

HOUR = 3600
S = WorkOrderState
DELIVER, INSTALL, TEST = CHAIN


def work(hours: int = 1, **other: object) -> Work:
    known = {
        "duration_seconds": hours * HOUR,
        "setup_seconds": 0,
        "crew_size": 1,
        "skills": {},
        "min_lag_seconds": 0,
        "max_lag_seconds": None,
    }
    return Work(**{**known, **other})  # type: ignore[arg-type] # one dict, many types


def goods(model_id: int, quantity: int, **works: Work) -> Goods:
    kinds = {WorkKind(kind): each for kind, each in works.items()}
    return Goods(model_id, quantity, Decimal("12.5"), Decimal("0.2"), kinds)


def test_a_site_gets_delivery_installation_and_commissioning_in_this_order() -> None:
    steps = chain(
        [goods(1, 1, commissioning=work(), installation=work(), delivery=work())]
    )

    assert [step.kind for step in steps] == [DELIVER, INSTALL, TEST]


def test_a_kind_that_no_model_asks_for_is_left_out() -> None:
    assert [s.kind for s in chain([goods(1, 1, delivery=work())])] == [DELIVER]


def test_nothing_wanted_is_nothing_to_do() -> None:
    assert chain([]) == []


def test_time_grows_with_the_quantity_and_setup_is_spent_once() -> None:
    [step] = chain(
        [
            goods(1, 3, installation=work(2, setup_seconds=600)),
            goods(2, 1, installation=work(1, setup_seconds=900)),
        ]
    )

    assert step.duration_seconds == 900 + 7 * HOUR
    assert step.setup_seconds == 900


def test_the_crew_and_the_skills_are_the_most_that_any_model_needs() -> None:
    [step] = chain(
        [
            goods(1, 1, installation=work(crew_size=2, skills={"gas": 2, "weld": 4})),
            goods(2, 1, installation=work(crew_size=3, skills={"gas": 3})),
        ]
    )

    assert step.crew_size == 3
    assert step.skills == {"gas": 3, "weld": 4}


def test_only_a_delivery_has_a_load() -> None:
    delivery, installation = chain([goods(1, 4, delivery=work(), installation=work())])

    assert (delivery.load_kg, delivery.load_m3) == (Decimal("50.0"), Decimal("0.8"))
    assert (installation.load_kg, installation.load_m3) == (Decimal(), Decimal())


def test_lines_name_the_models_that_the_step_handles() -> None:
    delivery, installation = chain(
        [
            goods(1, 4, delivery=work(), installation=work()),
            goods(2, 1, delivery=work()),
        ]
    )

    assert delivery.lines == ((1, 4), (2, 1))
    assert installation.lines == ((1, 4),)


def test_the_lag_is_the_longest_and_its_limit_the_tightest() -> None:
    steps = chain(
        [
            goods(1, 1, installation=work(min_lag_seconds=60), commissioning=work()),
            goods(2, 1, installation=work(min_lag_seconds=90, max_lag_seconds=500)),
            goods(3, 1, installation=work(max_lag_seconds=400)),
        ]
    )

    assert lags(steps) == [Lag(0, 1, 90, 400)]


def test_a_limit_never_undercuts_another_models_lag() -> None:
    [step] = chain(
        [
            goods(1, 1, installation=work(min_lag_seconds=86_400)),
            goods(2, 1, installation=work(max_lag_seconds=3600)),
        ]
    )

    assert (step.min_lag_seconds, step.max_lag_seconds) == (86_400, 86_400)


@given(st.integers(1, 500 * HOUR), st.integers(1, 6), st.integers(1, 24 * HOUR))
def test_day_parts_hold_all_the_work_and_nothing_more(
    duration: int, crew: int, shift: int
) -> None:
    shift = max(shift, -(-duration // MOST_PARTS))
    parts = day_parts(duration, crew, shift)

    assert sum(parts) == duration
    assert all(0 < part <= shift for part in parts)
    assert len(parts) == -(-duration // shift)


@given(st.integers(1, 500 * HOUR), st.integers(1, 6), st.integers(4 * HOUR, 24 * HOUR))
def test_no_day_part_is_too_short_for_the_way(
    duration: int, crew: int, shift: int
) -> None:
    shift = max(shift, -(-duration // MOST_PARTS))
    parts = day_parts(duration, crew, shift)
    least = LEAST_CREW_PART_SECONDS if crew > 1 else LEAST_PART_SECONDS

    assert len(parts) == 1 or min(parts) >= least


def test_a_short_rest_takes_some_of_the_last_whole_shift() -> None:
    assert day_parts(17 * HOUR - 1800, 1, 8 * HOUR) == [
        8 * HOUR,
        8 * HOUR - 1800,
        HOUR,
    ]


def test_more_work_than_a_plan_can_show_is_refused_with_the_most_there_may_be() -> None:
    assert len(day_parts(MOST_PARTS * 4 * HOUR, 1, 4 * HOUR)) == MOST_PARTS
    with pytest.raises(TooMuchWorkError, match=r"481 hours; .* at most 480 here"):
        day_parts(MOST_PARTS * 4 * HOUR + 1, 1, 4 * HOUR)


def test_a_territory_without_shifts_has_no_day_parts() -> None:
    with pytest.raises(ValueError, match="positive"):
        day_parts(HOUR, 1, 0)


def test_an_order_with_nothing_before_it_is_ready() -> None:
    assert is_ready([])


@pytest.mark.parametrize(
    ("state", "ready"),
    [
        (S.DRAFT, False),
        (S.READY, False),
        (S.OFFERED, False),
        (S.ACCEPTED, False),
        (S.SCHEDULED, True),
        (S.IN_PROGRESS, True),
        (S.ON_HOLD, True),
        (S.WORK_DONE, True),
        (S.VERIFIED, True),
        (S.CLOSED, True),
        (S.CANNOT_COMPLETE, False),
        (S.CANCELLED, True),
    ],
)
def test_an_order_waits_for_what_comes_before(state: S, *, ready: bool) -> None:
    assert is_ready([S.CLOSED, state]) is ready


@pytest.mark.parametrize(
    ("orders", "state"),
    [
        ([], ProjectState.CONTRACTED),
        ([(DELIVER, S.CANCELLED)], ProjectState.CONTRACTED),
        ([(DELIVER, S.SCHEDULED), (INSTALL, S.READY)], ProjectState.CONTRACTED),
        ([(DELIVER, S.SCHEDULED), (INSTALL, S.SCHEDULED)], ProjectState.PLANNED),
        ([(DELIVER, S.SCHEDULED), (INSTALL, S.CANCELLED)], ProjectState.PLANNED),
        ([(DELIVER, S.IN_PROGRESS), (INSTALL, S.READY)], ProjectState.DELIVERING),
        ([(DELIVER, S.CLOSED), (INSTALL, S.IN_PROGRESS)], ProjectState.INSTALLING),
        ([(INSTALL, S.WORK_DONE), (TEST, S.SCHEDULED)], ProjectState.INSTALLING),
        ([(DELIVER, S.CLOSED), (TEST, S.VERIFIED)], ProjectState.COMMISSIONING),
    ],
)
def test_a_project_is_as_far_as_its_work(
    orders: list[tuple[WorkKind, S]], state: ProjectState
) -> None:
    assert progress_of(orders) is state


@dataclass
class Asked:
    kind: WorkKind = DELIVER
    duration_seconds: int = 5 * HOUR
    setup_seconds: int = HOUR


def test_the_rest_of_an_order_takes_its_share_of_the_time() -> None:
    wanted = [goods(1, 3, delivery=work()), goods(2, 1, delivery=work())]
    rest = rest_of(Asked(), wanted, {1: 1})
    assert rest.lines == {1: 1}
    assert rest.duration_seconds == 2 * HOUR
    assert (rest.load_kg, rest.load_m3) == (Decimal("12.5"), Decimal("0.2"))


def test_only_deliveries_carry_a_load() -> None:
    wanted = [goods(1, 2, installation=work())]
    rest = rest_of(Asked(kind=INSTALL), wanted, {1: 2})
    assert rest.duration_seconds == 5 * HOUR
    assert rest.load_kg == 0


def test_without_known_durations_the_rest_takes_as_long_as_the_whole() -> None:
    wanted = [goods(1, 2)]
    assert rest_of(Asked(), wanted, {1: 1}).duration_seconds == 5 * HOUR
    short = Asked(duration_seconds=1, setup_seconds=HOUR)
    assert rest_of(short, wanted, {1: 1}).duration_seconds == 1


def test_a_project_whose_work_is_closed_is_to_be_accepted() -> None:
    done = [(DELIVER, S.CLOSED), (INSTALL, S.CLOSED)]
    assert progress_of(done) is ProjectState.ACCEPTANCE
    carried = [*done, (INSTALL, S.CANNOT_COMPLETE), (TEST, S.CANCELLED)]
    assert progress_of(carried) is ProjectState.ACCEPTANCE
    assert progress_of([*done, (TEST, S.VERIFIED)]) is ProjectState.COMMISSIONING
