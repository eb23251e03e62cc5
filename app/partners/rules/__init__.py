"""Whom to ask, what records are worth, how much of a place to tell, what was done."""

from app.partners.rules.choosing import SLACK_JOBS, Candidate, behind, choose
from app.partners.rules.place import about
from app.partners.rules.score import Record, score_of
from app.partners.rules.statement import HOUR, Line, Part, Statement, Sums, sums_of

__all__ = [
    "HOUR",
    "SLACK_JOBS",
    "Candidate",
    "Line",
    "Part",
    "Record",
    "Statement",
    "Sums",
    "about",
    "behind",
    "choose",
    "score_of",
    "sums_of",
]
