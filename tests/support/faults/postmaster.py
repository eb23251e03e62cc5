"""A whole installation whose database server is killed under it."""

import threading
import time

import psutil
import pytest

from app.cli.processes.postgres import SUPERUSER, EmbeddedPostgres
from migrations import roles
from tests.support.cluster import Database
from tests.support.conditions import eventually
from tests.support.faults import campaign
from tests.support.faults.caller import unready
from tests.support.faults.complaints import unforeseen
from tests.support.faults.dice import dice
from tests.support.faults.ledger import Ledger
from tests.support.faults.report import Report
from tests.support.installation import Installation

MOST_ANSWERS = 40
LONGEST_DELAY = 0.2
PATIENCE_SECONDS = 60.0
READY_SECONDS = 180.0
POLL_SECONDS = 0.1


class PostmasterReaper:
    """Kills the server with -9; the supervisor is to start it again."""

    def __init__(
        self, installation: Installation, ledger: Ledger, seed: int, kills: int
    ) -> None:
        self._installation = installation
        self._ledger = ledger
        self._dice = dice(seed, "postmaster")
        self._kills = kills
        self._pause = threading.Event()
        self.done = 0
        self.hits = 0

    def run(self) -> None:
        for _ in range(self._kills):
            more = self._dice.randint(1, MOST_ANSWERS)
            self._ledger.await_answers(more, PATIENCE_SECONDS)
            self._pause.wait(self._dice.uniform(0, LONGEST_DELAY))
            self._kill()
            self.done += 1

    def _kill(self) -> None:
        killed = self._installation.postmaster()
        killed.kill()
        passing = (OSError, ValueError, IndexError, psutil.Error)
        eventually(lambda: self._installation.postmaster().pid != killed.pid, *passing)
        self._until_ready()

    def _until_ready(self) -> None:
        """Be patient: what crashed again and again is started ever later."""
        address = ("127.0.0.1", self._installation.port)
        deadline = time.monotonic() + READY_SECONDS
        while lack := unready(address):
            if time.monotonic() > deadline:
                pytest.fail(f"not ready again: {lack}\n{self._installation.output}")
            self._pause.wait(POLL_SECONDS)


def run(installation: Installation, *, seed: int, kills: int) -> Report:
    """Kill the database server `kills` times while clients work."""
    ledger = Ledger()
    stage = campaign.Stage(
        database_of(installation),
        ("127.0.0.1", installation.port),
        lambda: unforeseen(installation.home / "log"),
    )
    killer = PostmasterReaper(installation, ledger, seed, kills)
    return campaign.perform(stage, ledger, [killer], seed)


def database_of(installation: Installation) -> Database:
    url = EmbeddedPostgres(installation.home).url
    name = roles.DATABASE
    return Database(
        name, *(url(role, name) for role in (roles.APP, roles.OWNER, SUPERUSER))
    )
