"""Web, worker and clock as a supervisor runs them, and ways to lose them."""

import os
import signal
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from enum import StrEnum
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import psutil
import psycopg
import pytest

from app.cli.processes.lifeline import Lifeline
from app.core.jobs import Queue
from tests.support.cluster import Database
from tests.support.faults.complaints import unforeseen
from tests.support.faults.zygote import Zygote
from tests.support.server import free_port

LAST_WORKER = "SELECT coalesce(max(id), 0) FROM procrastinate_workers"
#: A worker signs on once for each of its lanes.
SIGNED_ON = "SELECT count(*) FROM procrastinate_workers WHERE id > %s"
START_SECONDS = 180
STOP_SECONDS = 30
POLL_SECONDS = 0.05


class Part(StrEnum):
    WEB = "web"
    WORKER = "worker"
    CLOCK = "clock"


class Manner(StrEnum):
    """What one kill takes: the whole group, or first its parent, or the children only.

    Without its parent a group is cleared away, as the supervisor does it. Web's parent
    makes new children by itself.
    """

    GROUP = "group"
    PARENT = "parent"
    CHILDREN = "children"


MANNERS = {
    Part.WEB: (Manner.GROUP, Manner.PARENT, Manner.CHILDREN),
    Part.WORKER: (Manner.GROUP, Manner.PARENT),
}


class Processes:
    """One web, one worker and one clock on a database of their own."""

    def __init__(self, database: Database, home: Path) -> None:
        self._database = database
        self._home = home
        self._port = free_port()
        self._lifeline = Lifeline()
        environment = _environment(database, home, self._port)
        self._zygote = Zygote(environment, self._lifeline.end)
        self._pids: dict[Part, int] = {}

    @property
    def address(self) -> tuple[str, int]:
        return "127.0.0.1", self._port

    def start(self) -> None:
        for part in Part:
            self._launch(part)
        self._until(Part.WEB, self._web_answers)

    def kill(self, part: Part, manner: Manner) -> None:
        """Kill with -9, and return when another one is there."""
        pid = self._pids[part]
        last_worker = self._last_worker()
        _kill(pid, manner)
        if manner is not Manner.CHILDREN:
            _until_gone(pid)
            _kill_group(pid)
            self._launch(part)
        if part is Part.WEB:
            self._until(part, self._web_answers)
        if part is Part.WORKER:
            self._until(part, lambda: self._has_signed_on(last_worker))

    def stop(self) -> None:
        for pid in self._pids.values():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)
        for pid in self._pids.values():
            with suppress(AssertionError):
                _until_gone(pid)
            _kill_group(pid)
        self._zygote.end()
        self._lifeline.cut()

    def complaints(self) -> list[str]:
        return unforeseen(self._home)

    def _launch(self, part: Part) -> None:
        self._pids[part] = self._zygote.start(part, self._home / f"{part}.log")

    def _until(self, part: Part, fact: Callable[[], bool]) -> None:
        """Wait until the part is there; one that ended by itself never will be."""
        deadline = time.monotonic() + START_SECONDS
        while not fact():
            ended = not psutil.pid_exists(self._pids[part])
            if ended or time.monotonic() > deadline:
                log = self._home / f"{part}.log"
                pytest.fail(f"{part} is not there:\n{_tail(log)}")
            time.sleep(POLL_SECONDS)

    def _web_answers(self) -> bool:
        connection = HTTPConnection(*self.address, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()

    def _last_worker(self) -> int:
        return self._number(LAST_WORKER)

    def _has_signed_on(self, last_worker: int) -> bool:
        return self._number(SIGNED_ON, last_worker) >= len(Queue)

    def _number(self, statement: str, *values: int) -> int:
        with psycopg.connect(self._database.superuser_url) as connection:
            row = connection.execute(statement, values).fetchone()
        return int(row[0]) if row else 0


def _environment(database: Database, home: Path, port: int) -> Mapping[str, str]:
    # Measuring what is killed would only slow it down.
    left_out = ("DATABASE_", "COVERAGE_", "COV_")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(left_out)}
    return kept | {
        "DATABASE_URL": database.app_url,
        "PAIGONG_HOME": str(home),
        "PAIGONG_LOG_LEVEL": "WARNING",
        "PORT": str(port),
    }


def _kill(pid: int, manner: Manner) -> None:
    if manner is Manner.GROUP:
        os.killpg(pid, signal.SIGKILL)
    elif manner is Manner.PARENT:
        os.kill(pid, signal.SIGKILL)
    else:
        for child in psutil.Process(pid).children():
            with suppress(psutil.NoSuchProcess):
                child.kill()


def _until_gone(pid: int) -> None:
    deadline = time.monotonic() + STOP_SECONDS
    while psutil.pid_exists(pid):
        assert time.monotonic() < deadline, f"process {pid} does not end"
        time.sleep(POLL_SECONDS)


def _kill_group(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)


def _tail(log: Path, lines: int = 20) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
