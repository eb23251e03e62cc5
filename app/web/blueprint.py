"""A typed façade over flask-smorest: one decorator says all that an operation is."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, Final, TypeVar

import flask_smorest
from flask import Flask, Response
from werkzeug.routing import BaseConverter, UnicodeConverter

from app.web import policy, sessions
from app.web.conditional import etag_of, expected_version
from app.web.examples import example_of, parameter_example
from app.web.idempotency import run_once
from app.web.inputs import Inputs
from app.web.operation import (
    Operation,
    headers_of,
    refusal_example,
    refusals_of,
)
from app.web.pagination import Page
from app.web.schemas import MAX_INTEGER, ProblemSchema

View = TypeVar("View", bound=Callable[..., Any])
__all__ = ["Api", "Blueprint", "Operation", "create_api"]

#: Identifiers begin at 1.
NO_ROW: Final = 0
PROBLEM: Final = "application/problem+json"
_KINDS: Final = {"application/json": "object"}
SECURITY: Final[list[dict[str, list[str]]]] = [{"session": []}, {"bearer": []}]


class IdConverter(BaseConverter):
    """A row's identifier: a positive bigint; a larger number names no row."""

    regex = r"\d+"

    def to_python(self, value: str) -> int:
        if not value.isascii() or len(value) > len(str(MAX_INTEGER)):
            return NO_ROW
        number = int(value)
        return number if number <= MAX_INTEGER else NO_ROW


class SecretConverter(UnicodeConverter):
    """A secret in an address: whatever is sent reaches the view, and opens or not."""


class DocumentedInputs:
    """Stands where flask-smorest has a parser: `Inputs` reads, this one describes."""

    DEFAULT_VALIDATION_STATUS = 422

    def use_args(self, _schema: Any, **_kw: Any) -> Callable[[View], View]:
        return lambda view: view


class Blueprint(flask_smorest.Blueprint):
    """A group of operations under one tag."""

    ARGUMENTS_PARSER = DocumentedInputs()

    def __init__(self, name: str, *, prefix: str = "/api/v1", about: str = "") -> None:
        super().__init__(name, name, url_prefix=prefix, description=about)
        self._prepare_doc_cbks.append(_add_headers)
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
        """Wrap the view, inside out: answer, once-only, then what guards it."""
        call: Callable[..., Any] = self.response(
            declared.status,
            declared.answer or _undescribed(declared.media),
            content_type=declared.media,
            example=_example(declared),
        )(_with_headers(view, declared))
        if declared.is_keyed(method):
            call = run_once(call, keeps=not declared.secret)
        call = self._documented(call, method, rule, declared)
        call = self.doc(
            operationId=name, security=[] if declared.is_public else SECURITY
        )(call)
        return _guarded(call, declared)

    def _documented(
        self, call: Callable[..., Any], method: str, rule: str, declared: Operation
    ) -> Callable[..., Any]:
        """Say in the document what goes in and what may come out."""
        for schema, location in ((declared.body, "json"), (declared.files, "files")):
            if schema is not None:
                call = self.arguments(
                    schema,
                    location=location,
                    required=any(field.required for field in schema().fields.values()),
                    example=example_of(schema, sent=True)
                    if location == "json"
                    else None,
                )(call)
        if declared.takes is not None:
            content = {declared.takes: {"schema": {"type": "string"}}}
            call = self.doc(requestBody={"required": True, "content": content})(call)
        for status, when in declared.also.items():
            call = self.alt_response(
                status,
                schema=declared.answer,
                description=when,
                # Without a schema it is a status alone.
                example=_example(declared) if declared.answer else None,
                success=True,
            )(call)
        if declared.query is not None:
            call = self.arguments(declared.query, location="query")(call)
        for status, why in sorted(refusals_of(method, rule, declared).items()):
            call = self.alt_response(
                status,
                schema=ProblemSchema,
                content_type=PROBLEM,
                description=why,
                example=refusal_example(status, why),
            )(call)
        vars(call)["_apidoc"]["headers"] = headers_of(method, declared)
        return call


def _undescribed(media: str | None) -> dict[str, str] | None:
    return None if media is None else {"type": _KINDS.get(media, "string")}


def _example(declared: Operation) -> Any:
    if declared.example is not None or declared.answer is None:
        return declared.example
    return example_of(declared.answer)


def _add_headers(
    doc: dict[str, Any], info: dict[str, Any], **_kw: Any
) -> dict[str, Any]:
    """Add the headers to the parameters that the query brought."""
    if info.get("headers"):
        doc["parameters"] = [*doc.get("parameters", []), *info["headers"]]
    return doc


def _with_headers(view: Callable[..., Any], declared: Operation) -> Callable[..., Any]:
    """Add the ETag of a versioned result and the Link of a page."""

    @wraps(view)
    def call(**kwargs: Any) -> Any:
        result = view(**kwargs)
        if isinstance(result, Response | tuple):
            return result
        if declared.answer is None:
            return Response(status=declared.status)
        if isinstance(result, Page):
            return result, result.headers
        tag = etag_of(result)
        return (result, {"ETag": tag}) if tag else result

    return call


def _guarded(call: Callable[..., Any], declared: Operation) -> Callable[..., Any]:
    """Ask the policy before the input is even read."""
    inputs = Inputs(declared.query, declared.body, declared.files)

    @wraps(call)
    def run(**kwargs: Any) -> Any:
        if not declared.is_public:
            sessions.require_csrf_token()
        policy.require(declared.policy)
        if declared.conditional:
            kwargs["version"] = expected_version()
        return call(**kwargs, **inputs.read())

    return run


class Api(flask_smorest.Api):
    """The one document; problems are `app.web.errors`' affair, with no `default`."""

    DEFAULT_ERROR_RESPONSE_NAME = None

    def _register_error_handlers(self) -> None:
        """Leave errors to `app.web.errors`."""


def _with_example(_: Any, field: Any, **kw: Any) -> dict[str, Any]:
    return parameter_example(field, **kw)


def _with_plain_pattern(_: Any, __: Any, ret: dict[str, Any], **_kw: Any) -> Any:
    r"""Write a pattern as JSON Schema has it: `$` is what Python calls `\Z`."""
    pattern = ret.get("pattern")
    return {"pattern": pattern.replace(r"\Z", "$")} if pattern else {}


def create_api(app: Flask, blueprints: Iterable[Blueprint], version: str) -> Api:
    """Register the blueprints and return the API with its OpenAPI 3.1 document."""
    app.url_map.converters.update(id=IdConverter, secret=SecretConverter)
    app.config["API_TITLE"] = "Paigong"
    app.config["API_VERSION"] = version
    app.config["OPENAPI_VERSION"] = "3.1.0"
    api = Api(app)
    api.register_converter(
        IdConverter,
        lambda _: {"type": "integer", "minimum": 1, "maximum": MAX_INTEGER},
    )
    api.register_converter(
        SecretConverter, lambda _: {"type": "string", "pattern": "^[A-Za-z0-9_-]{22}$"}
    )
    api.ma_plugin.converter.add_parameter_attribute_function(_with_example)
    api.ma_plugin.converter.add_attribute_function(_with_plain_pattern)
    api.spec.components.security_scheme(
        "session", {"type": "apiKey", "in": "cookie", "name": "paigong_session"}
    )
    api.spec.components.security_scheme("bearer", {"type": "http", "scheme": "bearer"})
    for blueprint in blueprints:
        api.register_blueprint(blueprint)
    return api
