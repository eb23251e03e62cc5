from datetime import date

from app.catalogue.rules import PriceIntake, WorkIntake, model_faults
from app.catalogue.states import WorkKind

INSTALLATION = WorkIntake(
    kind=WorkKind.INSTALLATION, duration_seconds=3600, skills={"vrf": 2}
)
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


def test_a_model_without_works_and_prices_has_no_faults() -> None:
    assert model_faults([], [], []) == []


def test_works_list_all_their_faults() -> None:
    other = WorkIntake(
        kind=WorkKind.INSTALLATION,
        duration_seconds=1,
        skills={"flying": 1, "diving": 1},
        min_lag_seconds=10,
        max_lag_seconds=9,
    )
    found = model_faults([INSTALLATION, other], [], {"vrf"})
    assert [(fault.pointer, fault.code) for fault in found] == [
        ("/works/1/kind", "twice"),
        ("/works/1/max_lag_seconds", "period"),
        ("/works/1/skills/diving", "unknown_skill"),
        ("/works/1/skills/flying", "unknown_skill"),
    ]


def test_a_lag_may_be_exact_or_open() -> None:
    exact = WorkIntake(
        kind=WorkKind.DELIVERY,
        duration_seconds=1,
        min_lag_seconds=9,
        max_lag_seconds=9,
    )
    assert model_faults([INSTALLATION, exact], [], {"vrf"}) == []


def test_prices_of_one_kind_and_currency_do_not_overlap() -> None:
    goods = PriceIntake(amount_minor=1, valid_from=FIRST, valid_until=LAST)
    later = PriceIntake(amount_minor=2, valid_from=LAST)
    labour = PriceIntake(
        kind=WorkKind.REPAIR, amount_minor=3, valid_from=FIRST, valid_until=LAST
    )
    euros = PriceIntake(amount_minor=1, valid_from=FIRST, currency="EUR")
    found = model_faults([], [goods, labour, euros, later], [])
    assert [(fault.pointer, fault.code) for fault in found] == [
        ("/prices/3/valid_from", "overlap")
    ]


def test_a_price_ends_after_it_begins() -> None:
    never = PriceIntake(amount_minor=1, valid_from=LAST, valid_until=FIRST)
    assert [fault.pointer for fault in model_faults([], [never], [])] == [
        "/prices/0/valid_until"
    ]
