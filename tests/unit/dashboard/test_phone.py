import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from flask_babel import Babel

from app.core.actor import ANONYMOUS, acting_as
from app.dashboard import headers
from app.dashboard.views import blueprint
from app.web import errors

ROOT = Path(__file__).parents[3]
FILES = {
    "manifest.json": json.dumps({"src/phone/main.ts": {"file": "assets/p.js"}}),
    "phone-worker.js": "self",
    "phone.webmanifest": "{}",
}


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    folder = tmp_path / "dist"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture
def browser(dist: Path) -> Iterator[FlaskClient]:
    app = Flask(
        __name__,
        static_folder=str(dist.parent),
        static_url_path="/static",
        template_folder=str(ROOT / "app/templates"),
    )
    app.config["COOKIE_SECURE"] = False
    Babel(app)
    app.register_blueprint(blueprint)
    errors.init_app(app)
    headers.init_app(app)
    app.before_request(come_in)
    app.teardown_request(lambda _: g.acting.__exit__(None, None, None))
    with app.test_client() as client:
        yield client


def come_in() -> None:
    g.acting = acting_as(ANONYMOUS)
    g.acting.__enter__()


def test_the_phone_s_page_is_for_anybody_and_can_be_installed(
    browser: FlaskClient,
) -> None:
    answer = browser.get("/phone")
    assert answer.status_code == 200
    assert 'rel="manifest" href="/phone/manifest.webmanifest"' in answer.text
    assert "/static/dist/assets/p.js" in answer.text


def test_the_phone_s_page_may_ask_where_it_is_and_loosens_nothing(
    browser: FlaskClient,
) -> None:
    answer = browser.get("/phone")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert policy.endswith("manifest-src 'self'; worker-src 'self'")
    assert "geolocation=(self)" in answer.headers["Permissions-Policy"]


def test_the_worker_serves_the_page_above_it_and_is_always_asked_for(
    browser: FlaskClient,
) -> None:
    with browser.get("/phone/sw.js") as answer:
        assert answer.headers["Service-Worker-Allowed"] == "/phone"
        assert answer.headers["Cache-Control"] == "no-cache"
        assert answer.mimetype == "text/javascript"


def test_the_manifest_has_its_own_type(browser: FlaskClient) -> None:
    with browser.get("/phone/manifest.webmanifest") as answer:
        assert answer.mimetype == "application/manifest+json"


def test_nothing_else_lies_below_the_page(browser: FlaskClient, dist: Path) -> None:
    assert browser.get("/phone/other").status_code == 404
    (dist / "phone-worker.js").unlink()
    assert browser.get("/phone/sw.js").status_code == 404


def test_before_the_build_the_page_says_so(browser: FlaskClient, dist: Path) -> None:
    (dist / "manifest.json").unlink()
    assert browser.get("/phone").status_code == 503
