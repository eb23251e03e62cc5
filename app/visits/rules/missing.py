"""What an order still lacks to be called done, and what in it is out of limits."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol

from app.catalogue.states import StepKind, WorkKind
from app.visits.rules.evidence import Step
from app.visits.rules.readings import passes
from app.visits.states import EvidenceKind

_K = EvidenceKind
Templates = Mapping[int, Sequence[Step]]
#: How many units of a model are named, of those that lack something.
MOST_NAMED: Final = 50
TRAINING: Final = "training"
#: Whose signature each kind of work ends with.
SIGNER: Final[Mapping[WorkKind, str]] = {
    WorkKind.DELIVERY: "receiver",
    WorkKind.COMMISSIONING: "customer",
}


class Recorded(Protocol):
    """A row of evidence, as far as anything is judged by it."""

    @property
    def id(self) -> int: ...
    @property
    def kind(self) -> EvidenceKind: ...
    @property
    def purpose(self) -> str | None: ...
    @property
    def model_id(self) -> int | None: ...
    @property
    def unit(self) -> int | None: ...
    @property
    def step_key(self) -> str | None: ...
    @property
    def data(self) -> Mapping[str, Any]: ...
    @property
    def amends_id(self) -> int | None: ...
    @property
    def recorded_at(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is missing or not as it must be, and what to do about it."""

    code: str
    detail: str
    remedy: str
    model_id: int | None = None
    step_key: str | None = None
    units: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """What an order is about: its kind, how many of each model, their steps."""

    kind: WorkKind
    lines: Mapping[int, int]
    templates: Templates


class Found:
    """What holds of all that was recorded: the amended is left out, the last counts."""

    def __init__(self, rows: Iterable[Recorded]) -> None:
        everything = list(rows)
        amended = {row.amends_id for row in everything}
        self.rows = sorted(
            (row for row in everything if row.id not in amended),
            key=lambda row: (row.recorded_at, row.id),
        )
        self.answers: dict[tuple[int | None, int | None], dict[str, Recorded]] = {}
        for row in self.rows:
            if row.kind is _K.STEP and row.step_key is not None:
                unit = self.answers.setdefault((row.model_id, row.unit), {})
                unit[row.step_key] = row

    def of(self, kind: EvidenceKind, purpose: str | None = None) -> list[Recorded]:
        return [
            row
            for row in self.rows
            if row.kind is kind and purpose in (None, row.purpose)
        ]

    def units_with_serial(self, model_id: int, *, position: bool) -> set[int | None]:
        return {
            row.unit
            for row in self.of(_K.SERIAL)
            if row.model_id == model_id and (not position or row.data.get("position"))
        }

    def photos_of(self, model_id: int, unit: int, key: str) -> int:
        """Count the photos of a step; one without a unit is of all units."""
        return sum(
            1
            for row in self.of(_K.PHOTO)
            if row.step_key == key
            and row.model_id in (None, model_id)
            and row.unit in (None, unit)
        )


def missing(asked: Asked, found: Found) -> list[Finding]:
    """Return what is still to be recorded before the work is done."""
    by_kind = {
        WorkKind.DELIVERY: _of_delivery,
        WorkKind.INSTALLATION: _of_installation,
        WorkKind.COMMISSIONING: _of_commissioning,
    }
    of_kind = by_kind.get(asked.kind, _of_service)
    return [*of_kind(asked, found), *_signature(asked.kind, found)]


def is_signed(kind: WorkKind, found: Found) -> bool:
    return not list(_signature(kind, found))


def _signature(kind: WorkKind, found: Found) -> Iterator[Finding]:
    signer = SIGNER.get(kind)
    if signer is not None and not found.of(_K.SIGNATURE, signer):
        text = f"There is no signature of the {signer}."
        yield Finding("signature_missing", text, f"Let the {signer} sign.")


def _of_delivery(asked: Asked, found: Found) -> Iterator[Finding]:
    yield from _serials(asked, found, position=False)
    if found.of(_K.NOTE, "damage") and not found.of(_K.PHOTO, "damage"):
        yield Finding(
            "damage_photo_missing",
            "Damage was noted, and there is no photo of it.",
            "Take a photo of the damage.",
        )


