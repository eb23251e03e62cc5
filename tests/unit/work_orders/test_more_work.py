"""Agreed hours join the step of their kind, or are a step of their own."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.states import WorkKind
from app.work_orders.rules import Goods, Work, chain, with_more

WORK = Work(3600, 600, 2, {"vrf": 2}, 0, None)
GOODS = Goods(
    1,
    2,
    Decimal(10),
    Decimal(1),
    {WorkKind.DELIVERY: WORK, WorkKind.INSTALLATION: WORK},
)


def test_hours_make_the_step_of_their_kind_longer() -> None:
    before = chain([GOODS])
    after = with_more(before, {WorkKind.INSTALLATION: 5400})
    assert [step.kind for step in after] == [step.kind for step in before]
    assert after[0] == before[0]
    assert after[1].duration_seconds == before[1].duration_seconds + 5400
    assert after[1].lines == before[1].lines


def test_hours_of_another_kind_stand_where_their_kind_does() -> None:
    after = with_more(chain([GOODS]), {WorkKind.COMMISSIONING: 7200})
    assert [step.kind for step in after] == [
        WorkKind.DELIVERY,
        WorkKind.INSTALLATION,
        WorkKind.COMMISSIONING,
    ]
    last = after[-1]
    assert (last.duration_seconds, last.crew_size, last.lines) == (7200, 1, ())


@given(st.dictionaries(st.sampled_from(list(WorkKind)), st.integers(1, 10**6)))
def test_no_agreed_second_is_lost(seconds: dict[WorkKind, int]) -> None:
    before = chain([GOODS])
    after = with_more(before, seconds)
    added = sum(step.duration_seconds for step in after) - sum(
        step.duration_seconds for step in before
    )
    assert added == sum(seconds.values())
