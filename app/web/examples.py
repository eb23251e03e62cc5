"""Examples for the document, made from the schemas: a field's own, or a fitting one."""

from collections.abc import Callable
from typing import Any, Final

from marshmallow import Schema, fields, missing, validate

#: What a field of this name commonly holds, when its schema gives no example.
COMMON: Final[dict[str, Any]] = {
    "address": "200 Renmin Avenue, Huangpu, Shanghai",
    "at": "2026-03-02T01:30:00+00:00",
    "code": "north-1",
    "country": "CN",
    "currency": "CNY",
    "email": "ann@example.com",
    "file_name": "orders.xlsx",
    "lat": 31.2304,
    "lon": 121.4737,
    "locale": "zh",
    "name": "North house",
    "name_zh": "北方之家",
    "password": "a long enough sentence",
    "phone": "+8613800000000",
    "time_zone": "Asia/Shanghai",
}

#: What comes at the end of something comes after its start.
ENDS: Final = frozenset(
    {"break_latest_end", "due", "end", "end_time", "ends_at", "to", "valid_until"}
)
Maker = Callable[[str, Any], Any]


def example_of(schema: type[Schema], *, sent: bool = False) -> dict[str, Any]:
    """Return an example that the schema itself accepts.

    When `sent` it is one of a request, without what only answers hold.
    """
    shown = {
        field.data_key or name: _of_field(field.data_key or name, field, sent=sent)
        for name, field in schema().fields.items()
        if not (field.dump_only if sent else field.load_only)
    }
    return {**shown, **getattr(schema, "EXAMPLE", {})}


def parameter_example(field: fields.Field[Any], **_: Any) -> dict[str, Any]:
    """Show how to fill a query parameter that must be given."""
    if not field.required:
        return {}
    name = field.data_key or field.name or ""
    return {"example": _of_field(name, field, sent=True)}


def _of_field(name: str, field: fields.Field[Any], *, sent: bool) -> Any:
    if sent and field.load_default is None:
        return None
    if "example" in field.metadata and name not in ENDS:
        return field.metadata["example"]
    if sent and not (field.load_default is missing or callable(field.load_default)):
        return getattr(field.load_default, "value", field.load_default)
    if isinstance(field, fields.Nested):
        inner = example_of(type(field.schema), sent=sent)
        return [inner] if field.many else inner
    if isinstance(field, fields.List):
        return [_of_field(name.removesuffix("s"), field.inner, sent=sent)]
    return _plain(name, field)


def _plain(name: str, field: fields.Field[Any]) -> Any:
    choices = _choices(field)
    if choices:
        return choices[0]
    if name in COMMON:
        return COMMON[name]
    shown = _BY_TYPE.get(field.metadata.get("type", ""))
    if shown is not None:
        return shown
    made = (make(name, field) for kind, make in _BY_KIND if isinstance(field, kind))
    return next(made, "text")


def _choices(field: fields.Field[Any]) -> list[Any]:
    if isinstance(field, fields.Enum):
        return [member.value for member in field.enum]
    found = [v for v in field.validators if isinstance(v, validate.OneOf)]
    return list(found[0].choices) if found else []


def _number(_: str, field: fields.Field[Any]) -> Any:
    ranges = [v for v in field.validators if isinstance(v, validate.Range)]
    least = max((v.min for v in ranges if v.min is not None), default=1)
    most = min((v.max for v in ranges if v.max is not None), default=1)
    return min(max(1, least), max(most, least))


def _text(_: str, field: fields.Field[Any]) -> str:
    least = [v.min or 0 for v in field.validators if isinstance(v, validate.Length)]
    return "text".ljust(max(least, default=0), ".")


def _moment(name: str, _: Any) -> str:
    return f"2026-03-02T{'09' if name in ENDS else '01'}:30:00+00:00"


def _day(name: str, _: Any) -> str:
    return "2026-03-08" if name in ENDS else "2026-03-02"


def _time(name: str, field: fields.Field[Any]) -> str:
    text = "17:30:00" if name in ENDS else "08:30:00"
    return text[:5] if getattr(field, "format", None) == "%H:%M" else text


#: For a field that is computed and only says of which JSON type it is.
_BY_TYPE: Final[dict[str, Any]] = {
    "array": [],
    "boolean": True,
    "integer": 1,
    "number": 1.0,
    "object": {},
}
_BY_KIND: Final[tuple[tuple[type[Any], Maker], ...]] = (
    (fields.Boolean, lambda *_: True),
    (fields.Dict, lambda *_: {}),
    (fields.Number, _number),
    (fields.AwareDateTime, _moment),
    (fields.Date, _day),
    (fields.Time, _time),
    (fields.Email, lambda *_: COMMON["email"]),
    (fields.String, _text),
)
