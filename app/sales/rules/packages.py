"""What a package asks of a site, and which rules follow; what is wrong with either."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from app.catalogue.states import Category, WorkKind
from app.core.errors import Fault
from app.sales.rules.language import ExpressionError, Value, compiled
from app.sales.states import FigureType

MOST_CHOICES: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One thing that a survey finds out; `least` and `most` bound a number."""

    key: str
    title: str
    title_zh: str = ""
    type: FigureType
    unit: str = ""
    least: float | None = None
    most: float | None = None
    choices: tuple[str, ...] = ()

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Figure":
        """Read a figure as a package keeps it."""
        facts = {**kept, "type": FigureType(kept["type"])}
        return cls(**{**facts, "choices": tuple(kept.get("choices", ()))})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """An expression, and what its value is: so many of a model, hours, or a value.

    `source` says who holds the rule to be right.
    """

    key: str
    title: str
    title_zh: str = ""
    expression: str
    unit: str = ""
    source: str
    brand: str = ""
    model: str = ""
    service: WorkKind | None = None
    is_sample: bool = False

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Rule":
        """Read a rule as a package keeps it."""
        service = kept.get("service")
        return cls(**{**kept, "service": WorkKind(service) if service else None})

    @property
    def is_line(self) -> bool:
        return bool(self.model) or self.service is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageIntake:
    code: str
    name: str
    name_zh: str = ""
    category: Category
    figures: tuple[Figure, ...]
    rules: tuple[Rule, ...]
    is_sample: bool = False


def package_faults(
    intake: PackageIntake, models: Collection[tuple[str, str]]
) -> list[Fault]:
    """Return every fault of a package; `models` are the brands and codes there are."""
    faults: list[Fault] = []
    known: set[str] = set()
    for place, figure in enumerate(intake.figures):
        here = f"/figures/{place}"
        faults += _twice(figure.key, known, here)
        faults += _bounds(figure, here)
        known.add(figure.key)
    for place, rule in enumerate(intake.rules):
        here = f"/rules/{place}"
        faults += _twice(rule.key, known, here)
        faults += _rule_faults(rule, known, models, here)
        known.add(rule.key)
    return faults


def _twice(key: str, known: Collection[str], here: str) -> list[Fault]:
    if key in known:
        return [Fault(f"{here}/key", "twice", f"There is a {key!r} already.")]
    return []


def _bounds(figure: Figure, here: str) -> list[Fault]:
    if figure.type is FigureType.FLAG:
        return []
    if figure.type is FigureType.CHOICE:
        if 0 < len(figure.choices) <= MOST_CHOICES:
            return []
        return [Fault(f"{here}/choices", "choices", "Name what can be chosen.")]
    if figure.least is None or figure.most is None or figure.least > figure.most:
        return [Fault(f"{here}/most", "range", "Give the least and the most.")]
    return []


def _rule_faults(
    rule: Rule,
    known: Collection[str],
    models: Collection[tuple[str, str]],
    here: str,
) -> Iterator[Fault]:
    if not rule.source.strip():
        yield Fault(f"{here}/source", "missing", "Say where the rule comes from.")
    if rule.model and (rule.brand, rule.model) not in models:
        named = f"{rule.brand} {rule.model}"
        yield Fault(f"{here}/model", "unknown_model", f"There is no {named!r}.")
    if rule.model and rule.service:
        yield Fault(f"{here}/service", "both", "A line is goods or work, not both.")
    try:
        names = compiled(rule.expression).names
    except ExpressionError as error:
        yield Fault(f"{here}/expression", "expression", str(error))
        return
    strange = sorted(names - set(known) - FUNCTIONS)
    if strange:
        told = f"Neither a figure nor an earlier rule: {', '.join(strange)}."
        yield Fault(f"{here}/expression", "unknown_name", told)


#: Names in an expression that are no figures.
FUNCTIONS: Final = frozenset({"ceil", "least", "most", "double", "int", "string"})


def figure_faults(
    figures: Sequence[Figure], given: Mapping[str, Any], pointer: str = "/figures"
) -> list[Fault]:
    """Return every fault of what a survey found, figure by figure."""
    known = {figure.key: figure for figure in figures}
    faults = [
        Fault(f"{pointer}/{key}", "unknown", "The package does not ask for this.")
        for key in sorted(given.keys() - known.keys())
    ]
    for key, figure in known.items():
        if key not in given:
            faults.append(Fault(f"{pointer}/{key}", "missing", "Find this out."))
        elif (detail := _wrong(figure, given[key])) is not None:
            faults.append(Fault(f"{pointer}/{key}", "figure", detail))
    return faults


def _wrong(figure: Figure, value: Any) -> str | None:
    if figure.type is FigureType.FLAG:
        return None if isinstance(value, bool) else "Say true or false."
    if figure.type is FigureType.CHOICE:
        named = ", ".join(figure.choices)
        return None if value in figure.choices else f"One of {named}."
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "Give a number."
    if figure.type is FigureType.INTEGER and value != int(value):
        return "Give a whole number."
    least, most = figure.least or 0, figure.most or 0
    if not least <= value <= most:
        return f"Between {least:g} and {most:g}."
    return None


def typed(figures: Sequence[Figure], given: Mapping[str, Any]) -> dict[str, Value]:
    """Give each figure, found without fault, the type that its package says."""
    make = {
        FigureType.NUMBER: float,
        FigureType.INTEGER: int,
        FigureType.CHOICE: str,
        FigureType.FLAG: bool,
    }
    return {figure.key: make[figure.type](given[figure.key]) for figure in figures}
