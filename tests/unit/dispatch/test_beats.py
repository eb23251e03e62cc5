from datetime import timedelta

import pytest

from app.dispatch.rules.beats import LOST, STALE, is_silent
from tests.unit.dispatch.facts import at

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize("since", [STALE, LOST])
def test_a_run_is_silent_once_it_has_not_beaten_for_so_long(since: timedelta) -> None:
    assert not is_silent(at(9), at(9) + since - SECOND, since)
    assert is_silent(at(9), at(9) + since, since)


def test_a_run_that_never_beat_is_silent() -> None:
    assert is_silent(None, at(9))
