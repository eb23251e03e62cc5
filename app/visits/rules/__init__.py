"""Pure decisions about visits: who may do them when, and what was done."""

from app.visits.rules.assigning import (
    LEAST_STRETCH_SECONDS,
    PLANNABLE,
    USUAL_STRETCH_SECONDS,
    Demand,
    Member,
    Neighbour,
    Span,
    breaches,
    common_stretch,
    hull,
    seated,
    stretch,
)
from app.visits.rules.crew import derive, earliest, latest
from app.visits.rules.doing import Doing, NewEvidence
from app.visits.rules.evidence import Step, evidence_faults, step_of
from app.visits.rules.geofence import distance_m, is_inside
from app.visits.rules.missing import (
    Asked,
    Finding,
    Found,
    failing,
    is_signed,
    missing,
)
from app.visits.rules.readings import passes
from app.visits.rules.times import occupied

__all__ = [
    "LEAST_STRETCH_SECONDS",
    "PLANNABLE",
    "USUAL_STRETCH_SECONDS",
    "Asked",
    "Demand",
    "Doing",
    "Finding",
    "Found",
    "Member",
    "Neighbour",
    "NewEvidence",
    "Span",
    "Step",
    "breaches",
    "common_stretch",
    "derive",
    "distance_m",
    "earliest",
    "evidence_faults",
    "failing",
    "hull",
    "is_inside",
    "is_signed",
    "latest",
    "missing",
    "occupied",
    "passes",
    "seated",
    "step_of",
    "stretch",
]
