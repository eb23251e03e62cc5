"""Whatever lines, clocks and crashes do to them, the same deeds end in one state."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from flask import Flask

from tests.support import sync_checker
from tests.support.cluster import Database
from tests.support.simulator.campaign import ROUGH, SMOOTH, Campaign, Size, Trouble
from tests.support.simulator.jobs import do_what_is_due
from tests.support.simulator.servers import InProcess

State = list[tuple[Any, ...]]
Play = Callable[[Trouble], State]
SIZE = Size(phones=4, operations=25, threads=1)


@pytest.fixture
def play(app: Flask, database: Database) -> Play:
    """Return a function that has the same people do the same in some trouble."""

    def run(trouble: Trouble) -> State:
        database.reset()
        campaign = Campaign(
            database,
            InProcess(app),
            5,
            SIZE,
            trouble,
            lambda: do_what_is_due(app, database.app_url),
        )
        assert campaign.run().problems == []
        with psycopg.connect(database.superuser_url) as connection:
            return sync_checker.state_of(connection)

    return run


def test_drops_doubles_delays_cuts_clocks_and_crashes_end_in_the_same_state(
    play: Play,
) -> None:
    assert play(ROUGH) == play(SMOOTH)
