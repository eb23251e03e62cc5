"""A typed façade over flask-smorest: one decorator says all that an operation is."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Final, TypeVar

import flask_smorest
from flask import Flask, Response, request
from werkzeug.routing import IntegerConverter, Map

from app.web import policy
from app.web.conditional import etag_of, expected_version
from app.web.idempotency import run_once
from app.web.pagination import Page
from app.web.schemas import MAX_INTEGER, ProblemSchema, Schema

View = TypeVar("View", bound=Callable[..., Any])
PROBLEM: Final = "application/problem+json"
SECURITY: Final[list[dict[str, list[str]]]] = [{"session": []}, {"bearer": []}]


class IdConverter(IntegerConverter):
    """A row's identifier: a positive bigint; anything else is simply not found."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, min=1, max=MAX_INTEGER)


@dataclass(frozen=True, slots=True)
class Operation:
    """What a view declares about itself.

    `answer` is the schema of a success, or None for an empty 204. `conditional`
    demands If-Match and passes `version` to the view. `media` names the content
    type of an answer that is not JSON; the view then returns a Response.
    """

    policy: str
    answer: type[Schema] | None = None
    status: int = 200
    query: type[Schema] | None = None
    body: type[Schema] | None = None
    files: type[Schema] | None = None
    conditional: bool = False
    refusals: Mapping[int, str] = field(default_factory=dict)
    media: str | None = None
    example: Any = None


class Blueprint(flask_smorest.Blueprint):
    """A group of operations under one tag."""

    def __init__(self, name: str, *, prefix: str = "/api/v1", about: str = "") -> None:
        super().__init__(name, name, url_prefix=prefix, description=about)
        self.operations: dict[str, Operation] = {}

    def operation(
        self, method: str, rule: str, declared: Operation
    ) -> Callable[[View], View]:
        """Register the view; path, query, body and version arrive as keywords."""

        def register(view: View) -> View:
            name = view.__name__.removesuffix("_view")
            call = self._dressed(view, method, rule, declared, name)
            self.route(rule, methods=[method], endpoint=name)(call)
            self.operations[f"{self.name}.{name}"] = declared
            return view

        return register

    def _dressed(
        self, view: View, method: str, rule: str, declared: Operation, name: str
    ) -> Callable[..., Any]:
        """Wrap the view, inside out: answer, once-only, input, version, policy."""
        call: Callable[..., Any] = self.response(
            declared.status,
            declared.answer,
            content_type=declared.media,
            example=declared.example,
        )(_with_headers(view))
        if method == "POST" and declared.media is None:
            call = run_once(call)
        for schema, location in (
            (declared.body, "json"),
            (declared.files, "files"),
            (declared.query or Schema, "query"),
        ):
            if schema is not None:
                name_of = {"json": "body"}.get(location, location)
                wanted = location != "query" or declared.query is not None
                call = self.arguments(schema, location=location, arg_name=name_of)(
                    call if wanted else _without(call, "query")
                )
        for status, why in sorted(_refusals(method, rule, declared).items()):
            call = self.alt_response(
                status, schema=ProblemSchema, content_type=PROBLEM, description=why
            )(call)
        open_to_all = declared.policy in policy.PUBLIC
        call = self.doc(
            operationId=name,
            security=[] if open_to_all else SECURITY,
            parameters=_headers_of(method, declared),
        )(call)
        return _guarded(call, declared)


def _with_headers(view: Callable[..., Any]) -> Callable[..., Any]:
    """Add the ETag of a versioned result and the Link of a page."""

    @wraps(view)
    def call(**kwargs: Any) -> Any:
        result = view(**kwargs)
        if isinstance(result, Response | tuple):
            return result
        if isinstance(result, Page):
            return result, result.headers
        tag = etag_of(result)
        return (result, {"ETag": tag}) if tag else result

    return call


def _without(call: Callable[..., Any], name: str) -> Callable[..., Any]:
    """Check an input that must be empty, and keep it from the view."""

    @wraps(call)
    def run(**kwargs: Any) -> Any:
        kwargs.pop(name, None)
        return call(**kwargs)

    return run


def _guarded(call: Callable[..., Any], declared: Operation) -> Callable[..., Any]:
    """Ask the policy before the input is even read."""

    @wraps(call)
    def run(**kwargs: Any) -> Any:
        policy.require(declared.policy)
        if declared.conditional:
            kwargs["version"] = expected_version()
        return call(**kwargs)

    return run


def _refusals(method: str, rule: str, declared: Operation) -> dict[int, str]:
    known = {422: "The input has faults; all are listed."}
    if declared.policy not in policy.PUBLIC:
        known[401] = "Nobody is signed in."
        known[403] = "The role does not allow it, or the CSRF token is missing."
    if "<" in rule:
        known[404] = "Absent, or not yours to know of."
    if declared.body or declared.files:
        known[400] = "The body cannot be read."
        known[413] = "The body is too large."
        known[415] = "The body is not of the declared media type."
    if method != "GET":
        known[409] = "In conflict with the present state."
    if declared.conditional:
        known[412] = "The row changed meanwhile."
        known[428] = "If-Match is missing."
    return {**known, 503: "The database does not answer.", **declared.refusals}


def _headers_of(method: str, declared: Operation) -> list[dict[str, Any]]:
    headers = []
    if declared.conditional:
        headers.append(
            _header("If-Match", "The ETag of the version you are changing.", '"1"')
        )
    if method == "POST" and declared.media is None:
        headers.append(
            _header("Idempotency-Key", "The same key and body have one effect.", "a-1")
        )
    return headers


def _header(name: str, about: str, example: str) -> dict[str, Any]:
    return {
        "name": name,
        "in": "header",
        "required": False,
        "description": about,
        "schema": {"type": "string"},
        "example": example,
    }


class Api(flask_smorest.Api):
    """The one document; problems are `app.web.errors`' affair, with no `default`."""

    DEFAULT_ERROR_RESPONSE_NAME = None

    def _register_error_handlers(self) -> None:
        """Leave errors to `app.web.errors`."""


def create_api(app: Flask, blueprints: Iterable[Blueprint], version: str) -> Api:
    """Register the blueprints and return the API with its OpenAPI 3.1 document."""
    app.url_map.converters["id"] = IdConverter
    app.config["API_TITLE"] = "Paigong"
    app.config["API_VERSION"] = version
    app.config["OPENAPI_VERSION"] = "3.1.0"
    api = Api(app)
    api.register_converter(
        IdConverter,
        lambda _: {"type": "integer", "minimum": 1, "maximum": MAX_INTEGER},
    )
    api.spec.components.security_scheme(
        "session", {"type": "apiKey", "in": "cookie", "name": "paigong_session"}
    )
    api.spec.components.security_scheme("bearer", {"type": "http", "scheme": "bearer"})
    for blueprint in blueprints:
        api.register_blueprint(blueprint)
    return api


def operation_of_request(blueprints: Mapping[str, Blueprint]) -> Operation | None:
    """Return what the operation being called declares, if it is one of ours."""
    blueprint = blueprints.get(request.blueprint or "")
    return blueprint.operations.get(request.endpoint or "") if blueprint else None
