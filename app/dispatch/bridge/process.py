"""The optimiser in a process of its own, with a cap on its memory.

It is told to stop by SIGINT, and is killed when it does not.
"""

import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import IO, Any, Final

import routing
from app.dispatch.errors import SolverError

#: A line a tick at most, and a cancel is seen within two.
TICK_SECONDS: Final = 0.2
#: For the reasons and proven remedies of what is left out, beyond the search.
EXPLAIN_SECONDS: Final = 30.0
#: Reading, compiling and writing take time beside the search's own.
SLACK_SECONDS: Final = 60
STOP_SECONDS: Final = 10
MEGABYTE: Final = 1024 * 1024
SAID: Final = 600
OUT_OF_MEMORY: Final = (
    "MemoryError",
    "bad_alloc",
    "Cannot allocate memory",
    "failed to map segment",
)


@dataclass(frozen=True, slots=True)
class Limits:
    seconds: float
    seed: int
    memory_mb: int


class CancelledError(Exception):
    """The run was told to stop, and did."""


Event = dict[str, Any]


def solve(
    document: dict[str, Any],
    limits: Limits,
    tell: Callable[[Event | None], bool],
) -> dict[str, Any]:
    """Return the optimiser's solution document.

    `tell` is called about five times a second, with an event or None; once it
    returns False the optimiser is stopped.

    Raises
    ------
    CancelledError
        When `tell` wanted an end.
    SolverError
        With what a person can do about it.
    """
    with tempfile.TemporaryDirectory(prefix="paigong-") as folder:
        problem, solution = Path(folder, "problem.json"), Path(folder, "solution.json")
        problem.write_text(json.dumps(document), encoding="utf-8")
        with _started(problem, solution, limits) as process:
            said = _follow(process, limits, tell)
        if process.returncode != 0:
            raise _failure(process.returncode, said, limits)
        found: dict[str, Any] = json.loads(solution.read_text(encoding="utf-8"))
        return found


@contextmanager
def _started(
    problem: Path, solution: Path, limits: Limits
) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-m", "routing", "solve", str(problem)]
    command += ["--seconds", str(limits.seconds), "--seed", str(limits.seed)]
    command += ["--explain-seconds", str(EXPLAIN_SECONDS)]
    command += ["--progress", "-o", str(solution)]
    # Its own session: Ctrl-C at a console stops the run through us, in order.
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment(),
        text=True,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
    )
    try:
        _cap_memory(process.pid, limits.memory_mb)
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        if process.stderr is not None:
            process.stderr.close()


def environment() -> dict[str, str]:
    """Pass nothing on that it does not need: no addresses, no passwords."""
    kept = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "NUMBA_CACHE_DIR")
    home = Path(routing.__file__).parent.parent
    return {
        **{name: os.environ[name] for name in kept if name in os.environ},
        "PYTHONPATH": str(home),
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }


def _cap_memory(pid: int, megabytes: int) -> None:
    # Only Linux lets one process cap another; elsewhere the system's own limits hold.
    if sys.platform == "linux":
        cap = megabytes * MEGABYTE
        resource.prlimit(pid, resource.RLIMIT_AS, (cap, cap))


def _follow(
    process: "subprocess.Popen[str]",
    limits: Limits,
    tell: Callable[[Event | None], bool],
) -> list[str]:
    """Pass events on until the process ends; return what else it said."""
    lines: SimpleQueue[str] = SimpleQueue()
    stream = process.stderr
    if stream is None:
        raise SolverError("The optimiser was started without a way to hear it.")
    reader = threading.Thread(target=_read, args=(stream, lines), daemon=True)
    reader.start()
    said: list[str] = []
    until = time.monotonic() + limits.seconds + EXPLAIN_SECONDS + SLACK_SECONDS
    while process.poll() is None:
        event = _latest(lines, said)
        if not tell(event):
            _stop(process)
            raise CancelledError
        if time.monotonic() > until:
            _stop(process)
            raise SolverError(
                f"The optimiser did not keep its limit of {limits.seconds} s and was "
                "stopped. Try again; if it happens again, plan fewer days at once."
            )
    reader.join()
    last = _latest(lines, said, wait=False)
    if last is not None:
        tell(last)
    return said


def _read(stream: IO[str], lines: SimpleQueue[str]) -> None:
    for line in stream:
        lines.put(line)


def _latest(
    lines: SimpleQueue[str], said: list[str], *, wait: bool = True
) -> Event | None:
    """Take all lines of a tick and return the last event among them."""
    latest: Event | None = None
    until = time.monotonic() + (TICK_SECONDS if wait else 0)
    while True:
        try:
            line = lines.get(timeout=max(0.0, until - time.monotonic()) or 0.001)
        except Empty:
            return latest
        event = _event(line)
        if event is None:
            said.append(line.strip())
        else:
            latest = event


def _event(line: str) -> Event | None:
    try:
        value = json.loads(line)
    except ValueError:
        return None
    return value if isinstance(value, dict) and "cost" in value else None


def _stop(process: "subprocess.Popen[str]") -> None:
    process.send_signal(signal.SIGINT)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()


def _failure(code: int, said: list[str], limits: Limits) -> SolverError:
    told = " ".join(said)
    if code == -signal.SIGKILL or any(sign in told for sign in OUT_OF_MEMORY):
        return SolverError(
            f"The optimiser ran out of its {limits.memory_mb} MB of memory. Plan fewer "
            "days at once, or raise PAIGONG_SOLVER_MEMORY_MB."
        )
    return SolverError(
        f"The optimiser ended with code {code}: {told[-SAID:] or 'it said nothing'}. "
        "This is a fault of the program: report it with the run's number."
    )
