"""What happened to a project."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProjectContracted:
    """The order stands: its work may be laid out."""

    project_id: int


@dataclass(frozen=True, slots=True)
class ProjectChanged:
    """Its name, customer, wishes or state are other than before."""

    project_id: int
