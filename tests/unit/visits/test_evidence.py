"""What evidence must be like, and whether an answer passes."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.visits.rules import NewEvidence, evidence_faults, passes
from app.visits.states import EvidenceKind

K = EvidenceKind
LINES = {7: 3}
BYTES: dict[str, Any] = {"sha256": b"\x01" * 32, "size": 1, "media_type": "image/jpeg"}
INSTRUMENT = {"type": "t", "serial": "s", "calibrated_until": "2027-01-01"}
STEPS: list[dict[str, Any]] = [
    {"key": "ohm", "kind": "reading", "unit": "Mohm", "lower": 1},
    {"key": "on", "kind": "check"},
    {"key": "gas", "kind": "choice", "options": [{"value": "R32"}, {"value": "R410A"}]},
    {"key": "words", "kind": "text"},
    {"key": "plate", "kind": "photo"},
]
FINE = [
    NewEvidence(kind=K.NOTE, data={"text": "x"}),
    NewEvidence(kind=K.PART, data={"name": "Valve", "quantity": 2}),
    NewEvidence(kind=K.PART, data={"code": "V-1", "quantity": 1}, model_id=7),
    NewEvidence(kind=K.PHOTO, purpose="before", data={"caption": "x"}, **BYTES),
    NewEvidence(kind=K.SIGNATURE, purpose="customer", data={"name": "Li"}, **BYTES),
    NewEvidence(
        kind=K.SERIAL, model_id=7, unit=3, data={"serial": "S", "position": "Roof"}
    ),
    *(
        NewEvidence(
            kind=K.STEP, model_id=7, unit=1, step_key=key, data={"value": value}
        )
        for key, value in (("ohm", 2), ("on", False), ("gas", "R32"), ("words", "x"))
    ),
    NewEvidence(
        kind=K.STEP,
        model_id=7,
        unit=1,
        step_key="ohm",
        data={
            "value": 2.5,
            "unit": "Mohm",
            "instrument": {
                "type": "t",
                "serial": "s",
                "calibrated_until": "2027-01-01",
            },
            "ambient_c": -3,
        },
    ),
]


@pytest.mark.parametrize("evidence", FINE, ids=lambda e: e.kind.value)
def test_what_is_fine_has_no_fault(evidence: NewEvidence) -> None:
    assert evidence_faults(evidence, LINES, STEPS) == []


def step(key: str, **data: Any) -> NewEvidence:
    return NewEvidence(kind=K.STEP, model_id=7, unit=1, step_key=key, data=data)


@pytest.mark.parametrize(
    ("evidence", "pointer", "code"),
    [
        (NewEvidence(kind=K.NOTE), "/data/text", "missing"),
        (NewEvidence(kind=K.NOTE, data={"text": " "}), "/data/text", "invalid"),
        (NewEvidence(kind=K.NOTE, data={"text": "a\0"}), "/data/text", "invalid"),
        (
            NewEvidence(kind=K.NOTE, data={"text": "x" * 4001}),
            "/data/text",
            "too_long",
        ),
        (
            NewEvidence(kind=K.NOTE, data={"text": "x", "y": 1}),
            "/data/y",
            "unknown",
        ),
        (NewEvidence(kind=K.NOTE, data={"text": "x"}, **BYTES), "/sha256", "unfit"),
        (NewEvidence(kind=K.PART, data={"quantity": 1}), "/data/name", "missing"),
        (
            NewEvidence(kind=K.PART, data={"name": "x", "quantity": True}),
            "/data/quantity",
            "invalid",
        ),
        (NewEvidence(kind=K.PHOTO), "/sha256", "missing"),
        (
            NewEvidence(kind=K.SIGNATURE, data={"name": "x"}, **BYTES),
            "/purpose",
            "unknown",
        ),
        (NewEvidence(kind=K.SERIAL, data={"serial": "S"}), "/model_id", "missing"),
        (
            NewEvidence(kind=K.SERIAL, model_id=7, data={"serial": "S"}),
            "/unit",
            "missing",
        ),
        (
            NewEvidence(kind=K.SERIAL, model_id=7, unit=4, data={"serial": "S"}),
            "/unit",
            "unknown",
        ),
        (
            NewEvidence(kind=K.SERIAL, model_id=8, unit=1, data={"serial": "S"}),
            "/model_id",
            "unknown",
        ),
        (step("other", value=1), "/step_key", "unknown"),
        (step("ohm", value=True), "/data/value", "invalid"),
        (step("ohm", value=float("nan")), "/data/value", "invalid"),
        (step("ohm", value=10**400), "/data/value", "invalid"),
        (step("ohm", value=1, unit="V"), "/data/unit", "unit"),
        (step("ohm", value=1, instrument="x"), "/data/instrument", "invalid"),
        (step("ohm", value=1, instrument={"x": "y"}), "/data/instrument", "invalid"),
        (step("ohm", value=1, instrument={"type": ""}), "/data/instrument", "invalid"),
        (step("ohm"), "/data/value", "missing"),
        (step("on", value="yes"), "/data/value", "invalid"),
        (step("gas", value="R22"), "/data/value", "invalid"),
        (step("words", value=1), "/data/value", "invalid"),
        (step("plate", value="x"), "/data/value", "invalid"),
    ],
)
def test_each_fault_is_told_where_it_is(
    evidence: NewEvidence, pointer: str, code: str
) -> None:
    faults = evidence_faults(evidence, LINES, STEPS)
    assert (pointer, code) in {(fault.pointer, fault.code) for fault in faults}


values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)
names = st.sampled_from(
    ["serial", "value", "unit", "instrument", "text", "name", "quantity", "caption"]
)


@given(
    st.sampled_from(EvidenceKind),
    st.dictionaries(names, values),
    st.none() | st.integers(),
    st.none() | st.integers(),
    st.sampled_from([None, "ohm", "gas", "nothing"]),
)
def test_nothing_that_is_sent_is_more_than_a_fault(
    kind: EvidenceKind,
    data: dict[str, Any],
    model_id: int | None,
    unit: int | None,
    key: str | None,
) -> None:
    new = NewEvidence(kind=kind, data=data, model_id=model_id, unit=unit, step_key=key)
    for fault in evidence_faults(new, LINES, STEPS):
        assert fault.pointer.startswith("/")


FORMULA = {"of": "metres", "factor": 15, "minus": 5, "tolerance_percent": 10}


@pytest.mark.parametrize(
    ("asked", "value", "others", "judged"),
    [
        ({"kind": "check"}, True, {}, True),
        ({"kind": "check"}, False, {}, False),
        ({"kind": "text"}, "x", {}, None),
        ({"kind": "reading"}, 1, {}, None),
        ({"kind": "reading", "lower": 1}, 1, {}, True),
        ({"kind": "reading", "lower": 1}, 0.9, {}, False),
        ({"kind": "reading", "upper": 4}, 4.1, {}, False),
        ({"kind": "reading", "lower": 1, "upper": 4}, 4, {}, True),
        ({"kind": "reading", "formula": FORMULA}, 160, {"metres": 15}, True),
        ({"kind": "reading", "formula": FORMULA}, 166, {"metres": 15}, False),
        ({"kind": "reading", "formula": FORMULA}, 0, {"metres": 3}, True),
        ({"kind": "reading", "formula": FORMULA}, 150, {}, None),
        ({"kind": "choice", "options": [{"value": "a"}]}, "a", {}, True),
        (
            {"kind": "choice", "options": [{"value": "a", "passes": False}]},
            "a",
            {},
            False,
        ),
    ],
)
def test_an_answer_is_judged_by_the_template(
    asked: dict[str, Any], value: Any, others: dict[str, Any], judged: object
) -> None:
    assert passes(asked, value, others) is judged
