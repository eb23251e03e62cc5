"""Visits, who is on them, and what was found and done there; phones' operations."""

from app.visits.models.attachment import Attachment
from app.visits.models.device import Device, OperationStream, SyncState
from app.visits.models.evidence import VisitEvidence
from app.visits.models.operation import Operation
from app.visits.models.visit import Assignment, Visit

__all__ = [
    "Assignment",
    "Attachment",
    "Device",
    "Operation",
    "OperationStream",
    "SyncState",
    "Visit",
    "VisitEvidence",
]
