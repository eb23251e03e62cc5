"""What a project, an import and an import's row can be."""

from enum import StrEnum
from typing import Final

from app.core.errors import IllegalMoveError


class ProjectState(StrEnum):
    DRAFT = "draft"
    DESIGN = "design"
    CONTRACTED = "contracted"
    PLANNED = "planned"
    DELIVERING = "delivering"
    INSTALLING = "installing"
    COMMISSIONING = "commissioning"
    ACCEPTANCE = "acceptance"
    WARRANTY = "warranty"
    CLOSED = "closed"
    ON_HOLD = "on_hold"
    CANCELLED = "cancelled"


class Priority(StrEnum):
    CRITICAL = "critical"
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


class ImportKind(StrEnum):
    PROJECTS = "projects"
    TECHNICIANS = "technicians"


class ImportState(StrEnum):
    PREVIEW = "preview"
    COMMITTING = "committing"
    COMMITTED = "committed"
    DISCARDED = "discarded"


class RowOutcome(StrEnum):
    GOOD = "good"
    BAD = "bad"
    KNOWN = "known"
    ADDED = "added"


_S = ProjectState

#: These follow the project's work orders, forwards and back.
DERIVED: Final = frozenset(
    {_S.CONTRACTED, _S.PLANNED, _S.DELIVERING, _S.INSTALLING, _S.COMMISSIONING}
)
_ASIDE: Final = frozenset({_S.ON_HOLD, _S.CANCELLED})

ALLOWED: Final[dict[ProjectState, frozenset[ProjectState]]] = {
    _S.DRAFT: frozenset({_S.DESIGN, _S.CONTRACTED, _S.CANCELLED}),
    _S.DESIGN: frozenset({_S.CONTRACTED}) | _ASIDE,
    **{state: (DERIVED - {state}) | _ASIDE for state in DERIVED},
    _S.COMMISSIONING: (DERIVED - {_S.COMMISSIONING}) | _ASIDE | {_S.ACCEPTANCE},
    # A defect found at acceptance sends the project back.
    _S.ACCEPTANCE: frozenset({_S.WARRANTY, _S.COMMISSIONING, _S.ON_HOLD}),
    _S.WARRANTY: frozenset({_S.CLOSED}),
    _S.CLOSED: frozenset(),
    _S.ON_HOLD: frozenset({_S.DESIGN, _S.CONTRACTED, _S.CANCELLED}),
    _S.CANCELLED: frozenset(),
}

ALLOWED_IMPORT: Final[dict[ImportState, frozenset[ImportState]]] = {
    ImportState.PREVIEW: frozenset({ImportState.COMMITTING, ImportState.DISCARDED}),
    ImportState.COMMITTING: frozenset({ImportState.COMMITTED}),
    ImportState.COMMITTED: frozenset(),
    ImportState.DISCARDED: frozenset(),
}


def move(current: ProjectState, to: ProjectState) -> ProjectState:
    """Return `to`, or raise when the table has no such step."""
    if to not in ALLOWED[current]:
        raise IllegalMoveError(f"A project that is {current} cannot become {to}.")
    return to


def move_import(current: ImportState, to: ImportState) -> ImportState:
    """Return `to`, or raise when the table has no such step."""
    if to not in ALLOWED_IMPORT[current]:
        raise IllegalMoveError(f"An import that is {current} cannot become {to}.")
    return to
