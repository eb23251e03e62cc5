"""What follows from a lead's survey, worked out anew each time."""

from dataclasses import dataclass

from app.sales.errors import NotSurveyedError
from app.sales.models import Lead, Package
from app.sales.rules.design import Design, design
from app.sales.rules.packages import Figure, Rule, typed


@dataclass(frozen=True, slots=True)
class Designed:
    package: Package
    design: Design


def designed(lead: Lead) -> Designed:
    """Apply the rules of the surveyed package to the figures that were found."""
    survey = lead.survey
    if survey is None:
        raise NotSurveyedError("Survey the site first: the rules need its figures.")
    figures = [Figure.of(kept) for kept in survey.package.figures]
    rules = [Rule.of(kept) for kept in survey.package.rules]
    found = design(rules, typed(figures, survey.figures))
    return Designed(survey.package, found)
