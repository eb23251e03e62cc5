"""What an order still lacks to be called done, by its kind."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.states import WorkKind
from app.visits.rules import Asked, Found, failing, is_signed, missing
from app.visits.states import EvidenceKind

K = EvidenceKind
NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
_ids = count(1)
INSTRUMENT = {"type": "tester", "serial": "1"}


@dataclass(frozen=True)
class Row:
    kind: EvidenceKind
    purpose: str | None = None
    model_id: int | None = None
    unit: int | None = None
    step_key: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    amends_id: int | None = None
    recorded_at: datetime = NOON
    id: int = field(default_factory=lambda: next(_ids))


def codes(kind: WorkKind, lines: dict[int, int], *rows: Row) -> list[str]:
    return [each.code for each in missing(Asked(kind, lines, {}), Found(rows))]


def serial(unit: int, **data: str) -> Row:
    return Row(K.SERIAL, model_id=1, unit=unit, data={"serial": "S", **data})


SIGNED = Row(K.SIGNATURE, purpose="receiver")


def test_a_delivery_scans_each_unit_and_has_it_signed_for() -> None:
    kind = WorkKind.DELIVERY
    assert codes(kind, {1: 2}) == ["serial_missing", "signature_missing"]
    assert codes(kind, {1: 2}, serial(1), SIGNED) == ["serial_missing"]
    assert codes(kind, {1: 2}, serial(1), serial(2), SIGNED) == []


def test_damage_is_shown_once_it_is_said() -> None:
    said = Row(K.NOTE, purpose="damage")
    assert codes(WorkKind.DELIVERY, {}, said, SIGNED) == ["damage_photo_missing"]
    shown = Row(K.PHOTO, purpose="damage")
    assert codes(WorkKind.DELIVERY, {}, said, shown, SIGNED) == []


def test_an_installation_shows_before_and_after_and_where_each_unit_is() -> None:
    kind = WorkKind.INSTALLATION
    lacking = codes(kind, {1: 1}, serial(1))
    assert lacking == [
        "before_photo_missing",
        "after_photo_missing",
        "position_missing",
    ]
    photos = [Row(K.PHOTO, purpose=purpose) for purpose in ("before", "after")]
    assert codes(kind, {1: 1}, serial(1, position="Roof"), *photos) == []


@pytest.mark.parametrize("kind", [WorkKind.MAINTENANCE, WorkKind.REPAIR])
def test_service_says_what_was_done(kind: WorkKind) -> None:
    assert codes(kind, {}) == ["note_missing"]
    assert codes(kind, {}, Row(K.NOTE)) == []


STEPS: list[dict[str, Any]] = [
    {"key": "ohm", "kind": "reading", "lower": 1, "instrument": "tester"},
    {"key": "training", "kind": "check"},
    {"key": "serial", "kind": "serial"},
    {"key": "plate", "kind": "photo", "min_photos": 2},
    {"key": "words", "kind": "text", "required": False},
]
TESTED = Asked(WorkKind.COMMISSIONING, {1: 1}, {1: STEPS})


def answer(key: str, value: object, **more: Any) -> Row:
    data = {"value": value, "instrument": INSTRUMENT}
    return Row(K.STEP, model_id=1, unit=1, step_key=key, data=data, **more)


WHOLE = [
    answer("ohm", 2),
    answer("training", value=True),
    serial(1),
    Row(K.PHOTO, step_key="plate", model_id=1, unit=1),
    Row(K.PHOTO, step_key="plate"),
    Row(K.SIGNATURE, purpose="customer"),
]


def test_a_commissioning_answers_every_step_for_each_unit() -> None:
    assert missing(TESTED, Found(WHOLE)) == []
    lacking = missing(TESTED, Found([]))
    assert [each.step_key for each in lacking] == [
        "ohm",
        "training",
        "serial",
        "plate",
        None,
    ]
    assert lacking[0].units == (1,)


def test_every_single_piece_is_needed() -> None:
    for index in range(len(WHOLE)):
        rest = [*WHOLE[:index], *WHOLE[index + 1 :]]
        assert len(missing(TESTED, Found(rest))) == 1


def test_a_reading_without_its_instrument_is_none() -> None:
    bare = replace(WHOLE[0], data={"value": 2})
    assert [each.step_key for each in missing(TESTED, Found([bare, *WHOLE[1:]]))] == [
        "ohm"
    ]


def test_without_a_template_the_training_is_noted() -> None:
    kind = WorkKind.COMMISSIONING
    signed = Row(K.SIGNATURE, purpose="customer")
    assert codes(kind, {1: 1}, signed) == ["training_missing"]
    assert codes(kind, {1: 1}, signed, Row(K.NOTE, purpose="training")) == []


def test_only_so_many_units_are_named() -> None:
    asked = Asked(WorkKind.DELIVERY, {1: 500}, {})
    first = missing(asked, Found([]))[0]
    assert len(first.units) == 50
    assert first.detail.startswith("500 ")


def test_what_does_not_pass_is_found() -> None:
    assert failing(TESTED, Found(WHOLE)) == []
    found = failing(TESTED, Found([answer("ohm", 0.5)]))
    assert [(each.code, each.step_key, each.units) for each in found] == [
        ("out_of_limits", "ohm", (1,))
    ]


def test_the_last_answer_counts_and_an_amended_one_does_not() -> None:
    bad = answer("ohm", 0.5)
    later = answer("ohm", 2, recorded_at=NOON + timedelta(hours=1))
    assert failing(TESTED, Found([later, bad])) == []
    amending = answer("ohm", 2, amends_id=bad.id, recorded_at=NOON - timedelta(hours=1))
    assert failing(TESTED, Found([bad, amending])) == []


@given(st.permutations(WHOLE))
def test_in_which_order_it_arrives_means_nothing(rows: list[Row]) -> None:
    assert missing(TESTED, Found(rows)) == []


def test_who_signs_depends_on_the_kind() -> None:
    assert not is_signed(WorkKind.COMMISSIONING, Found([SIGNED]))
    assert is_signed(WorkKind.DELIVERY, Found([SIGNED]))
    assert is_signed(WorkKind.INSTALLATION, Found([]))
