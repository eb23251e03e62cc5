"""Whether what was found is as it must be: limits are the template's, never ours."""

from collections.abc import Mapping
from typing import Any

from app.catalogue.states import StepKind

Step = Mapping[str, Any]


def passes(step: Step, value: Any, others: Mapping[str, Any]) -> bool | None:
    """Judge an answer; None where there is nothing to judge it by, or not yet.

    `others` are the unit's answers by step key. The expected value of a formula is
    factor × max(0, the reading `of` − minus), within its tolerance in percent.
    """
    kind = StepKind(step["kind"])
    if kind is StepKind.CHECK:
        return value is True
    if kind is StepKind.CHOICE:
        return any(
            option["value"] == value and option.get("passes", True)
            for option in step.get("options") or ()
        )
    return _in_limits(step, value, others) if kind is StepKind.READING else None


def _in_limits(step: Step, value: float, others: Mapping[str, Any]) -> bool | None:
    lower, upper, formula = (step.get(name) for name in ("lower", "upper", "formula"))
    if lower is upper is formula is None:
        return None
    if lower is not None and value < lower:
        return False
    if upper is not None and value > upper:
        return False
    return True if formula is None else _as_expected(formula, value, others)


def _as_expected(
    formula: Mapping[str, Any], value: float, others: Mapping[str, Any]
) -> bool | None:
    base = others.get(formula["of"])
    if base is None:
        return None
    expected = formula["factor"] * max(0.0, base - formula.get("minus", 0.0))
    allowed = expected * formula.get("tolerance_percent", 10.0) / 100
    return bool(abs(value - expected) <= allowed)
