"""Children that crash, linger and leave children of their own."""

import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from app.cli.processes import supervisor as module
from app.cli.processes.lifeline import Lifeline
from app.cli.processes.supervisor import Child, Supervisor, trim_log
from tests.support.conditions import eventually

ENDS = "import sys; sys.exit(3)"
STAYS = "import time; print('here', flush=True); time.sleep(600)"
STUBBORN = f"import signal; signal.signal(15, signal.SIG_IGN); {STAYS}"
HAS_A_CHILD = (
    "import subprocess, sys\n"
    f'subprocess.Popen([sys.executable, "-c", "{STAYS}"])\n'
    f"{STAYS}"
)
FOLLOWS = (
    "import sys, time; from app.cli.processes import lifeline\n"
    "lifeline.follow(int(sys.argv[-1]), lifeline.end_myself)\n"
    "print('here', flush=True); time.sleep(600)"
)


@pytest.fixture
def lifeline() -> Iterator[Lifeline]:
    lifeline = Lifeline()
    yield lifeline
    lifeline.cut()


def child(tmp_path: Path, code: str) -> Child:
    return Child("web", (sys.executable, "-c", code), tmp_path / "web.log")


def supervise(one: Child, lifeline: Lifeline) -> Supervisor:
    supervisor = Supervisor([one], os.environ, lifeline.end)
    supervisor.start()
    return supervisor


def pid(one: Child) -> int:
    assert one.process is not None
    return one.process.pid


def here(one: Child, times: int = 1) -> None:
    eventually(lambda: one.log.read_text().count("here") >= times)


def test_a_crashed_child_waits_longer_each_time(
    tmp_path: Path, lifeline: Lifeline
) -> None:
    one = child(tmp_path, ENDS)
    supervisor = supervise(one, lifeline)
    waits = []
    for crash in (1, 2, 3):
        eventually(one.ended)
        one.due = 0
        before = one.started
        supervisor.tend()
        assert supervisor.crashes_of("web") == crash
        waits.append(one.due - before)
        one.due = 0
        supervisor.tend()
    assert waits[0] < waits[1] < waits[2]
    supervisor.stop(threading.Event())


def test_a_child_that_lived_long_starts_counting_anew(
    tmp_path: Path, lifeline: Lifeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "RECOVERED_SECONDS", -1)
    one = child(tmp_path, ENDS)
    supervisor = supervise(one, lifeline)
    for _ in range(3):
        eventually(one.ended)
        supervisor.tend()
        assert one.crashes == 1
        one.due = 0
        supervisor.tend()
    supervisor.stop(threading.Event())


def test_a_running_child_is_left_alone(tmp_path: Path, lifeline: Lifeline) -> None:
    one = child(tmp_path, STAYS)
    supervisor = supervise(one, lifeline)
    first = pid(one)
    supervisor.tend()
    assert pid(one) == first
    supervisor.stop(threading.Event())


def test_a_stop_takes_the_children_of_children_too(
    tmp_path: Path, lifeline: Lifeline
) -> None:
    one = child(tmp_path, HAS_A_CHILD)
    supervisor = supervise(one, lifeline)
    here(one, times=2)
    grandchildren = psutil.Process(pid(one)).children()
    supervisor.stop(threading.Event())
    assert grandchildren
    psutil.wait_procs(grandchildren, timeout=30)
    assert all(
        not p.is_running() or p.status() == psutil.STATUS_ZOMBIE for p in grandchildren
    )


def test_a_second_signal_does_not_wait_for_a_stubborn_child(
    tmp_path: Path, lifeline: Lifeline
) -> None:
    one = child(tmp_path, STUBBORN)
    supervisor = supervise(one, lifeline)
    here(one)
    hurry = threading.Event()
    hurry.set()
    supervisor.stop(hurry)
    assert one.ended()


def test_a_child_goes_when_its_supervisor_is_gone(tmp_path: Path) -> None:
    lifeline = Lifeline()
    one = child(tmp_path, FOLLOWS)
    supervise(one, lifeline)
    here(one)
    lifeline.cut()
    eventually(one.ended)


def test_a_large_log_makes_room_and_one_before_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LARGEST_LOG", 3)
    log = tmp_path / "web.log"
    trim_log(log)
    log.write_text("abc")
    trim_log(log)
    assert log.exists()
    log.write_text("abcd")
    trim_log(log)
    assert not log.exists()
    assert (tmp_path / "web.log.1").read_text() == "abcd"
