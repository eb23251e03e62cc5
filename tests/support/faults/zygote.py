"""The console, loaded once and forked for each start.

A campaign starts hundreds of processes. What a start costs is reading the program,
over and over; a fork has read it already and is in all else a process of its own.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[3]
SERVE = "from tests.support.faults.zygote import serve; serve()"


class Zygote:
    """Our end: asks for processes."""

    def __init__(self, environment: Mapping[str, str], lifeline: int) -> None:
        self._lifeline = lifeline
        self._process = subprocess.Popen(
            [sys.executable, "-c", SERVE],
            env=environment,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            pass_fds=(lifeline,),
            text=True,
        )

    def start(self, command: str, log: Path) -> int:
        """Start `paigong COMMAND` as the leader of a group; return its id."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        words = [command, "--lifeline", str(self._lifeline)]
        self._process.stdin.write(json.dumps([words, str(log)]) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def end(self) -> None:
        """Let it go; the processes it started stay."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()


def serve() -> None:
    """Load the console, then fork for each line that comes in."""
    from app import cli, factory  # noqa: PLC0415 - the other end needs none of it
    from app.cli import clock, web, worker  # noqa: PLC0415 - likewise

    loaded = (factory, clock, web, worker)
    assert all(loaded)
    # Nobody asks after the forks; ended ones must not stay as zombies.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        words, log = json.loads(line)
        pid = os.fork()
        if pid == 0:
            _become(log)
            cli.main(words, prog_name="paigong")
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()


def _become(log: str) -> None:
    """Stand on one's own: own session, own log, nothing of the zygote's hands."""
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    output = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for target, source in ((0, nothing), (1, output), (2, output)):
        os.dup2(source, target)
    os.close(output)
    os.close(nothing)
