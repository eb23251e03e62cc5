from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.dashboard import headers


@pytest.fixture
def plain(tmp_path: Path) -> Flask:
    (tmp_path / "dist/assets").mkdir(parents=True)
    (tmp_path / "dist/assets/a-1.js").write_text("", "utf-8")
    app = Flask(__name__, static_folder=str(tmp_path), static_url_path="/static")
    app.config["COOKIE_SECURE"] = False
    headers.init_app(app)
    app.add_url_rule("/", "home", lambda: "home")
    return app


@pytest.fixture
def browser(plain: Flask) -> FlaskClient:
    return plain.test_client()


def test_every_answer_allows_scripts_and_styles_of_this_site_alone(
    browser: FlaskClient,
) -> None:
    for path in ("/", "/absent"):
        policy = browser.get(path).headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self';" in policy
        assert "style-src 'self';" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy


def test_every_answer_is_taken_for_what_it_says_and_names_no_origin(
    browser: FlaskClient,
) -> None:
    answer = browser.get("/")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_a_built_file_is_kept_for_ever_and_an_absent_one_is_not(
    browser: FlaskClient,
) -> None:
    with browser.get("/static/dist/assets/a-1.js") as built:
        assert "immutable" in built.headers["Cache-Control"]
    absent = browser.get("/static/dist/assets/b-1.js")
    assert "immutable" not in absent.headers.get("Cache-Control", "")


def test_only_a_site_behind_tls_insists_on_tls(
    plain: Flask, browser: FlaskClient
) -> None:
    assert "Strict-Transport-Security" not in browser.get("/").headers
    plain.config["COOKIE_SECURE"] = True
    assert "Strict-Transport-Security" in browser.get("/").headers
