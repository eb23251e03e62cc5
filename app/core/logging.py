"""One line per fact: JSON or console, with request and job ids, without secrets."""

import logging
import re
import secrets
import sys
import time
from collections.abc import Mapping
from typing import Any, Final

import structlog
from flask import Flask, Response, g, request
from structlog.contextvars import (
    bind_contextvars,
    clear_contextvars,
    merge_contextvars,
)
from structlog.stdlib import ProcessorFormatter
from structlog.types import EventDict, Processor

from app.core.mishaps import tell_exceptions

#: A key that contains one of these is logged without its value.
PRIVATE: Final = re.compile(
    "password|secret|token|authorization|cookie|csrf|credential|api_?key|"
    "phone|mobile|email|contact|address|person_name|full_name|signature",
    re.IGNORECASE,
)
HIDDEN: Final = "[hidden]"
#: All our loggers are below it.
OURS: Final = "paigong"
#: What the database and SQLAlchemy add to an error repeats the row's values, some of
#: them over many lines.
VALUES: Final = re.compile(
    r"^(DETAIL:|\[parameters:|CONTEXT:|Failing row).*", re.MULTILINE | re.DOTALL
)
#: A customer's link opens the page for whoever reads it.
TOKEN_IN_PATH: Final = re.compile(r"(/t/)[A-Za-z0-9_-]{16,}")
PASSWORD_IN_URL: Final = re.compile(r"(://[^:/\s]+:)[^@\s]+@")
#: People look for each other by name.
QUERY: Final = re.compile(r"(/[^\s?\"']*)\?[^\s\"']+")
#: Gunicorn repeats the line or the header that it cannot read.
UNREADABLE: Final = re.compile(r"^(Invalid request) from ip=.*", re.DOTALL)
#: What is hidden within a text, and what is written in its place.
IN_TEXTS: Final = (
    (TOKEN_IN_PATH, rf"\1{HIDDEN}"),
    (PASSWORD_IN_URL, rf"\1{HIDDEN}@"),
    (QUERY, rf"\1?{HIDDEN}"),
    (UNREADABLE, rf"\1 {HIDDEN}"),
    (VALUES, HIDDEN),
)
REQUEST_ID: Final = "X-Request-ID"
ACCEPTABLE_ID: Final = re.compile(r"[A-Za-z0-9_.-]{8,64}")

_log = structlog.get_logger("paigong.request")


def configure(level: str, form: str) -> None:
    """Send everything that is logged, ours or a library's, to stderr in one form."""
    shared: list[Processor] = [
        merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.PositionalArgumentsFormatter(),
        tell_exceptions,
        hide_private,
    ]
    renderer: Processor = (
        structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
        if form == "console"
        else structlog.processors.JSONRenderer(ensure_ascii=False, default=str)
    )
    structlog.configure(
        processors=[*shared, ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    # Below a warning, libraries tell addresses, requests, pictures' metadata.
    root.setLevel(max(logging.WARNING, logging.getLevelNamesMapping()[level]))
    logging.getLogger(OURS).setLevel(level)


def hide_private(_logger: Any, _method: str, line: EventDict) -> EventDict:
    """Take secrets and personal data out of a line, however deep they lie."""
    for key, value in line.items():
        line[key] = HIDDEN if PRIVATE.search(key) else _scrub(value)
    return line


def _scrub(value: Any) -> Any:
    if isinstance(value, str):
        for pattern, shown in IN_TEXTS:
            value = pattern.sub(shown, value)
        return value
    if isinstance(value, Mapping):
        return {
            key: HIDDEN if PRIVATE.search(str(key)) else _scrub(inner)
            for key, inner in value.items()
        }
    if isinstance(value, list | tuple | set | frozenset):
        return [_scrub(inner) for inner in value]
    return value


def log_requests(app: Flask) -> None:
    """Give each request an id, answer with it, and log one line when it ends."""

    def enter() -> None:
        clear_contextvars()
        offered = request.headers.get(REQUEST_ID, "")
        own = secrets.token_hex(8)
        g.request_id = offered if ACCEPTABLE_ID.fullmatch(offered) else own
        g.started = time.perf_counter()
        bind_contextvars(request_id=g.request_id)

    def leave(response: Response) -> Response:
        response.headers[REQUEST_ID] = g.request_id
        # The rule, not the path: a path may carry a customer's link.
        rule = request.url_rule.rule if request.url_rule else None
        _log.info(
            "request",
            method=request.method,
            rule=rule,
            status=response.status_code,
            ms=round((time.perf_counter() - g.started) * 1000, 1),
        )
        return response

    def forget(_: BaseException | None) -> None:
        clear_contextvars()

    app.before_request_funcs.setdefault(None, []).insert(0, enter)
    app.after_request(leave)
    app.teardown_request(forget)
