from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import IllegalMoveError
from app.dispatch.states import (
    PROPOSAL_STEPS,
    RUN_STEPS,
    ProposalState,
    RunState,
    move_proposal,
    move_run,
)

MACHINES: list[tuple[type[StrEnum], Any, Any]] = [
    (RunState, RUN_STEPS, move_run),
    (ProposalState, PROPOSAL_STEPS, move_proposal),
]


@pytest.mark.parametrize(("kind", "steps", "move"), MACHINES, ids=["run", "proposal"])
@given(data=st.data())
def test_a_step_is_taken_if_and_only_if_the_table_has_it(
    kind: type[StrEnum], steps: Any, move: Any, data: st.DataObject
) -> None:
    current, to = data.draw(st.tuples(*[st.sampled_from(kind)] * 2))
    if to in steps[current]:
        assert move(current, to) is to
    else:
        with pytest.raises(IllegalMoveError):
            move(current, to)


def test_every_state_has_a_row() -> None:
    assert set(RUN_STEPS) == set(RunState)
    assert set(PROPOSAL_STEPS) == set(ProposalState)
