"""The one running `paigong up` of a data folder: its lock, and how others find it."""

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from app.cli.problem import ConsoleError


@dataclass(frozen=True)
class Instance:
    """Where a running installation answers and which database it uses."""

    pid: int
    url: str
    database_url: str
    database_owner_url: str | None


class Seat:
    """The place in a data folder that only one `paigong up` can take."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._folder = home / "run"
        self._file = self._folder / "up.json"
        self._lock = self._folder / "up.lock"

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Hold the seat, or say who holds it. The system frees it however we end."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._lock.open("w") as lock:
            if not _try_lock(lock.fileno()):
                raise ConsoleError(
                    f"Paigong already runs on {self._home}{self._who()}.",
                    "Use that one, stop it first, or choose another folder with "
                    "PAIGONG_HOME and another port with PORT.",
                )
            try:
                yield
            finally:
                self._file.unlink(missing_ok=True)

    def was_left(self) -> bool:
        """Say, while holding the seat, whether the last holder was killed."""
        return self._file.exists()

    def announce(self, instance: Instance) -> None:
        """Let other commands of this user find the running database."""
        fresh = self._file.with_suffix(".new")
        fresh.touch(mode=0o600)
        fresh.write_text(json.dumps(asdict(instance)))
        fresh.replace(self._file)

    def holder(self) -> Instance | None:
        """Return the running instance, if there is one and it is ready."""
        instance = self._read()
        if instance is None or not self._lock.exists():
            return None
        with self._lock.open() as lock:
            return None if _try_lock(lock.fileno()) else instance

    def _read(self) -> Instance | None:
        try:
            return Instance(**json.loads(self._file.read_text()))
        except (FileNotFoundError, PermissionError, ValueError, TypeError):
            return None

    def _who(self) -> str:
        instance = self._read()
        return f": process {instance.pid}, {instance.url}" if instance else ""


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
