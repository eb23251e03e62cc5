"""Keeps web, worker and clock running, and leaves nothing behind."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from app.cli.processes.lifeline import GRACE_SECONDS

POLL_SECONDS = 0.2
FIRST_WAIT_SECONDS = 0.5
LONGEST_WAIT_SECONDS = 30
#: A child that lived this long has recovered: its next crash is a first one again.
RECOVERED_SECONDS = 60
LARGEST_LOG = 10 * 1024 * 1024

_log = structlog.get_logger("paigong.up")


@dataclass
class Child:
    """One process, what became of it and when it may start again."""

    name: str
    command: Sequence[str]
    log: Path
    process: "subprocess.Popen[bytes] | None" = None
    crashes: int = 0
    started: float = 0.0
    due: float = field(default=0.0)

    def start(self, environment: Mapping[str, str], lifeline: int) -> None:
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                [*self.command, "--lifeline", str(lifeline)],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                pass_fds=(lifeline,),
                # A group of its own: Ctrl-C reaches the supervisor alone, and one
                # signal reaches the child with all that it started.
                start_new_session=True,
            )
        self.started = time.monotonic()

    def ended(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def note_crash(self) -> None:
        """Clear away what the child left, and say when it may start again."""
        self.signal_group(signal.SIGKILL)
        now = time.monotonic()
        recovered = now - self.started > RECOVERED_SECONDS
        self.crashes = 1 if recovered else self.crashes + 1
        wait = min(FIRST_WAIT_SECONDS * 2 ** (self.crashes - 1), LONGEST_WAIT_SECONDS)
        self.due = now + wait
        code = self.process.returncode if self.process else None
        _log.warning("process ended", process=self.name, code=code, again_in=wait)
        self.process = None

    def signal_group(self, number: int) -> None:
        if self.process is not None:
            try:
                os.killpg(self.process.pid, number)
            except ProcessLookupError:
                return


class Supervisor:
    """Starts the children, starts crashed ones again, and stops them all."""

    def __init__(
        self, children: Sequence[Child], environment: Mapping[str, str], lifeline: int
    ) -> None:
        self._children = children
        self._environment = environment
        self._lifeline = lifeline

    def start(self) -> None:
        for child in self._children:
            trim_log(child.log)
            child.start(self._environment, self._lifeline)

    def tend(self) -> None:
        """Look once at every child and start again the ones whose time has come."""
        for child in self._children:
            if child.process is not None and child.ended():
                child.note_crash()
            if child.process is None and time.monotonic() >= child.due:
                child.start(self._environment, self._lifeline)

    def crashes_of(self, name: str) -> int:
        return next(child.crashes for child in self._children if child.name == name)

    def stop(self, hurry: threading.Event) -> None:
        """Ask every child to end, and kill the groups of those that take too long."""
        deadline = time.monotonic() + GRACE_SECONDS
        for child in self._children:
            child.signal_group(signal.SIGTERM)
        while not all(child.ended() for child in self._children):
            if hurry.wait(POLL_SECONDS) or time.monotonic() > deadline:
                break
        for child in self._children:
            child.signal_group(signal.SIGKILL)
            if child.process is not None:
                child.process.wait()


def trim_log(log: Path) -> None:
    """Keep one earlier log once this one is large."""
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.replace(log.with_suffix(".log.1"))
