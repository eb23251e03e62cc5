"""The database server is killed again and again while people work."""

import os
from collections.abc import Iterator

import pytest

from tests.support.faults import postmaster
from tests.support.installation import Installation
from tests.support.telling import Tell

SEED = int(os.environ.get("SOAK_SEED", "2"))
KILLS = 20

pytestmark = pytest.mark.soak


@pytest.fixture
def installation() -> Iterator[Installation]:
    installation = Installation()
    installation.start()
    yield installation
    installation.remove()


def test_nothing_acknowledged_is_lost_when_the_database_server_is_killed_often(
    installation: Installation, tell: Tell
) -> None:
    report = postmaster.run(installation, seed=SEED, kills=KILLS)
    tell(f"kills of the database server, {report}")
    assert report.kills == KILLS
    assert report.problems == []
