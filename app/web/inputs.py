"""What a request brings, read whole: query, body and form, every fault told at once."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from flask import request
from marshmallow import ValidationError, fields
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import UnsupportedMediaType

from app.core.errors import Fault, InvalidError, MalformedError
from app.web.schemas import Schema

MAX_DEPTH: Final = 32
_WHOLE: Final = re.compile(r"-?[0-9]{1,19}")
_CODES: Final = {
    "Missing data for required field.": "missing",
    "Unknown field.": "unknown",
    "Field may not be null.": "null",
}


class Inputs:
    """The schemas of an operation's query, JSON body and multipart form."""

    def __init__(
        self,
        query: type[Schema] | None,
        body: type[Schema] | None,
        files: type[Schema] | None,
    ) -> None:
        self._wanted = {"query": query, "body": body, "files": files}

    def read(self) -> dict[str, Any]:
        """Load what is declared by name; refuse the rest, and list every fault."""
        faults: list[Fault] = []
        values: dict[str, Any] = {}
        for name, schema in self._wanted.items():
            if schema is None and name != "query":
                continue
            loader = (schema or Schema)()
            try:
                values[name] = loader.load(_SOURCES[name](loader))
            except ValidationError as error:
                start = "/query" if name == "query" else ""
                faults += faults_of(start, error.messages)
        if faults:
            raise InvalidError(
                "Some of what was sent has faults; all are listed.",
                faults=sorted(faults, key=lambda fault: fault.pointer),
            )
        return {name: values[name] for name, s in self._wanted.items() if s is not None}


def _query(schema: Schema) -> dict[str, Any]:
    return _from_text(request.args, schema)


def _form(schema: Schema) -> dict[str, Any]:
    if request.mimetype != "multipart/form-data":
        raise UnsupportedMediaType("Send the form as multipart/form-data.")
    return {**_from_text(request.form, schema), **request.files.to_dict()}


def _body(_: Schema) -> Any:
    raw = request.get_data(cache=True)
    if not raw:
        return {}
    if not request.is_json:
        raise UnsupportedMediaType("Send the body as application/json.")
    try:
        found = json.loads(raw.decode(), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise MalformedError("The body is not well-formed JSON in UTF-8.") from None
    if _is_deeper(found, MAX_DEPTH):
        raise MalformedError(f"The body is nested deeper than {MAX_DEPTH} levels.")
    return found


_SOURCES: Final = {"query": _query, "body": _body, "files": _form}


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _is_deeper(value: Any, levels: int) -> bool:
    layer = [value]
    for _ in range(levels):
        layer = [inner for outer in layer for inner in _inside(outer)]
        if not layer:
            return False
    return True


def _inside(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _from_text(sent: "MultiDict[str, str]", schema: Schema) -> dict[str, Any]:
    """Turn text into what the fields want; a value given twice is refused."""
    found: dict[str, Any] = {}
    for name, texts in sent.lists():
        field = schema.fields.get(name)
        if isinstance(field, fields.List):
            found[name] = [_plain(text, field.inner) for text in texts]
        elif len(texts) > 1:
            raise ValidationError({name: ["Given more than once."]})
        else:
            found[name] = _plain(texts[0], field)
    return found


def _plain(text: str, field: Any) -> Any:
    if isinstance(field, fields.Integer) and _WHOLE.fullmatch(text):
        return int(text)
    return text


def faults_of(pointer: str, messages: Any) -> list[Fault]:
    """Flatten marshmallow's nested messages into JSON pointers."""
    if isinstance(messages, Mapping):
        return [
            fault
            for key, inner in messages.items()
            for fault in faults_of(_below(pointer, str(key)), inner)
        ]
    if isinstance(messages, list):
        return [fault for inner in messages for fault in faults_of(pointer, inner)]
    text = str(messages)
    return [Fault(pointer or "/", _CODES.get(text, "invalid_value"), text)]


def _below(pointer: str, key: str) -> str:
    if key == "_schema":
        return pointer
    # What was sent may be text that cannot be written in an answer.
    shown = key.encode(errors="replace").decode()
    return f"{pointer}/{shown.replace('~', '~0').replace('/', '~1')}"
