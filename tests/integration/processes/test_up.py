"""One installation through what may befall it, told in order."""

import signal
import socket
from collections.abc import Iterator
from http.client import HTTPConnection

import psutil
import psycopg
import pytest

from tests.support.conditions import eventually
from tests.support.installation import Installation, still_there


@pytest.fixture(scope="module")
def installation() -> Iterator[Installation]:
    installation = Installation()
    yield installation
    installation.remove()


@pytest.fixture
def running(installation: Installation) -> Installation:
    if installation.process is None:
        installation.start()
    return installation


def status_of(installation: Installation, path: str) -> int | None:
    connection = HTTPConnection("127.0.0.1", installation.port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except OSError:
        return None
    finally:
        connection.close()


def test_a_start_says_where_it_answers(running: Installation) -> None:
    assert f"http://127.0.0.1:{running.port}" in running.output
    assert status_of(running, "/readyz") == 200


def test_a_second_start_on_the_same_folder_says_who_is_there(
    running: Installation,
) -> None:
    second = running.run("up")
    assert second.returncode == 1
    assert f"process {running.instance.pid}" in second.stderr
    assert running.instance.url in second.stderr
    assert "Traceback" not in second.stderr


def test_other_commands_find_the_running_database(running: Installation) -> None:
    status = running.run("db", "status")
    assert status.returncode == 0, status.stderr
    assert status.stdout.startswith("database 0")


def test_the_servers_never_hold_the_owners_address(running: Installation) -> None:
    for name in ("web", "worker", "clock"):
        environment = running.child(name).environ()
        assert "paigong_app@" in environment["DATABASE_URL"]
        assert "DATABASE_OWNER_URL" not in environment


def test_only_its_own_user_may_read_where_the_database_is(
    running: Installation,
) -> None:
    assert (running.home / "run").stat().st_mode & 0o777 == 0o700
    assert (running.home / "run" / "up.json").stat().st_mode & 0o777 == 0o600
    assert running.postmaster().cwd() == str(running.home / "postgres")
    assert (running.home / "postgres").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("name", ["web", "worker", "clock"])
def test_a_killed_process_is_started_again(running: Installation, name: str) -> None:
    killed = running.child(name)
    killed.kill()
    eventually(
        lambda: running.child(name).pid != killed.pid, StopIteration, psutil.Error
    )
    eventually(lambda: status_of(running, "/readyz") == 200)


def test_a_killed_database_is_started_again(running: Installation) -> None:
    killed = running.postmaster()
    killed.kill()
    eventually(
        lambda: running.postmaster().pid != killed.pid, FileNotFoundError, psutil.Error
    )
    eventually(lambda: status_of(running, "/readyz") == 200)


def test_a_stop_leaves_no_process_and_the_next_start_finds_the_data(
    running: Installation,
) -> None:
    with psycopg.connect(running.instance.database_url) as connection:
        connection.execute(
            "INSERT INTO installation_marks (name, note) VALUES ('kept', 'by a stop')"
        )
    processes = running.processes()
    assert running.stop() == 0
    assert still_there(processes) == []
    running.start()
    with psycopg.connect(running.instance.database_url) as connection:
        found = connection.execute("SELECT note FROM installation_marks").fetchall()
    assert found == [("by a stop",)]


def test_a_killed_start_leaves_no_process_and_the_next_one_mends_it(
    running: Installation,
) -> None:
    with psycopg.connect(running.instance.database_url) as connection:
        connection.execute("UPDATE installation_marks SET note = 'by a kill'")
    processes = running.processes()
    running.stop(signal.SIGKILL)
    assert still_there(processes) == []
    running.start()
    with psycopg.connect(running.instance.database_url) as connection:
        found = connection.execute("SELECT note FROM installation_marks").fetchall()
    assert found == [("by a kill",)]


def test_a_database_left_by_a_start_killed_with_its_guard_is_taken_over(
    running: Installation,
) -> None:
    assert running.process is not None
    for process in psutil.Process(running.process.pid).children(recursive=True):
        if "pg_ctl" in " ".join(process.cmdline()):
            process.kill()
    left = running.postmaster()
    running.stop(signal.SIGKILL)
    assert left.is_running()
    running.start()
    assert running.postmaster().pid != left.pid
    assert still_there([left]) == []


def test_a_taken_port_is_told_with_its_remedy(installation: Installation) -> None:
    if installation.process is not None:
        installation.stop()
    with socket.create_server(("127.0.0.1", installation.port)):
        refused = installation.run("up")
    assert refused.returncode == 1
    assert f"Port {installation.port}" in refused.stderr
    assert f"PORT={installation.port + 1}" in refused.stderr


def test_without_a_database_a_command_says_what_to_do(
    installation: Installation,
) -> None:
    if installation.process is not None:
        installation.stop()
    status = installation.run("db", "status")
    assert status.returncode == 1
    assert "make run" in status.stderr
    assert "DATABASE_URL" in status.stderr
