"""A whole installation started as people start it: `paigong up`."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import psutil

from app.cli.processes.instance import Instance, Seat
from tests.support.server import free_port

PATIENCE = 240
PAIGONG = Path(sys.executable).with_name("paigong")


class Installation:
    """One data folder, and the `paigong up` that runs on it now."""

    def __init__(self) -> None:
        # Short for the socket, and open so that the server's account may enter.
        self.home = Path(tempfile.mkdtemp(prefix="up-", dir="/tmp"))
        self.home.chmod(0o755)
        self.port = free_port()
        self.output = ""
        self.process: subprocess.Popen[str] | None = None
        self._said = threading.Event()
        self._listener = threading.Thread()

    @property
    def environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("DATABASE_")}
        return kept | {"PAIGONG_HOME": str(self.home), "PORT": str(self.port)}

    def start(self) -> None:
        """Start and wait until it says that it is ready."""
        self._said.clear()
        self.output = ""
        self.process = subprocess.Popen(
            [PAIGONG, "up"],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._listener = threading.Thread(target=self._listen, args=(self.process,))
        self._listener.start()
        assert self._said.wait(PATIENCE), self.output
        assert "Paigong is ready" in self.output, self.output

    def _listen(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdout is not None
        with process.stdout as lines:
            for line in lines:
                self.output += line
                if "Paigong is ready" in line:
                    self._said.set()
        self._said.set()

    def run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run another command beside it, as from another terminal."""
        return subprocess.run(
            [PAIGONG, *arguments],
            check=False,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )

    @property
    def instance(self) -> Instance:
        instance = Seat(self.home).holder()
        assert instance is not None
        return instance

    def processes(self) -> list[psutil.Process]:
        """Return everything that runs for it: children, theirs, and the database."""
        assert self.process is not None
        found = psutil.Process(self.process.pid).children(recursive=True)
        server = self.postmaster()
        return [*found, server, *server.children()]

    def postmaster(self) -> psutil.Process:
        pid = (self.home / "postgres" / "postmaster.pid").read_text().split()[0]
        return psutil.Process(int(pid))

    def child(self, name: str) -> psutil.Process:
        assert self.process is not None
        return next(
            child
            for child in psutil.Process(self.process.pid).children()
            if name in child.cmdline()
        )

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Send the signal and return the exit code."""
        assert self.process is not None
        self.process.send_signal(number)
        code = self.process.wait(PATIENCE)
        self._listener.join(PATIENCE)
        self.process = None
        return code

    def remove(self) -> None:
        if self.process is not None:
            self.stop()
        shutil.rmtree(self.home)


def still_there(processes: list[psutil.Process]) -> list[psutil.Process]:
    """Wait for the processes to go and return those that did not."""
    _, alive = psutil.wait_procs(processes, timeout=PATIENCE)
    # An orphan's remains wait for process 1, which in a container may never look.
    return [p for p in alive if p.status() != psutil.STATUS_ZOMBIE]
