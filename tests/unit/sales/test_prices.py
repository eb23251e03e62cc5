"""Nothing is charged that was not seen: lines multiply and add up to the cent."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.states import WorkKind
from app.sales.rules.prices import (
    Line,
    Listed,
    Priced,
    PriceLists,
    Wanted,
    amount_of,
    priced,
    total_of,
)
from app.sales.states import LineKind, LineUnit

DAY = date(2026, 11, 1)
NAMED = ("b", "M")


def listed(amount: int, began: date = date(2026, 1, 1), **kw: date | None) -> Listed:
    return Listed(amount, "CNY", began, kw.get("until"), f"list of {began}")


MODEL = Priced(
    model_id=7,
    brand="b",
    code="M",
    name="Unit",
    name_zh="机",
    goods=[listed(100_00)],
    labour={WorkKind.DELIVERY: [listed(20_00)]},
    seconds={WorkKind.DELIVERY: 1200, WorkKind.INSTALLATION: 5400},
)
LISTS = PriceLists(
    models={NAMED: MODEL},
    rates={WorkKind.INSTALLATION: [listed(128_00)]},
    day=DAY,
)


def test_goods_bring_their_work_by_ones_own_rate_or_else_by_the_list() -> None:
    lines, faults = priced([Wanted(Decimal(3), NAMED, why="units")], LISTS)
    assert faults == []
    assert [(x.kind, x.work, x.quantity, x.unit, x.amount_minor) for x in lines] == [
        (LineKind.GOODS, None, "3", LineUnit.PIECE, 300_00),
        (LineKind.SERVICE, WorkKind.DELIVERY, "3", LineUnit.PIECE, 60_00),
        (LineKind.SERVICE, WorkKind.INSTALLATION, "4.5", LineUnit.HOUR, 576_00),
    ]
    assert {line.why for line in lines} == {"units"}
    assert all(line.source for line in lines)


def test_hours_are_charged_by_the_hour() -> None:
    wanted = Wanted(Decimal("2.25"), service=WorkKind.INSTALLATION)
    lines, faults = priced([wanted], LISTS)
    assert faults == []
    assert [(x.quantity, x.amount_minor) for x in lines] == [("2.25", 288_00)]
    assert lines[0].model_id is None


def test_what_no_list_has_is_told_line_by_line() -> None:
    bare = replace(MODEL, goods=[], labour={})
    unpriced = replace(MODEL, labour={})
    lists = replace(LISTS, models={NAMED: unpriced, ("b", "N"): bare}, rates={})
    wanted = [
        Wanted(Decimal(1), NAMED),
        Wanted(Decimal(1), ("b", "N")),
        Wanted(Decimal(1), ("b", "X")),
        Wanted(Decimal(1), service=WorkKind.REPAIR),
    ]
    _, faults = priced(wanted, lists)
    assert [(f.pointer, f.code) for f in faults] == [
        ("/lines/0", "no_price"),
        ("/lines/0", "no_price"),
        ("/lines/1", "no_price"),
        ("/lines/2/model", "unknown_model"),
        ("/lines/3", "no_price"),
    ]


def test_of_several_prices_the_one_that_began_last_is_asked() -> None:
    old = listed(1)
    new = listed(2, date(2026, 6, 1))
    over = listed(3, date(2026, 7, 1), until=date(2026, 8, 1))
    later = listed(4, date(2027, 1, 1))
    other = Listed(5, "EUR", date(2026, 9, 1), None, "")
    assert LISTS.pick([old, new, over, later, other]) == new
    assert LISTS.pick([over, later]) is None


def test_a_price_holds_on_its_last_day() -> None:
    price = listed(1, DAY - timedelta(days=3), until=DAY)
    assert LISTS.pick([price]) == price
    assert replace(LISTS, day=DAY + timedelta(days=1)).pick([price]) is None


quantities = st.decimals("0.01", 9999, places=2)


@given(quantities, st.integers(0, 10**9))
def test_an_amount_is_within_half_a_cent_of_the_product(
    quantity: Decimal, unit_minor: int
) -> None:
    amount = amount_of(quantity, unit_minor)
    assert abs(Decimal(amount) - quantity * unit_minor) <= Decimal("0.5")


@given(st.lists(st.tuples(st.integers(1, 500), st.booleans()), max_size=8))
def test_the_total_is_the_sum_of_the_lines_that_are_seen(
    asked: list[tuple[int, bool]],
) -> None:
    wanted = [
        Wanted(Decimal(n), NAMED)
        if is_goods
        else Wanted(Decimal(n), service=WorkKind.INSTALLATION)
        for n, is_goods in asked
    ]
    lines, faults = priced(wanted, LISTS)
    assert faults == []
    kept = [line.kept for line in lines]
    assert total_of(kept) == sum(as_read(line) for line in lines)
    assert total_of(kept) == total_of(reversed(kept))


def as_read(line: Line) -> int:
    """Multiply what is written on the line."""
    return amount_of(Decimal(line.quantity), line.unit_minor)
