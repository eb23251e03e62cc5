"""Sums are those of the lines that are seen, to the last minor unit."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.states import WorkKind
from app.core.money import Money
from app.partners.document import as_csv
from app.partners.rules import Line, sums_of
from app.work_orders.states import WorkOrderState


def line(worked: int, rate: Money | None) -> Line:
    return Line(
        1, "WO-1", WorkKind.REPAIR, WorkOrderState.CLOSED, 2, 1, 7200, worked, rate
    )


@pytest.mark.parametrize(
    ("seconds", "minor", "amount"),
    [
        (3600, 12_000, 12_000),
        (1799, 1, 0),
        (1800, 1, 1),
        (0, 99, 0),
        (5400, 9_999, 14_999),
    ],
)
def test_what_is_worked_is_rounded_half_up(
    seconds: int, minor: int, amount: int
) -> None:
    assert line(seconds, Money(minor)).amount == Money(amount)


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6))))
def test_a_sum_is_that_of_the_amounts_shown_and_near_the_truth(
    works: list[tuple[int, int]],
) -> None:
    lines = [line(seconds, Money(minor)) for seconds, minor in works]
    total = sums_of(lines)
    shown = sum(each.amount.minor for each in lines if each.amount)
    assert [amount.minor for amount in total.amounts] == ([shown] if lines else [])
    exact = (Fraction(seconds * minor, 3600) for seconds, minor in works)
    truth = sum(exact, Fraction())
    assert abs(shown - truth) <= Fraction(len(lines), 2)
    assert total.worked_seconds == sum(seconds for seconds, _ in works)
    assert total.visits == 2 * total.visits_done == 2 * total.orders


def test_currencies_stay_apart_and_what_has_no_rate_adds_nothing() -> None:
    lines = [line(3600, Money(5, "EUR")), line(3600, Money(7, "CNY")), line(60, None)]
    assert sums_of(lines).amounts == [Money(7, "CNY"), Money(5, "EUR")]


def test_a_currency_without_minor_units_has_none_in_the_sheet() -> None:
    rate = {"minor": 1500, "currency": "JPY"}
    shown = {
        "reference": "WO-1",
        "kind": "repair",
        "state": "closed",
        "visits": 1,
        "visits_done": 1,
        "planned_seconds": 3600,
        "worked_seconds": 3000,
        "rate": rate,
        "amount": {**rate, "minor": 1250},
    }
    party = {"name": "East"}
    part = {"reference": "PRJ-1", "name": "Shop", "partner": party, "orders": [shown]}
    sheet = as_csv({"projects": [{**part, "offered_by": party}]})
    assert sheet.splitlines()[1].endswith("1.00,0.83,1500,1250,JPY")
