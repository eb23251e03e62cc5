"""What `up` says when the web server does not come right."""

import threading
from pathlib import Path

import pytest

from app.cli import up
from app.cli.problem import ConsoleError
from app.cli.processes.supervisor import Supervisor
from config import Settings
from tests.support.server import free_port


class Hopeless(Supervisor):
    """Its web server ends each time."""

    def __init__(self) -> None:
        super().__init__([], {}, lifeline=0)

    def crashes_of(self, name: str) -> int:
        return up.HOPELESS if name == "web" else 0


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.from_env({"PAIGONG_HOME": str(tmp_path), "PORT": str(free_port())})


def test_a_web_server_that_ends_each_time_is_told_with_its_last_words(
    settings: Settings,
) -> None:
    log = settings.home / "log" / "web.log"
    log.parent.mkdir()
    log.write_text("first\n" * 9 + "it broke\n")
    with pytest.raises(ConsoleError, match="it broke") as told:
        up.wait_until_ready(settings, Hopeless(), threading.Event())
    assert str(log) in told.value.remedy


def test_a_web_server_that_never_wrote_is_told_all_the_same(
    settings: Settings,
) -> None:
    with pytest.raises(ConsoleError, match="did not become ready"):
        up.wait_until_ready(settings, Hopeless(), threading.Event())


def test_who_asks_to_stop_is_not_kept_waiting(settings: Settings) -> None:
    stop = threading.Event()
    stop.set()
    up.wait_until_ready(settings, Hopeless(), stop)
