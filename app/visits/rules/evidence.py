"""What evidence must be like, by its kind: every fault, with what to do about it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from app.catalogue.states import StepKind
from app.core.errors import Fault
from app.visits.rules.doing import NewEvidence
from app.visits.states import EvidenceKind

Step = Mapping[str, Any]
_K = EvidenceKind

LONGEST: Final = {"text": 4000, "caption": 500, "value": 2000}
USUALLY: Final = 200
#: No quantity on a site is greater; what is not a number is not within it either.
MOST: Final = 10**12
#: Who may have signed.
SIGNERS: Final = frozenset({"receiver", "customer"})


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip()) and "\0" not in value


def _is_number(value: Any) -> bool:
    return (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and (-MOST <= value <= MOST)
    )


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and _is_number(value) and value > 0


def _is_answer(value: Any) -> bool:
    return isinstance(value, bool) or _is_number(value) or _is_text(value)


def _is_instrument(value: Any) -> bool:
    if not isinstance(value, Mapping) or set(value) - _OF_INSTRUMENT:
        return False
    return all(_is_text(each) and len(each) <= USUALLY for each in value.values())


_OF_INSTRUMENT: Final = {"type", "serial", "calibrated_until"}
Check = Callable[[Any], bool]
#: What `data` may hold by kind, and what it must.
FIELDS: Final[Mapping[EvidenceKind, Mapping[str, Check]]] = {
    _K.SERIAL: {"serial": _is_text, "position": _is_text, "equipment_id": _is_count},
    _K.STEP: {
        "value": _is_answer,
        "unit": _is_text,
        "instrument": _is_instrument,
        "ambient_c": _is_number,
    },
    _K.NOTE: {"text": _is_text},
    _K.PART: {"name": _is_text, "code": _is_text, "quantity": _is_count},
    _K.SIGNATURE: {"name": _is_text, "role": _is_text},
    _K.PHOTO: {"caption": _is_text},
}
NEEDED: Final[Mapping[EvidenceKind, tuple[str, ...]]] = {
    _K.SERIAL: ("serial",),
    _K.STEP: ("value",),
    _K.NOTE: ("text",),
    _K.PART: ("quantity",),
    _K.SIGNATURE: ("name",),
    _K.PHOTO: (),
}


def evidence_faults(
    new: NewEvidence, lines: Mapping[int, int], steps: Sequence[Step]
) -> list[Fault]:
    """Return what is wrong with it; `lines` are the order's, `steps` the model's."""
    return [
        *_unit_faults(new, lines),
        *_data_faults(new),
        *_file_faults(new),
        *_purpose_faults(new),
        *_step_faults(new, steps),
    ]


def _unit_faults(new: NewEvidence, lines: Mapping[int, int]) -> Iterator[Fault]:
    if new.model_id is None:
        if new.kind in {_K.SERIAL, _K.STEP}:
            yield Fault("/model_id", "missing", "Say which model it is about.")
        return
    most = lines.get(new.model_id)
    if most is None:
        yield Fault("/model_id", "unknown", "The order does not handle this model.")
    elif new.unit is None:
        if new.kind in {_K.SERIAL, _K.STEP}:
            yield Fault("/unit", "missing", "Say which of the units it is about.")
    elif not 1 <= new.unit <= most:
        yield Fault("/unit", "unknown", f"The order handles units 1 to {most}.")


def _data_faults(new: NewEvidence) -> Iterator[Fault]:
    known = FIELDS[new.kind]
    for name, value in new.data.items():
        pointer = f"/data/{name}"
        if name not in known:
            yield Fault(pointer, "unknown", f"A {new.kind} has no {name}.")
        elif not known[name](value):
            yield Fault(pointer, "invalid", f"This is not a {name}.")
        elif isinstance(value, str) and len(value) > LONGEST.get(name, USUALLY):
            most = LONGEST.get(name, USUALLY)
            yield Fault(pointer, "too_long", f"At most {most} characters.")
    for name in NEEDED[new.kind]:
        if name not in new.data:
            yield Fault(f"/data/{name}", "missing", f"A {new.kind} needs a {name}.")
    if new.kind is _K.PART and not {"name", "code"} & set(new.data):
        yield Fault("/data/name", "missing", "Name the part, or give its code.")


def _file_faults(new: NewEvidence) -> Iterator[Fault]:
    given = (new.sha256, new.size, new.media_type)
    if new.kind in {_K.PHOTO, _K.SIGNATURE}:
        if None in given:
            yield Fault("/sha256", "missing", "Say which bytes: hash, size and type.")
    elif given != (None, None, None):
        yield Fault("/sha256", "unfit", f"A {new.kind} has no bytes of its own.")


def _purpose_faults(new: NewEvidence) -> Iterator[Fault]:
    if new.kind is _K.SIGNATURE and new.purpose not in SIGNERS:
        yield Fault("/purpose", "unknown", f"One of {', '.join(sorted(SIGNERS))}.")


def _step_faults(new: NewEvidence, steps: Sequence[Step]) -> Iterator[Fault]:
    if new.kind is not _K.STEP:
        return
    step = step_of(steps, new.step_key)
    if step is None:
        yield Fault("/step_key", "unknown", "The model's template has no such step.")
    elif "value" in new.data and not _fits(step, new.data["value"]):
        text = f"This is no answer to a {step['kind']} step."
        yield Fault("/data/value", "invalid", text)
    elif new.data.get("unit", step.get("unit")) != step.get("unit"):
        text = f"This step is answered in {step.get('unit')}."
        yield Fault("/data/unit", "unit", text)


def step_of(steps: Sequence[Step], key: str | None) -> Step | None:
    return next((step for step in steps if step["key"] == key), None)


def _fits(step: Step, value: Any) -> bool:
    kind = StepKind(step["kind"])
    if kind is StepKind.READING:
        return _is_number(value)
    if kind is StepKind.CHECK:
        return isinstance(value, bool)
    if kind is StepKind.CHOICE:
        return value in [option["value"] for option in step.get("options") or ()]
    # Photos and serials are evidence of their own kind.
    return kind is StepKind.TEXT and _is_text(value)
