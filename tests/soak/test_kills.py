"""Web and worker are killed at random moments, for as long as it takes.

`SOAK_SEED` repeats a campaign's kills and clients, `SOAK_KILLS` changes their number.
"""

import os
from pathlib import Path

import pytest

from tests.support.cluster import Database
from tests.support.faults import campaign
from tests.support.telling import Tell

SEED = int(os.environ.get("SOAK_SEED", "2"))
KILLS = int(os.environ.get("SOAK_KILLS", "200"))

pytestmark = pytest.mark.soak


def test_nothing_acknowledged_is_lost_in_a_long_campaign_of_kills(
    fresh_database: Database, tmp_path: Path, tell: Tell
) -> None:
    report = campaign.run(fresh_database, tmp_path, seed=SEED, kills=KILLS)
    tell(f"kills of web and worker, {report}")
    assert report.kills == KILLS
    assert report.problems == []
