"""What became of each row of a file."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.projects.rules.layout import CellFault
from app.projects.states import RowOutcome


@dataclass(frozen=True, slots=True)
class Judged:
    """A row as the preview shows it."""

    number: int
    values: Mapping[str, str]
    faults: tuple[CellFault, ...]
    outcome: RowOutcome
    project_id: int | None = None
