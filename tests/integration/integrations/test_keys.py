"""A key opens what its scopes say, for its own organisation, until it is revoked."""

from datetime import timedelta
from typing import Any

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core.actor import Role
from app.integrations.rules.keys import ACTIONS
from app.integrations.states import KeyScope
from tests.factories.market import order
from tests.factories.network import Network, Person
from tests.support.clock import TestClock
from tests.support.cluster import Database
from tests.support.procurement.program import Program


def key_of(person: Person, *scopes: KeyScope, days: int = 30) -> dict[str, Any]:
    body = {"label": "ERP", "scopes": [scope.value for scope in scopes], "days": days}
    made = person.ask("POST", "/keys", body)
    assert made.status_code == 201, made.text
    found: dict[str, Any] = made.json
    return found


def program(app: Flask, made: dict[str, Any]) -> Program:
    return Program(FlaskClient(app, use_cookies=False), made["token"])


def test_a_program_orders_reads_and_is_named_in_the_audit(
    app: Flask, store: Person, dispatcher: Person
) -> None:
    made = key_of(store, KeyScope.PROJECTS_WRITE, KeyScope.PROJECTS_READ)
    erp = program(app, made)
    taken = erp.ask("POST", "/projects", order(), key="one")
    assert taken.status_code == 201, taken.text
    assert erp.ask("POST", "/projects", order(), key="one").headers[
        "Idempotency-Replayed"
    ]
    assert erp.ask("POST", "/projects", order()).status_code == 200
    listed = erp.ask("GET", "/projects").json["items"]
    assert [each["external_reference"] for each in listed] == ["SO-1"]
    assert erp.ask("GET", "/work-orders").json["items"]
    assert dispatcher.ask("GET", "/projects").json["items"]
    audit = store.ask("GET", "/audit").json["items"]
    authors = {each["action"]: each["actor"] for each in audit}
    assert authors["project.create"] == f"key:{made['id']}"


@pytest.mark.parametrize("scope", KeyScope)
def test_a_scope_opens_its_own_and_nothing_else(
    app: Flask, store: Person, scope: KeyScope
) -> None:
    erp = program(app, key_of(store, scope))
    paths = {
        "project:read": "/projects",
        "work_order:read": "/work-orders",
        "visit:read": "/visits",
        "catalogue:read": "/models",
        "order:read": "/orders",
        "webhook:read": "/webhooks",
        "key:read": "/keys",
        "user:read": "/users",
        "audit:read": "/audit",
        "import:read": "/imports",
        "organisation:read": "/organisations",
        "token:list": "/tokens",
        "session:read": "/session",
    }
    for action, path in paths.items():
        wanted = 200 if action in ACTIONS[scope] else 403
        assert erp.ask("GET", path).status_code == wanted, path
    for path in ("/tokens", "/keys", "/users"):
        assert erp.ask("POST", path, {}).status_code == 403


def test_a_revoked_or_expired_key_opens_nothing(
    app: Flask, store: Person, clock: TestClock
) -> None:
    short = key_of(store, KeyScope.STATUS_READ, days=1)
    made = key_of(store, KeyScope.STATUS_READ)
    assert program(app, short).ask("GET", "/orders").status_code == 200
    clock.advance(timedelta(days=2))
    assert program(app, short).ask("GET", "/orders").status_code == 401
    assert program(app, made).ask("GET", "/orders").status_code == 200
    for _ in range(2):
        revoked = store.ask("POST", f"/keys/{made['id']}/revoke")
        assert revoked.json["revoked_at"]
    assert program(app, made).ask("GET", "/orders").status_code == 401


def test_a_key_is_told_once_kept_as_a_hash_and_its_use_is_noted(
    app: Flask, store: Person, clock: TestClock, database: Database
) -> None:
    made = key_of(store, KeyScope.STATUS_READ)
    assert made["token"].startswith(made["prefix"])
    with psycopg.connect(database.superuser_url) as connection:
        rows = connection.execute("SELECT * FROM api_keys").fetchall()
    assert made["token"] not in str(rows)
    assert shown(store)["last_used_at"] is None
    program(app, made).ask("GET", "/orders")
    first = shown(store)["last_used_at"]
    program(app, made).ask("GET", "/orders")
    assert shown(store)["last_used_at"] == first
    clock.advance(timedelta(minutes=2))
    program(app, made).ask("GET", "/orders")
    assert shown(store)["last_used_at"] > first


def shown(person: Person) -> Any:
    (found,) = person.ask("GET", "/keys").json["items"]
    assert "token" not in found
    return found


def test_a_key_is_in_its_own_organisation_alone(
    app: Flask, network: Network, store: Person, database: Database
) -> None:
    other = network.person(Role.STORE, "other")
    made = key_of(other, KeyScope.STATUS_READ, KeyScope.PROJECTS_READ)
    assert store.ask("POST", "/projects", order()).status_code == 201
    stranger = program(app, made)
    for path in ("/orders", "/projects", "/work-orders"):
        assert stranger.ask("GET", path).json["items"] == []
    assert store.ask("POST", f"/keys/{made['id']}/revoke").status_code == 404
    with psycopg.connect(database.app_url) as connection:
        for key_id, wanted in ((made["id"], 0), (999_999, 0)):
            connection.execute(
                "SELECT set_config('app.actor', %s, true)", (f"key:{key_id}",)
            )
            row = connection.execute("SELECT count(*) FROM projects").fetchone()
            assert row == (wanted,)
