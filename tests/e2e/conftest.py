"""Browser tests: the demonstration served, and a page that is watched while used."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    expect,
)

from tests.support.server import Server

#: The machine may be busy with other suites; a condition is waited for, not timed.
PATIENCE = 60_000
PASSWORD = "paigong-demo"

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def _demonstration(_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Server:
    """Load the demonstration once per process, and remember it."""
    _server.reset()
    environment = os.environ | {
        "DATABASE_URL": _server.database.app_url,
        "DATABASE_OWNER_URL": _server.database.owner_url,
        "PAIGONG_HOME": str(tmp_path_factory.mktemp("home")),
    }
    paigong = Path(sys.executable).with_name("paigong")
    subprocess.run([paigong, "demo", "load"], env=environment, check=True)
    _server.database.keep()
    return _server


@pytest.fixture(scope="module")
def demo(_demonstration: Server) -> Server:
    """Return the served installation with the demonstration in it, fresh per module."""
    _demonstration.reset()
    _demonstration.database.put_back()
    return _demonstration


@dataclass
class Watch:
    """What a page did that it should not have done."""

    url: str
    complaints: list[str] = field(default_factory=list)

    def console(self, message: ConsoleMessage) -> None:
        # A refusal of the API is shown on the page, and told here as well.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)

    def request(self, request: Request) -> None:
        if not request.url.startswith((self.url, "blob:", "data:")):
            self.complaints.append(f"asked another host: {request.url}")


@pytest.fixture
def page(context: BrowserContext, demo: Server) -> Iterator[Page]:
    """Return a page in English that may not fail, nor speak to another host."""
    watch = Watch(demo.url)
    context.set_default_timeout(PATIENCE)
    speak(context, demo, "en")
    page = context.new_page()
    page.on("pageerror", lambda error: watch.complaints.append(str(error)))
    page.on("console", watch.console)
    page.on("request", watch.request)
    yield page
    assert watch.complaints == []


def speak(context: BrowserContext, demo: Server, language: str) -> None:
    """Choose a language as the switch does."""
    context.add_cookies(
        [{"name": "paigong_locale", "value": language, "url": demo.url}]
    )


Open = Callable[..., Page]


@pytest.fixture
def visit(page: Page, demo: Server) -> Open:
    """Return how to open a page of the site as somebody who is signed in."""

    def open_as(login: str, path: str) -> Page:
        answer = page.request.post(
            f"{demo.url}/api/v1/session",
            data={"email": f"{login}@demo.example", "password": PASSWORD},
        )
        assert answer.ok, answer.text()
        page.goto(demo.url + path)
        return page

    return open_as


@pytest.fixture
def pocket(browser: Browser, demo: Server) -> Iterator[BrowserContext]:
    """Return a phone far away from any site; it keeps things as long as a test."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844},
        is_mobile=True,
        has_touch=True,
        locale="en",
        timezone_id="Asia/Shanghai",
        geolocation={"latitude": 30.0, "longitude": 120.0},
        permissions=["geolocation"],
    )
    context.set_default_timeout(PATIENCE)
    speak(context, demo, "en")
    yield context
    context.close()


@pytest.fixture
def take_up(pocket: BrowserContext, demo: Server) -> Iterator[Callable[[], Page]]:
    """Return how to open the phone's page anew, as after a kill; it may not fail."""
    watch = Watch(demo.url)

    def open_page() -> Page:
        page = pocket.new_page()
        page.on("pageerror", lambda error: watch.complaints.append(str(error)))
        page.on("console", watch.console)
        page.on("request", watch.request)
        page.goto(f"{demo.url}/phone")
        return page

    yield open_page
    assert watch.complaints == []
