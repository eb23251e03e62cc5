"""No line of the log holds a link's token or anybody's personal data."""

import io
import logging
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from app.core.actor import SYSTEM, acting_as
from app.core.database import session
from app.organisations.actions import make_token
from app.visits.actions.execution import (
    add_evidence,
    arrive,
    finish_work,
    start_travel,
    start_work,
)
from tests.integration.portal.conftest import CANARIES, Followed
from tests.integration.visits.site import note, signature
from tests.integration.visits.world import PASSWORD, World
from tests.support.clock import TestClock

SIGNATORY = "Canary Signatory"


def test_the_main_flows_log_nothing_personal_and_no_secret(
    app: Flask, world: World, followed: Followed, lines: io.StringIO, clock: TestClock
) -> None:
    client = FlaskClient(app)
    with acting_as(world.dispatcher):
        bearer = make_token("test").token
    secrets = [*CANARIES.values(), followed.made.token, bearer, PASSWORD, SIGNATORY]
    sign_in(client, world.email)
    take_an_order(client, bearer)
    use_links(client, followed, bearer)
    carry_out(followed)
    use_links(client, followed, bearer)
    clock.advance(timedelta(days=800))
    assert client.get(followed.path).status_code == 404
    told = lines.getvalue()
    assert told.count('"event": "request"') >= 10, "the test must have seen the log"
    assert [secret for secret in secrets if secret in told] == []


def sign_in(client: FlaskClient, email: str) -> None:
    for password in ("not this one", PASSWORD):
        client.post("/api/v1/session", json={"email": email, "password": password})
    client.get("/api/v1/session")


def take_an_order(client: FlaskClient, bearer: str) -> None:
    """Send one that is refused for its faults, with a customer in it."""
    customer = {
        "name": CANARIES["name"],
        "phone": "not a phone",
        "email": CANARIES["email"],
    }
    site = {"name": CANARIES["project"], "address": CANARIES["street"], "lines": []}
    order = {"name": CANARIES["project"], "customer": customer, "sites": [site]}
    headers = {"Authorization": f"Bearer {bearer}"}
    answer = client.post("/api/v1/projects", json=order, headers=headers)
    assert answer.status_code == 422
    client.get("/api/v1/projects", query_string={"q": CANARIES["name"]})


def use_links(client: FlaskClient, followed: Followed, bearer: str) -> None:
    headers = {"Authorization": f"Bearer {bearer}"}
    for path in (followed.path, f"{followed.path}.json", f"{followed.path}/more"):
        client.get(path)
    client.post(followed.path)
    made = client.post(
        f"/api/v1/projects/{followed.project_id}/links",
        json={"label": CANARIES["name"]},
        headers=headers,
    )
    assert made.status_code == 201
    client.get(f"/api/v1/projects/{followed.project_id}", headers=headers)


def carry_out(followed: Followed) -> None:
    visit, hand = followed.visits[0], followed.hand
    with acting_as(hand.actor):
        start_travel(visit.id, hand.does(8.5))
        arrive(visit.id, hand.at_site(visit, 9))
        start_work(visit.id, hand.does(9.1))
        add_evidence(visit.id, hand.does(9.2), note(CANARIES["access"]))
        signed = replace(signature("receiver"), data={"name": SIGNATORY})
        add_evidence(visit.id, hand.does(9.3), signed)
        finish_work(visit.id, hand.does(10))


def test_what_goes_wrong_names_no_link_either(
    app: Flask,
    followed: Followed,
    lines: io.StringIO,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(_: int) -> None:
        with acting_as(SYSTEM):
            session().execute(
                text("INSERT INTO users (email, name) VALUES (:e, :n), (:e, :n)"),
                {"e": CANARIES["email"], "n": CANARIES["name"]},
            )

    monkeypatch.setattr("app.portal.pages.shown_to_customer", fails)
    page = FlaskClient(app).get(followed.path)
    assert page.status_code == 500
    assert "页面暂时无法显示" in page.text
    logging.getLogger("gunicorn.error").error("Error handling %s", followed.path)
    told = lines.getvalue()
    assert "unhandled" in told
    assert followed.made.token not in told
    assert CANARIES["email"] not in told
    assert CANARIES["name"] not in told
