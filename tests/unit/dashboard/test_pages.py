import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, g, request
from flask.testing import FlaskClient
from flask_babel import Babel

from app.core.actor import ANONYMOUS, Actor, ActorKind, Belonging, Role, acting_as
from app.dashboard.views import blueprint
from app.web import errors

ROOT = Path(__file__).parents[3]
PAGES = (
    "login",
    "board",
    "projects",
    "imports",
    "reports",
    "figures",
    "offers",
    "integrations",
    "docs",
)


@pytest.fixture
def site(tmp_path: Path) -> Flask:
    """Return the pages alone; a header says in which role one comes."""
    manifest = {
        f"src/{page}/main.ts": {"file": f"assets/{page}.js", "css": ["assets/a.css"]}
        for page in PAGES
    }
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist/manifest.json").write_text(json.dumps(manifest), "utf-8")
    app = Flask(
        __name__,
        static_folder=str(tmp_path),
        static_url_path="/static",
        template_folder=str(ROOT / "app/templates"),
    )
    Babel(app, locale_selector=lambda: request.cookies.get("paigong_locale", "en"))
    app.register_blueprint(blueprint)
    errors.init_app(app)
    app.before_request(come_in)
    app.teardown_request(lambda _: g.acting.__exit__(None, None, None))
    return app


def come_in() -> None:
    role = request.headers.get("X-Role")
    belongings = (Belonging(1, Role(role)),) if role else ()
    actor = Actor(ActorKind.USER, 1, belongings) if role else ANONYMOUS
    g.acting = acting_as(actor)
    g.acting.__enter__()


@pytest.fixture
def browser(site: Flask) -> Iterator[FlaskClient]:
    with site.test_client() as client:
        yield client


def as_(role: Role) -> dict[str, str]:
    return {"X-Role": role.value}


@pytest.mark.parametrize(
    ("role", "landing"),
    [
        (Role.PLATFORM_ADMIN, "/board"),
        (Role.DISPATCHER, "/board"),
        (Role.PARTNER_MANAGER, "/projects"),
        (Role.BRAND_MANAGER, "/projects"),
        (Role.STORE, "/projects"),
    ],
)
def test_home_leads_to_the_page_that_a_role_works_with(
    browser: FlaskClient, role: Role, landing: str
) -> None:
    assert browser.get("/", headers=as_(role)).location == landing


def test_home_leads_a_stranger_to_the_login(browser: FlaskClient) -> None:
    assert browser.get("/").location == "/login"


@pytest.mark.parametrize("path", ["/board?days=5", "/projects/7", "/imports"])
def test_a_stranger_signs_in_first_and_comes_back(
    browser: FlaskClient, path: str
) -> None:
    answer = browser.get(path)
    assert answer.status_code == 302
    with browser.application.test_request_context(answer.location):
        assert request.path == "/login"
        assert request.args["next"] == path


@pytest.mark.parametrize("path", ["/board", "/projects/7", "/imports/3"])
def test_a_page_loads_what_its_build_names_and_is_not_kept(
    browser: FlaskClient, path: str
) -> None:
    answer = browser.get(path, headers=as_(Role.DISPATCHER))
    section = path.split("/")[1]
    assert f'src="/static/dist/assets/{section}.js"' in answer.text
    assert 'href="/static/dist/assets/a.css"' in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_page_has_no_script_or_style_of_its_own(browser: FlaskClient) -> None:
    page = browser.get("/login").text
    assert page.count("<script") == page.count('<script type="module" src=')
    assert "<style" not in page
    assert " style=" not in page


def test_a_page_comes_in_the_chosen_language_and_theme(browser: FlaskClient) -> None:
    browser.set_cookie("paigong_locale", "zh")
    browser.set_cookie("paigong_theme", "dark")
    page = browser.get("/login").text
    assert 'lang="zh"' in page
    assert 'data-theme="dark"' in page


def test_a_theme_that_does_not_exist_is_left_out(browser: FlaskClient) -> None:
    browser.set_cookie("paigong_theme", '"><script>')
    assert "data-theme" not in browser.get("/login").text


def test_a_page_tells_the_server_s_time(browser: FlaskClient) -> None:
    assert 'data-now="20' in browser.get("/login").text


def test_without_a_build_the_page_says_how_to_make_one(
    browser: FlaskClient, tmp_path: Path
) -> None:
    (tmp_path / "dist/manifest.json").unlink()
    answer = browser.get("/login")
    assert answer.status_code == 503
    assert "npm ci" in answer.text


def test_a_problem_s_type_is_an_anchor_in_the_index(browser: FlaskClient) -> None:
    assert browser.get("/docs").status_code == 200
    index = browser.get("/docs/errors").text
    for code in ("unauthenticated", "not_found", "stale", "bad_login"):
        assert f'id="{code}"' in index


def test_there_is_nothing_else_below_the_documentation(browser: FlaskClient) -> None:
    assert browser.get("/docs/secrets").status_code == 404
