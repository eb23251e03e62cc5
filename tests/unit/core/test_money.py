import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.money import Money

amounts = st.integers(-(10**12), 10**12)


@given(amounts, amounts, amounts)
def test_sums_do_not_depend_on_their_order(a: int, b: int, c: int) -> None:
    assert Money(a) + Money(b) + Money(c) == Money(c) + (Money(b) + Money(a))


@given(amounts, st.integers(0, 1000))
def test_so_many_times_is_so_many_added(minor: int, quantity: int) -> None:
    assert Money(minor) * quantity == Money(minor * quantity)


def test_currencies_do_not_mix() -> None:
    with pytest.raises(ValueError, match="cannot add USD to CNY"):
        Money(1) + Money(1, "USD")
