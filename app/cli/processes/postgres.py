"""The embedded PostgreSQL: started, believed only when it answers, stopped."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psutil
import psycopg

from app.cli.problem import ConsoleError
from app.cli.processes.postgres_files import (
    Account,
    data_folder,
    programs,
    server_account,
)

SUPERUSER = "postgres"
#: The shortest limit of the systems we know on a socket's path is 103 bytes.
LONGEST_SOCKET_FOLDER = 103 - len("/.s.PGSQL.5432.lock")
START_SECONDS = STOP_SECONDS = 60
BUILTIN_LOCALE_SINCE = 17
OPTIONS = {
    "listen_addresses": "",
    "max_connections": "200",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "logging_collector": "on",
    "log_directory": "log",
    "log_filename": "%a.log",
    "log_truncate_on_rotation": "on",
    "log_rotation_age": "1d",
}


class EmbeddedPostgres:
    """One server over one data folder.

    The socket lies in a folder that only the server's user (and root) may enter, so
    it needs no passwords: who can reach it can read the data files anyway. The caller
    holds a lock on the home; whatever server still runs there is a leftover.
    """

    def __init__(self, home: Path, options: Mapping[str, str] | None = None) -> None:
        self._home = home
        self._options = OPTIONS | dict(options or {})
        self._account: Account | None = server_account()
        self._programs = programs(self._account)
        self.data = data_folder(home, self._account)
        self._own_socket: Path | None = None

    @property
    def socket_folder(self) -> Path:
        return self._own_socket or self.data

    def url(self, role: str = SUPERUSER, database: str = "postgres") -> str:
        folder = quote(str(self.socket_folder), safe="/")
        return f"postgresql://{role}@/{quote(database)}?host={folder}"

    def start(self) -> None:
        """Start the server, mending what a killed one left behind."""
        self.stop()
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        if len(os.fsencode(self.data)) > LONGEST_SOCKET_FOLDER:
            self._own_socket = self._own_socket or self._private_folder()
        settings = self._options | {
            "unix_socket_directories": str(self.socket_folder),
            "unix_socket_permissions": "0700",
        }
        options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
        done = self._control("start", "-t", str(START_SECONDS), "-o", options)
        if done.returncode != 0 or not self.answers():
            raise ConsoleError(
                f"The embedded PostgreSQL did not start: {self._reason(done)}",
                f"See {self.data}/log. Free disk space or memory, then start again.",
            )

    def answers(self) -> bool:
        """Connect: a file or an exit code that says it runs has been seen to lie."""
        try:
            with psycopg.connect(self.url(), connect_timeout=10) as connection:
                connection.execute("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def running(self) -> bool:
        return self._postmaster() is not None

    def stop(self) -> None:
        """Stop the server if one runs on the data, whoever started it."""
        postmaster = self._postmaster()
        if postmaster is not None:
            done = self._control("stop", "-m", "fast", "-t", str(STOP_SECONDS))
            if done.returncode != 0 and postmaster.is_running():
                self._control("stop", "-m", "immediate", "-t", str(STOP_SECONDS))
        self._clear_after_a_kill()
        if self._own_socket is not None:
            shutil.rmtree(self._own_socket, ignore_errors=True)
            self._own_socket = None

    def guard(self, lifeline: int) -> "subprocess.Popen[bytes]":
        """Leave behind a shell that stops the server when the pipe's other end goes."""
        stop = 'cat >/dev/null; exec "$0" -D "$1" -m fast -s stop 2>/dev/null'
        guard: subprocess.Popen[bytes] = subprocess.Popen(
            ["/bin/sh", "-c", stop, str(self._programs / "pg_ctl"), str(self.data)],
            stdin=lifeline,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            cwd="/",
            **self._as_account(),
        )
        return guard

    def _initialise(self) -> None:
        fresh = self._empty_folder(self.data.with_name(f"{self.data.name}.new"))
        locale = ["--locale=C.UTF-8"]
        if self._version() >= BUILTIN_LOCALE_SINCE:
            locale = ["--locale-provider=builtin", "--locale=C.UTF-8"]
        done = self._run(
            "initdb",
            *("-D", str(fresh), "--username", SUPERUSER, "--auth=trust"),
            *("--encoding=UTF8", *locale),
        )
        if done.returncode != 0:
            raise ConsoleError(
                f"PostgreSQL could not make its data folder: {self._last_words(done)}",
                f"Make room or give write access in {self.data.parent}.",
            )
        # Whole or not at all: a start killed before this line begins anew.
        fresh.rename(self.data)

    def _empty_folder(self, folder: Path) -> Path:
        try:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(mode=0o700)
        except OSError as error:
            raise ConsoleError(
                f"PostgreSQL's data folder {folder} cannot be made: {error.strerror}.",
                "Move away what lies there, or give write access.",
            ) from error
        if self._account:
            self._account.own(folder)
        return folder

    def _private_folder(self) -> Path:
        folder = Path(tempfile.mkdtemp(prefix="paigong-", dir="/tmp"))
        if self._account:
            self._account.own(folder)
        return folder

    def _postmaster(self) -> psutil.Process | None:
        try:
            first = (self.data / "postmaster.pid").read_text().partition("\n")[0]
            process = psutil.Process(int(first))
            # After a restart of the machine the number may be another program's.
            ours = str(self.data) in process.cmdline()
            alive = process.status() != psutil.STATUS_ZOMBIE
        except (FileNotFoundError, ValueError, psutil.NoSuchProcess):
            return None
        return process if ours and alive else None

    def _clear_after_a_kill(self) -> None:
        """Wait for sessions that outlive a killed server, then unlock its data.

        The files that lock data and socket may name a stranger's process after a
        restart of the machine, or one that is dead but not yet reaped, and would stop
        any start; but while a session is left, removing them would let two servers
        write the same files.
        """
        left = [
            process
            for process in psutil.process_iter(["name", "cwd"])
            if process.info["name"] == "postgres"
            and process.info["cwd"] == str(self.data)
        ]
        _, alive = psutil.wait_procs(left, timeout=STOP_SECONDS)
        if all(process.status() == psutil.STATUS_ZOMBIE for process in alive):
            for name in ("postmaster.pid", ".s.PGSQL.5432", ".s.PGSQL.5432.lock"):
                (self.data / name).unlink(missing_ok=True)

    def _version(self) -> int:
        words = self._run("postgres", "--version").stdout.split()
        return int(words[2].partition(".")[0])

    def _control(
        self, verb: str, *arguments: str
    ) -> "subprocess.CompletedProcess[str]":
        return self._run("pg_ctl", verb, "-w", "-s", "-D", str(self.data), *arguments)

    def _run(self, program: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
        # Output goes to a file: the server inherits it, and a pipe would never close.
        with tempfile.TemporaryFile("w+") as output:
            done = subprocess.run(
                [str(self._programs / program), *arguments],
                check=False,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd="/",
                env={"PATH": os.defpath, "LC_ALL": "C"},
                # Ctrl-C is for us to handle: a start cut short is a start that failed.
                start_new_session=True,
                **self._as_account(),
            )
            output.seek(0)
            text = output.read()
        return subprocess.CompletedProcess(done.args, done.returncode, text)

    def _as_account(self) -> dict[str, Any]:
        return self._account.process if self._account else {}

    def _reason(self, done: "subprocess.CompletedProcess[str]") -> str:
        """Find the server's own words, in its log once it had opened that."""
        logs = sorted((self.data / "log").glob("*.log"), key=os.path.getmtime)
        logged = logs[-1].read_text(errors="replace").splitlines() if logs else []
        for lines in (done.stdout.splitlines(), logged[-50:]):
            fatal = [line for line in lines if "FATAL:" in line]
            if fatal:
                return fatal[-1].partition("FATAL:")[2].strip()
        return self._last_words(done)

    @staticmethod
    def _last_words(done: "subprocess.CompletedProcess[str]") -> str:
        lines = done.stdout.strip().splitlines()
        return lines[-1] if lines else f"exit code {done.returncode}"
