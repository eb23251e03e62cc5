import pytest

from app.dispatch.rules.pricing import MANDATORY, Prices
from app.dispatch.rules.reasons import (
    CREW_FULL,
    NOT_TRIED,
    REMEDIES,
    WORDS,
    Names,
    hindered,
    left_out,
)
from app.dispatch.rules.waves import Hindered, Hindrance
from app.projects.states import Priority
from app.visits.rules import Span
from app.visits.states import VisitState
from tests.unit.dispatch.facts import HOUR, START, snapshot, task

NAMES = Names({7: "WO-7 (1/2)"}, {3: "Ann"}, START + 8 * HOUR)


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("v7 has to come first", "WO-7 (1/2) has to come first"),
        ("v8 is late", "Other work is late"),
        ("t3/2026-11-23/0/1 is full", "Ann (2026-11-23) is full"),
        ("shares t3, t4 with v7", "shares Ann, Technician 4 with WO-7 (1/2)"),
        ("ends at 32400, after 30600", "ends at 11-23 09:00, after 11-23 08:30"),
        ("starts 300 s after v7", "starts 5 min after WO-7 (1/2)"),
        ("works 1589 s longer", "works 27 min longer"),
        ("takes 45 s of 7300 s", "takes 45 s of 2 h 02 min"),
        ("between 32400 and 36000", "between 11-23 09:00 and 11-23 10:00"),
        ("from 32400 to 36000", "from 11-23 09:00 to 11-23 10:00"),
        ("carries 9 of 8 in dimension 0", "carries 9 of 8 kg"),
        ("carries 9 of 8 in dimension 1", "carries 9 of 8 litres"),
        ("needs vrf 3", "needs vrf 3"),
    ],
)
def test_the_optimiser_s_names_become_people_s(theirs: str, ours: str) -> None:
    assert NAMES.told(theirs) == ours


@pytest.mark.parametrize("hindrance", Hindrance)
def test_every_hindrance_has_words_and_a_remedy(hindrance: Hindrance) -> None:
    told = hindered(Hindered(task(1), hindrance, 7), NAMES)
    assert set(WORDS) == set(REMEDIES) == set(Hindrance)
    assert told["reasons"][0]["code"] == hindrance
    assert "{" not in told["reasons"][0]["detail"] + told["remedies"][0]["detail"]


def test_reasons_and_remedies_are_passed_on_in_words() -> None:
    found = {
        "reasons": [
            {"code": "shift_not_allowed", "detail": "t3 is not allowed"},
            {"code": "no_room", "detail": "v7 is in the way"},
        ],
        "remedies": [
            {
                "change": {"shift": "t3", "overtime_until": 9},
                "detail": "t3 stays longer",
            },
            {"detail": "another"},
        ],
    }
    assert left_out(found, NAMES) == {
        "reasons": [{"code": "no_room", "detail": "WO-7 (1/2) is in the way"}],
        "remedies": [
            {"code": "overtime_until", "detail": "Ann stays longer"},
            {"code": "change", "detail": "another"},
        ],
    }


def test_a_visit_always_has_a_reason() -> None:
    only = {"reasons": [{"code": "shift_not_allowed", "detail": "t3"}]}
    assert left_out(only, NAMES)["reasons"] == [CREW_FULL]
    assert left_out({}, NAMES)["reasons"] == [NOT_TRIED]


def test_leaving_out_costs_more_than_doing_it_last() -> None:
    for days in (1, 5, 14):
        long = snapshot(horizon=Span(START, START + days * 24 * HOUR))
        prices = Prices.of(long).penalties
        ordered = [prices[each] for each in ("low", "normal", "high", "critical")]
        assert ordered == sorted(ordered)
        assert prices["normal"] > days * 86_400
        assert prices[MANDATORY] > prices["critical"]


def test_a_promise_weighs_more_than_any_priority() -> None:
    prices = Prices.of(snapshot())
    promised = task(1, state=VisitState.CONFIRMED, priority=Priority.LOW)
    assert prices.penalty(promised) > prices.penalty(
        task(2, priority=Priority.CRITICAL)
    )
