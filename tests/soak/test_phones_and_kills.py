"""Web and worker are killed while phones sync, for as long as it takes.

`SOAK_SEED` repeats a campaign's kills and deeds, `SOAK_KILLS` changes their number.
"""

import os
from pathlib import Path

import pytest

from tests.support.cluster import Database
from tests.support.simulator.kills import KillCampaign
from tests.support.telling import Tell

SEED = int(os.environ.get("SOAK_SEED", "2"))
KILLS = int(os.environ.get("SOAK_KILLS", "2000"))

pytestmark = pytest.mark.soak


def test_no_acknowledged_operation_is_lost_in_a_long_campaign_of_kills(
    fresh_database: Database, tmp_path: Path, tell: Tell
) -> None:
    report = KillCampaign(fresh_database, tmp_path, SEED, KILLS).run()
    tell(f"phones and kills of web and worker, {report}")
    assert report.kills == KILLS
    assert report.problems == []