def _of_installation(asked: Asked, found: Found) -> Iterator[Finding]:
    for purpose in ("before", "after"):
        if not found.of(_K.PHOTO, purpose):
            text = f"There is no photo of the place {purpose} the work."
            yield Finding(f"{purpose}_photo_missing", text, "Take one and mark it so.")
    yield from _serials(asked, found, position=True)


def _of_service(_: Asked, found: Found) -> Iterator[Finding]:
    if not found.of(_K.NOTE):
        text = "There is no note of what was found and done."
        yield Finding("note_missing", text, "Write down fault, cause and remedy.")


def _of_commissioning(asked: Asked, found: Found) -> Iterator[Finding]:
    for model_id, quantity in asked.lines.items():
        for step in asked.templates.get(model_id, ()):
            if step.get("required", True):
                units = [
                    unit
                    for unit in range(1, quantity + 1)
                    if not _is_answered(step, found, model_id, unit)
                ]
                yield from _lacking("step_missing", model_id, units, step)
    if not _is_training_known(asked, found):
        yield Finding(
            "training_missing",
            "Nothing says that the operator was trained.",
            "Train the operator, and note it as training.",
        )


def _is_training_known(asked: Asked, found: Found) -> bool:
    """Where a template asks about training, the answer to that step says it."""
    keys = {
        step["key"]
        for model_id in asked.lines
        for step in asked.templates.get(model_id, ())
    }
    return TRAINING in keys or bool(found.of(_K.NOTE, TRAINING))


def _is_answered(step: Step, found: Found, model_id: int, unit: int) -> bool:
    kind = StepKind(step["kind"])
    if kind is StepKind.SERIAL:
        return unit in found.units_with_serial(model_id, position=False)
    if kind is StepKind.PHOTO:
        taken = found.photos_of(model_id, unit, step["key"])
        return taken >= (step.get("min_photos") or 1)
    row = found.answers.get((model_id, unit), {}).get(step["key"])
    if row is None:
        return False
    return not step.get("instrument") or bool(row.data.get("instrument"))


def _serials(asked: Asked, found: Found, *, position: bool) -> Iterator[Finding]:
    code = "position_missing" if position else "serial_missing"
    for model_id, quantity in asked.lines.items():
        known = found.units_with_serial(model_id, position=position)
        units = [unit for unit in range(1, quantity + 1) if unit not in known]
        yield from _lacking(code, model_id, units)


_WORDS: Final = {
    "serial_missing": ("have no serial number", "Scan or type it for each unit."),
    "position_missing": (
        "have no serial number with its position",
        "Scan each unit and say where it is mounted.",
    ),
    "step_missing": (
        "lack a step",
        "Answer it for each unit, with the instrument where one is asked for.",
    ),
    "out_of_limits": (
        "are out of limits",
        "Put it right and read again, or let a supervisor waive it.",
    ),
}


def _lacking(
    code: str, model_id: int, units: Collection[int], step: Step | None = None
) -> Iterator[Finding]:
    if not units:
        return
    what, remedy = _WORDS[code]
    key = None if step is None else step["key"]
    text = f"{len(units)} units {what}" + ("." if step is None else f": {key}.")
    named = tuple(sorted(units)[:MOST_NAMED])
    yield Finding(code, text, remedy, model_id, key, named)


def failing(asked: Asked, found: Found) -> list[Finding]:
    """Return what was answered and does not pass."""
    findings: list[Finding] = []
    for model_id in asked.lines:
        for step in asked.templates.get(model_id, ()):
            units = [
                unit
                for (model, unit), answers in found.answers.items()
                if model == model_id and unit is not None and _fails(step, answers)
            ]
            findings += _lacking("out_of_limits", model_id, units, step)
    return findings


def _fails(step: Step, answers: Mapping[str, Recorded]) -> bool:
    row = answers.get(step["key"])
    if row is None:
        return False
    others = {key: each.data.get("value") for key, each in answers.items()}
    return passes(step, row.data.get("value"), others) is False
