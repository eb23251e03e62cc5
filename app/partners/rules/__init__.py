"""Whom to ask, what a partner's record is worth, and how much of a place to tell."""

from app.partners.rules.choosing import SLACK_JOBS, Candidate, behind, choose
from app.partners.rules.place import about
from app.partners.rules.score import Record, score_of

__all__ = [
    "SLACK_JOBS",
    "Candidate",
    "Record",
    "about",
    "behind",
    "choose",
    "score_of",
]
