"""Single processes of an installation, started and stopped by a test."""

import os
import signal
import subprocess
from pathlib import Path

from app.cli.up import PYTHON
from tests.support.cluster import Database

PATIENCE = 240


class Parts:
    """Starts workers and clocks on a database; what is left is killed at the end."""

    def __init__(self, database: Database, home: Path) -> None:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("DATABASE_")}
        self._environment = kept | {
            "DATABASE_URL": database.app_url,
            "PAIGONG_HOME": str(home),
            "PAIGONG_TEST_CLOCK": "1",
        }
        self._started: list[subprocess.Popen[bytes]] = []

    def start(self, name: str, *options: str) -> "subprocess.Popen[bytes]":
        process = subprocess.Popen(
            [*PYTHON, "app.cli", name, *options],
            env=self._environment,
            start_new_session=True,
        )
        self._started.append(process)
        return process

    def stop(self, process: "subprocess.Popen[bytes]") -> int:
        process.send_signal(signal.SIGTERM)
        return process.wait(PATIENCE)

    def end(self) -> None:
        for process in self._started:
            process.kill()
            process.wait(PATIENCE)
