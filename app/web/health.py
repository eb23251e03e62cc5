"""Is it up, is it ready, what does it measure: for people, probes and Prometheus."""

from collections.abc import Callable
from typing import Any, Final

from flask import Response, current_app
from marshmallow import fields
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.core.database import session
from app.core.errors import UnavailableError
from app.web.blueprint import Blueprint, Operation
from app.web.schemas import Schema

blueprint = Blueprint("health", prefix="", about="The process and what it stands on")

#: A worker that has not been heard of for this many seconds counts as gone.
WORKER_SILENCE: Final = 60

Check = Callable[[], str | None]


class HealthSchema(Schema):
    status = fields.String(required=True)


class ReadinessSchema(Schema):
    status = fields.String(required=True)
    checks = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


@blueprint.operation(
    "GET", "/healthz", Operation(policy="health:read", answer=HealthSchema)
)
def healthz() -> Any:
    """Tell that the process answers."""
    return {"status": "ok"}


@blueprint.operation(
    "GET", "/readyz", Operation(policy="health:read", answer=ReadinessSchema)
)
def readyz() -> Any:
    """Tell whether database, migrations and worker are there."""
    checks: dict[str, Check] = current_app.extensions["paigong-readiness"]
    found = {name: _ask(check) for name, check in checks.items()}
    wrong = {name: why for name, why in found.items() if why is not None}
    if wrong:
        raise UnavailableError("; ".join(f"{n}: {w}" for n, w in sorted(wrong.items())))
    return {"status": "ok", "checks": dict.fromkeys(found, "ok")}


def _ask(check: Check) -> str | None:
    try:
        return check()
    except SQLAlchemyError as error:
        session().rollback()
        return type(error).__name__


def database_answers() -> str | None:
    session().execute(text("SELECT 1"))
    return None


def migrated_to(head: str) -> Check:
    """Check that the database is at the program's own migration."""

    def check() -> str | None:
        found = session().scalar(text("SELECT version_num FROM alembic_version"))
        if found == head:
            return None
        return f"at {found}, the program needs {head}; run `paigong db upgrade`"

    return check


@blueprint.operation(
    "GET",
    "/metrics",
    Operation(policy="health:read", media="text/plain"),
)
def metrics() -> Response:
    """Figures of this process for Prometheus."""
    return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)
