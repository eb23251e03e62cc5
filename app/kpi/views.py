"""Figures over HTTP: each with its weeks, and the list behind it."""

from dataclasses import asdict
from typing import Any

from app.kpi.definitions import DEFINITIONS, Figure
from app.kpi.queries import Wanted, Week, cases_of, weeks_of
from app.kpi.schemas import AllFiguresSchema, CasePageSchema, CaseQuery, FigureQuery
from app.web.blueprint import Blueprint, Operation

blueprint = Blueprint("figures", about="How the work goes, and what that counts.")


@blueprint.operation(
    "GET",
    "/figures",
    Operation(policy="figure:read", answer=AllFiguresSchema, query=FigureQuery),
)
def read_figures(query: dict[str, Any]) -> Any:
    """Show every figure over some days, and by week, of what you may see."""
    wanted = Wanted(**query)
    return {"items": [_shown(figure, weeks_of(figure, wanted)) for figure in Figure]}


@blueprint.operation(
    "GET",
    "/figures/cases",
    Operation(policy="figure:read", answer=CasePageSchema, query=CaseQuery),
)
def list_cases(query: dict[str, Any]) -> Any:
    """List the visits or work orders that a figure counts."""
    figure, limit = query.pop("figure"), query.pop("limit")
    after = query.pop("after", None)
    return cases_of(figure, Wanted(**query), limit, after)


def _shown(figure: Figure, weeks: list[Week]) -> dict[str, Any]:
    part, whole = sum(w.part for w in weeks), sum(w.whole for w in weeks)
    return {
        "figure": figure,
        **asdict(DEFINITIONS[figure]),
        "part": part,
        "whole": whole,
        "cases": sum(week.cases for week in weeks),
        "value": _ratio(part, whole),
        "weeks": [{**asdict(w), "value": _ratio(w.part, w.whole)} for w in weeks],
    }


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None
