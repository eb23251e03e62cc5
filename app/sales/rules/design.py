"""From a site's figures to lines: each with the rule, its values and its source."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from app.core.errors import Fault
from app.sales.rules.language import ExpressionError, Value, compiled
from app.sales.rules.packages import Rule

#: More than this of one thing is a slip of the rule or of the survey.
MOST_UNITS: Final = 9_999


@dataclass(frozen=True, slots=True)
class Step:
    """A rule as it was applied: with what went in and what came out."""

    rule: Rule
    inputs: Mapping[str, Value]
    result: Value

    @property
    def kept(self) -> dict[str, Any]:
        """The step as a design is kept and shown."""
        facts = asdict(self.rule)
        values = [{"key": key, "value": value} for key, value in self.inputs.items()]
        return {**facts, "inputs": values, "result": self.result}


@dataclass(frozen=True, slots=True)
class Design:
    """Every rule that could be applied, in order, and what stood in the way."""

    steps: tuple[Step, ...]
    faults: tuple[Fault, ...]

    @property
    def kept(self) -> list[dict[str, Any]]:
        return [step.kept for step in self.steps]

    @property
    def lines(self) -> list[Step]:
        """The steps that ask for something, leaving out those that ask for none."""
        return [step for step in self.steps if step.rule.is_line and step.result]


def design(rules: Sequence[Rule], figures: Mapping[str, Value]) -> Design:
    """Apply the rules in order; each may use the figures and earlier results."""
    known: dict[str, Value] = dict(figures)
    steps: list[Step] = []
    faults: list[Fault] = []
    for place, rule in enumerate(rules):
        try:
            step = _applied(rule, known)
        except ExpressionError as error:
            told = f"{rule.title}: {error}"
            faults.append(Fault(f"/rules/{place}/expression", "rule", told))
            continue
        steps.append(step)
        known[rule.key] = step.result
    return Design(tuple(steps), tuple(faults))


def _applied(rule: Rule, known: Mapping[str, Value]) -> Step:
    expression = compiled(rule.expression)
    result = expression.value(known)
    if rule.is_line:
        result = _count(rule, result)
    used = {key: known[key] for key in known if key in expression.names}
    return Step(rule, used, result)


def _count(rule: Rule, result: Value) -> Value:
    """Check that a line asks for a number of pieces, or of hours."""
    if isinstance(result, bool | str):
        raise ExpressionError("A line's quantity is a number.")
    if rule.service is None and not isinstance(result, int):
        raise ExpressionError("There are no parts of a unit: round with ceil().")
    if not 0 <= result <= MOST_UNITS:
        raise ExpressionError(f"{result:g} is not between 0 and {MOST_UNITS}.")
    return result
