"""`paigong up`: database, migrations, demonstration, then web, worker and clock."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from types import FrameType

import click

from app.cli.problem import ConsoleError
from app.cli.processes import ports
from app.cli.processes.database import DEMO, Database, open_database
from app.cli.processes.instance import Instance, Seat
from app.cli.processes.lifeline import Lifeline
from app.cli.processes.supervisor import POLL_SECONDS, Child, Supervisor
from app.core import logging
from config import Settings

START_SECONDS = 90
#: A web process that ends this often before it ever answered will not come right.
HOPELESS = 3
PYTHON = (sys.executable, "-P", "-m")


class _Signals:
    """The first signal asks to stop, the second one to hurry."""

    def __init__(self) -> None:
        self.stop = threading.Event()
        self.hurry = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            # nohup wants the terminal's end to be ignored.
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self._note)

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        (self.hurry if self.stop.is_set() else self.stop).set()


@click.command()
@click.option("--demo", is_flag=True, help="Load the demonstration, the first time.")
def up(*, demo: bool) -> None:
    """Start everything on this machine and stop it again with Ctrl-C.

    Database (unless DATABASE_URL names one), migrations, web server, worker and clock.
    """
    settings = Settings.from_env()
    logging.configure("WARNING", "console")
    signals = _Signals()
    seat = Seat(settings.home)
    with ExitStack() as stack:
        stack.enter_context(seat.taken())
        ports.expect_free(settings.host, settings.port, after_a_kill=seat.was_left())
        lifeline = Lifeline()
        stack.callback(lifeline.cut)
        click.echo("Starting the database …")
        database = stack.enter_context(open_database(settings, lifeline.end))
        environment = _environment(settings, database)
        seat.announce(
            Instance(os.getpid(), settings.public_url, database.url, database.owner_url)
        )
        database.migrate()
        if demo and database.mark(DEMO) is None:
            _load_demo(environment, signals.stop)
        supervisor = Supervisor(_children(settings), environment, lifeline.end)
        if not signals.stop.is_set():
            click.echo("Starting web, worker and clock …")
            supervisor.start()
            stack.callback(_stop, supervisor, signals.hurry)
            wait_until_ready(settings, supervisor, signals.stop)
            _greet(settings, database)
        _watch(supervisor, database, signals.stop)


def _environment(settings: Settings, database: Database) -> Mapping[str, str]:
    # What serves people must not hold the owner's key.
    kept = {k: v for k, v in os.environ.items() if k != "DATABASE_OWNER_URL"}
    return kept | {"DATABASE_URL": database.url, "PAIGONG_HOME": str(settings.home)}


def _load_demo(environment: Mapping[str, str], stop: threading.Event) -> None:
    click.echo("Loading the demonstration (the first time only) …")
    loading = subprocess.Popen(
        [*PYTHON, "app.cli.first_demo"], env=environment, start_new_session=True
    )
    while loading.poll() is None:
        if stop.wait(POLL_SECONDS):
            loading.terminate()
            loading.wait()
            return
    if loading.returncode != 0:
        raise ConsoleError(
            "The demonstration could not be loaded; see above.",
            "Start again to have it tried again, or start without --demo.",
        )


def _children(settings: Settings) -> list[Child]:
    logs = settings.home / "log"
    logs.mkdir(mode=0o700, exist_ok=True)
    return [
        Child(name, (*PYTHON, "app.cli", name), logs / f"{name}.log")
        for name in ("web", "worker", "clock")
    ]


def wait_until_ready(
    settings: Settings, supervisor: Supervisor, stop: threading.Event
) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not ports.is_ready(settings.host, settings.port):
        if stop.wait(POLL_SECONDS):
            return
        supervisor.tend()
        hopeless = supervisor.crashes_of("web") >= HOPELESS
        if hopeless or time.monotonic() > deadline:
            log = settings.home / "log" / "web.log"
            raise ConsoleError(
                f"The web server did not become ready:\n{_tail(log)}",
                f"The whole log is {log}; those of worker and clock lie beside it.",
            )


def _tail(log: Path, lines: int = 5) -> str:
    text = log.read_text(errors="replace") if log.exists() else ""
    return "\n".join(f"  {line[:500]}" for line in text.splitlines()[-lines:])


def _greet(settings: Settings, database: Database) -> None:
    logins = database.mark(DEMO) or (
        "Add the first person with: paigong user add --help\n"
        "A demonstration with one login per role: paigong up --demo"
    )
    click.echo(
        f"\nPaigong is ready.\n\n"
        f"  Pages  {settings.public_url}\n"
        f"  API    {settings.public_url}/docs\n"
        f"  Data   {settings.home}\n"
        f"  Logs   {settings.home / 'log'}\n\n"
        f"{logins}\n\nStop with Ctrl-C.\n"
    )


def _watch(supervisor: Supervisor, database: Database, stop: threading.Event) -> None:
    while not stop.wait(POLL_SECONDS):
        database.tend()
        supervisor.tend()


def _stop(supervisor: Supervisor, hurry: threading.Event) -> None:
    click.echo("Stopping …")
    supervisor.stop(hurry)
