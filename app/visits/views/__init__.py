"""Visits over HTTP: planned, sent off, followed, and their work verified."""

from app.visits.views import attachments, execution, planning, supervision
from app.visits.views.shared import blueprint

__all__ = ["attachments", "blueprint", "execution", "planning", "supervision"]
