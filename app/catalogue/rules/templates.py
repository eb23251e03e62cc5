"""What a commissioning template must say: every reading its unit, limit and source."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Final

from app.catalogue.states import StepKind
from app.core.errors import Fault

#: Units that a quantity may be read in, as `pint` names them; mtorr is µm of mercury.
QUANTITIES: Final[Mapping[str, frozenset[str]]] = {
    "gauge_pressure": frozenset({"Pa", "kPa", "MPa", "bar", "psi"}),
    "absolute_pressure": frozenset({"Pa", "kPa", "MPa", "mtorr"}),
    "pressure_drop": frozenset({"Pa", "kPa", "MPa"}),
    "temperature": frozenset({"degC", "degF"}),
    "temperature_difference": frozenset({"delta_degC", "delta_degF"}),
    "voltage": frozenset({"V"}),
    "current": frozenset({"A"}),
    "resistance": frozenset({"ohm", "kohm", "Mohm"}),
    "ratio": frozenset({"percent"}),
    "length": frozenset({"mm", "m"}),
    "mass": frozenset({"g", "kg"}),
    "duration": frozenset({"s", "min", "h"}),
    "volume_flow": frozenset({"m**3/h", "L/min", "L/s"}),
    "gas_concentration": frozenset({"ppm"}),
}
LEAST_OPTIONS: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One answer of a choice; `passes` says whether it is a good one."""

    value: str
    label: str
    label_zh: str = ""
    passes: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """The expected value: factor × max(0, the reading `of` − minus)."""

    of: str
    factor: float
    minus: float = 0.0
    tolerance_percent: float = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step; the fields below `hint_zh` belong to some kinds only."""

    key: str
    kind: StepKind
    title: str
    title_zh: str = ""
    required: bool = True
    hint: str = ""
    hint_zh: str = ""
    options: Sequence[Option] | None = None
    min_photos: int | None = None
    quantity: str | None = None
    unit: str | None = None
    lower: float | None = None
    upper: float | None = None
    limit_source: str | None = None
    instrument: str | None = None
    hold_seconds: int | None = None
    formula: Formula | None = None


_READING: Final = frozenset(
    {
        "quantity",
        "unit",
        "lower",
        "upper",
        "limit_source",
        "instrument",
        "hold_seconds",
        "formula",
    }
)
#: The fields that only some kinds of step have, and those that they must have.
FITTING: Final[Mapping[StepKind, frozenset[str]]] = {
    StepKind.CHOICE: frozenset({"options"}),
    StepKind.PHOTO: frozenset({"min_photos"}),
    StepKind.READING: _READING,
}
NEEDED: Final[Mapping[StepKind, tuple[str, ...]]] = {
    StepKind.CHOICE: ("options",),
    StepKind.READING: ("quantity", "unit", "instrument"),
}
SPECIAL: Final = frozenset[str]().union(*FITTING.values())


def template_faults(steps: Sequence[Step]) -> list[Fault]:
    """Return every fault of a template, each with a pointer into its steps."""
    if not steps:
        return [Fault("/steps", "missing", "A template has one step at least.")]
    faults: list[Fault] = []
    for index, step in enumerate(steps):
        here = f"/steps/{index}"
        earlier = steps[:index]
        if step.key in {other.key for other in earlier}:
            faults.append(Fault(f"{here}/key", "twice", "Give each step its own key."))
        faults += _shape_faults(step, here)
        faults += _option_faults(step, here)
        faults += _unit_faults(step, here)
        faults += _limit_faults(step, here)
        faults += _formula_faults(step, earlier, here)
    return faults


def _shape_faults(step: Step, here: str) -> list[Fault]:
    fitting = FITTING.get(step.kind, frozenset())
    given = {
        field.name
        for field in fields(step)
        if field.name in SPECIAL and getattr(step, field.name) is not None
    }
    unfit = [
        Fault(f"{here}/{name}", "unfit", f"A {step.kind} step has no {name}.")
        for name in sorted(given - fitting)
    ]
    missing = [
        Fault(f"{here}/{name}", "missing", f"A {step.kind} step needs {name}.")
        for name in NEEDED.get(step.kind, ())
        if name not in given
    ]
    return unfit + missing


def _option_faults(step: Step, here: str) -> list[Fault]:
    if step.kind is not StepKind.CHOICE or step.options is None:
        return []
    values = [option.value for option in step.options]
    if len(values) < LEAST_OPTIONS:
        return [
            Fault(f"{here}/options", "too_few", "A choice has two options or more.")
        ]
    if len(set(values)) < len(values):
        return [Fault(f"{here}/options", "twice", "Give each option its own value.")]
    if not any(option.passes for option in step.options):
        return [Fault(f"{here}/options", "no_pass", "Let one option pass at least.")]
    return []


def _unit_faults(step: Step, here: str) -> list[Fault]:
    if step.quantity is None:
        return []
    units = QUANTITIES.get(step.quantity)
    if units is None:
        known = ", ".join(sorted(QUANTITIES))
        return [Fault(f"{here}/quantity", "unknown", f"Use one of: {known}.")]
    if step.unit is not None and step.unit not in units:
        detail = f"{step.quantity} is read in {', '.join(sorted(units))}."
        return [Fault(f"{here}/unit", "unit", detail)]
    return []


def _limit_faults(step: Step, here: str) -> list[Fault]:
    faults: list[Fault] = []
    lower, upper = step.lower, step.upper
    if lower is not None and upper is not None and lower > upper:
        detail = "The lower limit is above the upper one."
        faults.append(Fault(f"{here}/lower", "limits", detail))
    is_limited = not (lower is upper is None and step.formula is None)
    if is_limited and not step.limit_source:
        detail = "Say where the limit comes from: manuals disagree."
        faults.append(Fault(f"{here}/limit_source", "missing", detail))
    return faults


def _formula_faults(step: Step, earlier: Sequence[Step], here: str) -> list[Fault]:
    if step.formula is None:
        return []
    readings = {other.key for other in earlier if other.kind is StepKind.READING}
    if step.formula.of in readings:
        return []
    detail = "A formula uses the key of an earlier reading."
    return [Fault(f"{here}/formula/of", "unknown", detail)]
