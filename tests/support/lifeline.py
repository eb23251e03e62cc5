"""What must not outlive the test run, however it ends."""

import os
from pathlib import Path

from app.cli.processes.postgres import EmbeddedPostgres


class Lifeline:
    """A pipe whose loss stops the run's PostgreSQL, even when the run is killed."""

    def __init__(self, home: Path) -> None:
        self.home = home
        lifeline, self._held = os.pipe()
        self._guard = EmbeddedPostgres(home).guard(lifeline)
        os.close(lifeline)

    def cut(self) -> None:
        os.close(self._held)
        self._guard.wait()
