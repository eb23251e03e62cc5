"""Short ways to write a sample package's figures and rules."""

from app.catalogue.states import WorkKind
from app.sales.rules.packages import Figure, Rule
from app.sales.states import FigureType


def number(
    key: str, title: str, title_zh: str, unit: str, least: float, most: float
) -> Figure:
    return Figure(
        key=key,
        title=title,
        title_zh=title_zh,
        type=FigureType.NUMBER,
        unit=unit,
        least=least,
        most=most,
    )


def whole(
    key: str, title: str, title_zh: str, unit: str, least: int, most: int
) -> Figure:
    return Figure(
        key=key,
        title=title,
        title_zh=title_zh,
        type=FigureType.INTEGER,
        unit=unit,
        least=least,
        most=most,
    )


def choice(key: str, title: str, title_zh: str, *choices: str) -> Figure:
    return Figure(
        key=key,
        title=title,
        title_zh=title_zh,
        type=FigureType.CHOICE,
        choices=choices,
    )


def rule(  # noqa: PLR0913 - a row of a table, read as one
    key: str,
    title: str,
    title_zh: str,
    expression: str,
    source: str,
    unit: str = "",
    *,
    model: str = "",
    service: str = "",
) -> Rule:
    """Write a rule; `model` is a brand and a code."""
    brand, _, code = model.partition(" ")
    return Rule(
        key=key,
        title=title,
        title_zh=title_zh,
        expression=expression,
        unit=unit,
        source=source,
        brand=brand,
        model=code,
        service=WorkKind(service) if service else None,
        is_sample=True,
    )
