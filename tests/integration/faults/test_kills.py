"""A sample of the campaign that `make soak` runs at length."""

from pathlib import Path

from tests.support.cluster import Database
from tests.support.faults import campaign
from tests.support.telling import Tell

SEED = 1
KILLS = 10


def test_nothing_acknowledged_is_lost_when_web_and_worker_are_killed(
    fresh_database: Database, tmp_path: Path, tell: Tell
) -> None:
    report = campaign.run(fresh_database, tmp_path, seed=SEED, kills=KILLS)
    tell(f"kills of web and worker, {report}")
    assert report.kills == KILLS
    assert report.problems == []
