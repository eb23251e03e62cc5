"""`paigong web`: gunicorn with threads, more of them than event streams."""

import logging as standard_logging
from typing import Any

import click
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger
from gunicorn.workers.base import Worker

from app import factory
from app.cli.context import settings_with_database
from app.cli.processes import lifeline as lifelines
from app.core import logging
from config import Settings

GRACEFUL_SECONDS = 5


class _QuietLogger(Logger):
    """Hands gunicorn's own lines to our logging, which knows what to hide."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for log in (self.error_log, self.access_log):
            log.handlers = []
            log.propagate = True
        self.error_log.setLevel(standard_logging.WARNING)


class _Server(BaseApplication):
    """The application under gunicorn, configured from our settings alone."""

    def __init__(self, settings: Settings, options: dict[str, Any]) -> None:
        self._settings = settings
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return factory.build(self._settings)


@click.command()
@click.option("--processes", default=1, show_default=True, help="Server processes.")
@lifelines.option
def web(processes: int, lifeline: int | None) -> None:
    """Serve the pages and the API until stopped."""
    settings = settings_with_database()
    logging.configure(settings.log_level, settings.log_format)

    def follow(_: Worker) -> None:
        lifelines.follow(lifeline, lifelines.end_parent)

    options = {
        "bind": f"{settings.host}:{settings.port}",
        "workers": processes,
        "worker_class": "gthread",
        "threads": settings.web_threads,
        # Streams hold their threads: at a stop they are cut after this long.
        "graceful_timeout": GRACEFUL_SECONDS,
        # A worker that takes this long to load on a crowded machine is not dead.
        "timeout": 120,
        "keepalive": 15,
        "logger_class": _QuietLogger,
        "control_socket_disable": True,
        "post_worker_init": follow,
    }
    _Server(settings, options).run()
