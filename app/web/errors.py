"""Refusals become RFC 9457 problem details here and nowhere else."""

from typing import Any, Final

import structlog
from flask import Flask, Response, json
from sqlalchemy.exc import DataError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound

from app.core.errors import (
    ChecksumError,
    ConflictError,
    Fault,
    ForbiddenError,
    GoneError,
    InvalidError,
    MalformedError,
    NotFoundError,
    PaigongError,
    StaleError,
    TooManyError,
    UnauthenticatedError,
    UnavailableError,
    VersionMissingError,
)
from app.core.transaction import PASSING

STATUS: Final[dict[type[PaigongError], int]] = {
    MalformedError: 400,
    UnauthenticatedError: 401,
    ForbiddenError: 403,
    NotFoundError: 404,
    ConflictError: 409,
    GoneError: 410,
    StaleError: 412,
    InvalidError: 422,
    VersionMissingError: 428,
    TooManyError: 429,
    #: Not HTTP's own: tus 1.0 means this by it.
    ChecksumError: 460,
    UnavailableError: 503,
}

#: SQLSTATE of a row that row-level security does not let through.
ROW_SECURITY: Final = "42501"
_log = structlog.get_logger("paigong.web")


def status_of(error: PaigongError) -> int:
    """Return the HTTP status of the nearest named ancestor."""
    for kind in type(error).__mro__:
        if kind in STATUS:
            return STATUS[kind]
    return 409


def problem(
    status: int, code: str, title: str, detail: str, faults: tuple[Fault, ...] = ()
) -> Response:
    """Build an `application/problem+json` answer."""
    body: dict[str, Any] = {
        "type": f"/docs/errors#{code}",
        "title": title,
        "status": status,
        "detail": detail,
        "code": code,
    }
    if faults:
        body["errors"] = [
            {"pointer": f.pointer, "code": f.code, "detail": f.detail} for f in faults
        ]
    answer = Response(json.dumps(body), status, mimetype="application/problem+json")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def refuse(error: PaigongError) -> Response:
    """Turn a business refusal into its answer."""
    status = status_of(error)
    answer = problem(status, error.code, error.title, error.detail, error.faults)
    if isinstance(error, TooManyError):
        wait = error.retry_after
        answer.headers["Retry-After"] = str(wait)
        answer.headers["RateLimit"] = f'"default";r=0;t={wait}'
    if isinstance(error, UnauthenticatedError):
        answer.headers["WWW-Authenticate"] = 'Bearer realm="paigong"'
    return answer


def refuse_http(error: HTTPException) -> Response:
    """Turn the framework's own refusals into the same shape."""
    if isinstance(error, NotFound):
        return refuse(NotFoundError())
    status = error.code or 500
    name = error.name
    answer = problem(
        status, name.lower().replace(" ", "_"), name, error.description or name
    )
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        answer.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return answer


def _too_busy(_: PoolTimeout) -> Response:
    _log.error("no_connection_free")
    return refuse(UnavailableError("Too much is going on; try again shortly."))


def _database_away(error: OperationalError) -> Response:
    if getattr(error.orig, "sqlstate", None) in PASSING:
        return refuse(UnavailableError("Others change the same rows; try again."))
    _log.error("database_away", error=type(error.orig).__name__)
    return refuse(UnavailableError("The database does not answer; try again shortly."))


def _wall_two(error: ProgrammingError) -> Response:
    if getattr(error.orig, "sqlstate", None) != ROW_SECURITY:
        return _broken(error)
    # Wall one should have said so: somebody must look why it did not.
    _log.error("wall_two_refused", statement=error.statement)
    return refuse(ForbiddenError("That row is not yours to change."))


def _out_of_range(error: DataError) -> Response:
    _log.warning("data_error", error=type(error.orig).__name__)
    return refuse(InvalidError("A value is out of the range that can be stored."))


def _broken(error: Exception) -> Response:
    _log.exception("unhandled", error=type(error).__name__)
    return problem(
        500,
        "internal",
        "Something went wrong",
        "The fault is logged; nothing was changed.",
    )


def init_app(app: Flask) -> None:
    app.register_error_handler(PaigongError, refuse)
    app.register_error_handler(HTTPException, refuse_http)
    app.register_error_handler(OperationalError, _database_away)
    app.register_error_handler(PoolTimeout, _too_busy)
    app.register_error_handler(DataError, _out_of_range)
    app.register_error_handler(ProgrammingError, _wall_two)
    app.register_error_handler(Exception, _broken)
