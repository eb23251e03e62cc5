import itertools

import pytest

from app.core.errors import IllegalMoveError
from app.projects.states import (
    ALLOWED,
    ALLOWED_IMPORT,
    DERIVED,
    ImportState,
    ProjectState,
    move,
    move_import,
)

S = ProjectState


def test_every_state_has_its_row() -> None:
    assert set(ALLOWED) == set(S)
    assert set(ALLOWED_IMPORT) == set(ImportState)


@pytest.mark.parametrize(("before", "after"), list(itertools.product(S, S)))
def test_only_the_table_moves_a_project(before: S, after: S) -> None:
    if after in ALLOWED[before]:
        assert move(before, after) is after
    else:
        with pytest.raises(IllegalMoveError, match=str(before)):
            move(before, after)


@pytest.mark.parametrize(
    ("before", "after"), list(itertools.product(ImportState, ImportState))
)
def test_only_the_table_moves_an_import(
    before: ImportState, after: ImportState
) -> None:
    if after in ALLOWED_IMPORT[before]:
        assert move_import(before, after) is after
    else:
        with pytest.raises(IllegalMoveError, match=str(before)):
            move_import(before, after)


def test_a_project_follows_its_work_forwards_and_back() -> None:
    for before, after in itertools.permutations(DERIVED, 2):
        assert move(before, after) is after


def test_only_acceptance_leads_to_warranty() -> None:
    assert [s for s in S if S.WARRANTY in ALLOWED[s]] == [S.ACCEPTANCE]
