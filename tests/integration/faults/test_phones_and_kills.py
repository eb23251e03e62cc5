"""A sample of the campaign of kills among phones that `make soak` runs at length."""

from pathlib import Path

from tests.support.cluster import Database
from tests.support.simulator.kills import KillCampaign
from tests.support.telling import Tell

SEED = 1
KILLS = 10


def test_no_acknowledged_operation_is_lost_when_web_and_worker_are_killed(
    fresh_database: Database, tmp_path: Path, tell: Tell
) -> None:
    report = KillCampaign(fresh_database, tmp_path, SEED, KILLS).run()
    tell(f"phones and kills of web and worker, {report}")
    assert report.kills == KILLS
    assert report.problems == []
