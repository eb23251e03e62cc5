"""What probes, people and Prometheus are told."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from app.web import health
from app.web.health import Check
from tests.integration.web.conftest import body


def ready_when(app: Flask, monkeypatch: pytest.MonkeyPatch, **checks: Check) -> None:
    monkeypatch.setitem(app.extensions, "paigong-readiness", checks)


def away() -> str | None:
    raise OperationalError("SELECT 1", {}, Exception("password=secret"))


def test_the_process_answers_for_itself(client: FlaskClient) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, body(answer)) == (200, {"status": "ok"})


def test_it_is_ready_when_all_it_stands_on_is(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready_when(app, monkeypatch, database=health.database_answers)
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert body(answer)["checks"] == {"database": "ok"}


def test_it_names_everything_that_is_missing_without_secrets(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready_when(
        app,
        monkeypatch,
        database=away,
        migrations=health.migrated_to("9999"),
        worker=lambda: "not heard of for a minute",
    )
    answer = client.get("/readyz")
    assert answer.status_code == 503
    detail = body(answer)["detail"]
    assert "database: OperationalError" in detail
    assert "the program needs 9999" in detail
    assert "paigong db upgrade" in detail
    assert "worker: not heard of for a minute" in detail
    assert "secret" not in detail


def test_the_programs_own_migration_is_the_right_one(app_context: Flask) -> None:
    checks: dict[str, Check] = app_context.extensions["paigong-readiness"]
    assert checks["migrations"]() is None
    assert checks["database"]() is None
    assert health.migrated_to("9999")() is not None


def test_the_figures_are_prometheus_text(client: FlaskClient) -> None:
    answer = client.get("/metrics")
    assert answer.mimetype == "text/plain"
    assert "python_info" in answer.text


def test_the_document_is_served_to_everybody(client: FlaskClient) -> None:
    answer = client.get("/openapi.json")
    assert answer.mimetype == "application/json"
    assert body(answer)["openapi"] == "3.1.0"
