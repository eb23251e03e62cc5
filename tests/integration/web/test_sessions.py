"""Cookies, CSRF and bearer tokens: who is calling, and whether they mean it."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core.actor import SYSTEM, Role, acting_as
from app.organisations.actions import Membership, NewUser, add_organisation, add_user
from app.organisations.states import OrganisationKind
from tests.integration.web.conftest import Caller, body
from tests.support.clock import TestClock

SECRET = "a long enough sentence"
CREDENTIALS = {"email": "ann@example.com", "password": SECRET}


@pytest.fixture
def ann(app: Flask) -> FlaskClient:
    """Ann's browser, signed in."""
    with app.app_context(), acting_as(SYSTEM):
        home = add_organisation(OrganisationKind.BRAND, "brand", "Brand")
        member = Membership(home.id, Role.BRAND_MANAGER)
        add_user(NewUser(CREDENTIALS["email"], "Ann", SECRET, [member]))
    client = app.test_client()
    assert client.post("/api/v1/session", json=CREDENTIALS).status_code == 201
    return client


def csrf(client: FlaskClient) -> dict[str, str]:
    token = body(client.get("/api/v1/session"))["csrf_token"]
    return {"X-CSRF-Token": token}


def test_the_cookie_is_for_the_server_alone(app: Flask, ann: FlaskClient) -> None:
    assert ann
    answer = app.test_client().post("/api/v1/session", json=CREDENTIALS)
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie
    assert "Secure" not in cookie
    assert SECRET not in answer.text
    app.config["COOKIE_SECURE"] = True
    try:
        secure = app.test_client().post("/api/v1/session", json=CREDENTIALS)
    finally:
        app.config["COOKIE_SECURE"] = False
    assert "Secure" in secure.headers["Set-Cookie"]


def test_a_cookie_alone_reads_but_changes_nothing(ann: FlaskClient) -> None:
    assert ann.get("/api/v1/tokens").status_code == 200
    for headers in ({}, {"X-CSRF-Token": ""}, {"X-CSRF-Token": "wrong"}):
        answer = ann.post("/api/v1/tokens", json={"label": "x"}, headers=headers)
        assert answer.status_code == 403
        assert "CSRF" in body(answer)["detail"]
    answer = ann.post("/api/v1/tokens", json={"label": "x"}, headers=csrf(ann))
    assert answer.status_code == 201


def test_one_sessions_csrf_token_is_nothing_to_another(
    app: Flask, ann: FlaskClient
) -> None:
    other = app.test_client()
    other.post("/api/v1/session", json=CREDENTIALS)
    answer = ann.post("/api/v1/tokens", json={"label": "x"}, headers=csrf(other))
    assert answer.status_code == 403


def test_signing_in_again_needs_no_csrf_token(ann: FlaskClient) -> None:
    assert ann.post("/api/v1/session", json=CREDENTIALS).status_code == 201


def test_a_form_of_another_site_cannot_sign_anybody_in(ann: FlaskClient) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded"):
        answer = ann.post("/api/v1/session", data="{}", content_type=kind)
        assert answer.status_code == 415


def test_signing_out_ends_the_session_at_once(ann: FlaskClient) -> None:
    cookie = ann.get_cookie("paigong_session")
    assert cookie is not None
    answer = ann.delete("/api/v1/session", headers=csrf(ann))
    assert (answer.status_code, answer.data) == (204, b"")
    assert ann.get_cookie("paigong_session") is None
    ann.set_cookie("paigong_session", cookie.value)
    assert ann.get("/api/v1/session").status_code == 401


def test_a_bearer_token_needs_no_csrf_token(brand: Caller) -> None:
    assert brand.ask("POST", "/tokens", json={"label": "x"}).status_code == 201
    assert body(brand.ask("GET", "/session"))["csrf_token"]


def test_a_token_is_shown_once_and_ends_when_it_is_revoked(brand: Caller) -> None:
    made = body(brand.ask("POST", "/tokens", json={"label": "script", "days": 1}))
    script = Caller(brand.app, brand.person, made["token"])
    assert script.ask("GET", "/session").status_code == 200
    listed = body(brand.ask("GET", "/tokens"))["items"]
    assert "token" not in listed[-1]
    assert brand.ask("DELETE", f"/tokens/{made['id']}").status_code == 204
    refused = script.ask("GET", "/session")
    assert refused.status_code == 401
    assert refused.headers["WWW-Authenticate"].startswith("Bearer")
    assert brand.ask("DELETE", f"/tokens/{made['id']}").status_code == 404


def test_a_token_ends_with_its_time(brand: Caller, clock: TestClock) -> None:
    made = body(brand.ask("POST", "/tokens", json={"label": "script", "days": 2}))
    script = Caller(brand.app, brand.person, made["token"])
    clock.advance(timedelta(hours=47))
    assert script.ask("GET", "/session").status_code == 200
    clock.advance(timedelta(hours=2))
    assert script.ask("GET", "/session").status_code == 401


@pytest.mark.parametrize("value", ["Bearer nonsense", "bearer ü", "Bearer \x80"])
def test_a_token_that_is_unknown_is_told_so_even_where_nobody_need_sign_in(
    client: FlaskClient, value: str
) -> None:
    for path in ("/api/v1/session", "/healthz"):
        answer = client.get(path, headers={"Authorization": value})
        assert answer.status_code == 401
        assert body(answer)["code"] == "unauthenticated"


@pytest.mark.parametrize("value", ["", "Bearer", "Bearer ", "Basic YTpi", "nonsense"])
def test_another_kind_of_authorization_is_nobodys(
    client: FlaskClient, value: str
) -> None:
    answer = client.get("/api/v1/session", headers={"Authorization": value})
    assert answer.status_code == 401
    assert client.get("/healthz", headers={"Authorization": value}).status_code == 200


def test_a_cookie_that_is_no_session_is_nobodys(client: FlaskClient) -> None:
    client.set_cookie("paigong_session", "nonsense")
    assert client.get("/api/v1/session").status_code == 401
    assert client.get("/healthz").status_code == 200


def test_a_closed_login_is_signed_out_everywhere(admin: Caller, brand: Caller) -> None:
    path = f"/users/{brand.person.user_id}"
    closed = admin.ask(
        "PATCH", path, json={"is_active": False}, headers={"If-Match": '"1"'}
    )
    assert closed.status_code == 200
    assert brand.ask("GET", "/session").status_code == 401


def test_who_acts_is_forgotten_after_each_request(app: Flask, brand: Caller) -> None:
    assert brand.ask("GET", "/session").status_code == 200
    assert app.test_client().get("/api/v1/session").status_code == 401
