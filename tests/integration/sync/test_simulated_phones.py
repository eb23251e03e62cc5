"""A sample of the simulations that `make soak` runs at length."""

from flask import Flask

from tests.support.cluster import Database
from tests.support.simulator.campaign import Campaign, Size
from tests.support.simulator.jobs import do_what_is_due
from tests.support.simulator.servers import InProcess
from tests.support.telling import Tell

SEED = 1
SIZE = Size(phones=50, operations=10)


def test_phones_lose_nothing_and_double_nothing_whatever_happens_on_the_way(
    app: Flask, database: Database, tell: Tell
) -> None:
    report = Campaign(
        database,
        InProcess(app),
        SEED,
        SIZE,
        run_jobs=lambda: do_what_is_due(app, database.app_url),
    ).run()
    tell(f"simulated phones, {report}")
    assert report.operations == SIZE.phones * SIZE.operations
    assert report.problems == []
