"""A served installation for tests that speak HTTP."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.cluster import Cluster, Database

PATIENCE = 60


@dataclass(frozen=True)
class Server:
    """A running installation: where it answers and what it stands on."""

    url: str
    database: Database

    def reset(self) -> None:
        """Empty the database; its worker goes on, under the number it was given."""
        self.database.reset(kept=["procrastinate_workers"])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_ready(url: str, process: "subprocess.Popen[bytes]") -> None:
    """Wait for the answer to /healthz, or fail with the exit code."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            pytest.fail(f"the server ended with exit code {process.returncode}")
        try:
            urllib.request.urlopen(f"{url}/healthz", timeout=5).close()  # noqa: S310 - our own address
        except OSError:
            time.sleep(0.05)
        else:
            return
    pytest.fail(f"the server did not answer within {PATIENCE} s")


@pytest.fixture(scope="session")
def _server(
    cluster: Cluster, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    database = cluster.clone(f"served_{worker}")
    port = free_port()
    environment = os.environ | {
        "DATABASE_URL": database.app_url,
        "DATABASE_OWNER_URL": database.owner_url,
        "PAIGONG_HOME": str(tmp_path_factory.mktemp("served")),
        "PAIGONG_TEST_CLOCK": "1",
        "PAIGONG_LOG_LEVEL": "WARNING",
        "PORT": str(port),
    }
    paigong = Path(sys.executable).with_name("paigong")
    parts = [
        subprocess.Popen([paigong, part], env=environment, start_new_session=True)
        for part in ("web", "worker")
    ]
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until_ready(url, parts[0])
        yield Server(url, database)
    finally:
        for part in parts:
            part.send_signal(signal.SIGTERM)
        for part in parts:
            part.wait(PATIENCE)


@pytest.fixture
def server(_server: Server) -> Server:
    """Return web and worker over an emptied database, started once per process."""
    _server.reset()
    return _server
