"""A thousand phones in twenty simulations, each of which a seed repeats.

`SOAK_SEEDS` is how many there are and `SOAK_SEED` the first of them; `SOAK_PHONES` and
`SOAK_OPERATIONS` say how large each one is. `SOAK_THREADS=1` lets nothing run at once:
then a seed repeats everything but the ids that the server draws, and milliseconds.
"""

import os

import pytest
from flask import Flask

from tests.support.cluster import Database
from tests.support.simulator.campaign import Campaign, Size
from tests.support.simulator.jobs import do_what_is_due
from tests.support.simulator.servers import InProcess
from tests.support.telling import Tell

FIRST = int(os.environ.get("SOAK_SEED", "1"))
SEEDS = range(FIRST, FIRST + int(os.environ.get("SOAK_SEEDS", "20")))
SIZE = Size(
    phones=int(os.environ.get("SOAK_PHONES", "50")),
    operations=int(os.environ.get("SOAK_OPERATIONS", "200")),
    threads=int(os.environ.get("SOAK_THREADS", "4")),
    dispatchers=4,
)

pytestmark = pytest.mark.soak


@pytest.mark.parametrize("seed", SEEDS)
def test_phones_lose_nothing_and_double_nothing(
    app: Flask, database: Database, tell: Tell, seed: int
) -> None:
    report = Campaign(
        database,
        InProcess(app),
        seed,
        SIZE,
        run_jobs=lambda: do_what_is_due(app, database.app_url),
    ).run()
    tell(f"simulated phones, {report}")
    assert report.operations == SIZE.phones * SIZE.operations
    assert report.problems == []
