"""Examples for the document, made from the schemas: a field's own, or a fitting one."""

from collections.abc import Callable
from typing import Any, Final

from marshmallow import Schema, fields, missing, validate

#: What a field of this name commonly holds, when its schema gives no example.
COMMON: Final[dict[str, Any]] = {
    "address": "200 Renmin Avenue, Huangpu, Shanghai",
    "at": "2026-03-02T01:30:00+00:00",
    "code": "north-1",
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

Maker = Callable[[Any], Any]


def example_of(schema: type[Schema]) -> dict[str, Any]:
    """Return an example that the schema itself accepts, every field shown."""
    return {
        field.data_key or name: _of_field(name, field)
        for name, field in schema().fields.items()
    }


def _of_field(name: str, field: fields.Field[Any]) -> Any:
    if "example" in field.metadata:
        return field.metadata["example"]
    choices = _choices(field)
    if choices:
        return choices[0]
    if isinstance(field, fields.Nested):
        inner = example_of(type(field.schema))
        return [inner] if field.many else inner
    if isinstance(field, fields.List):
        return [_of_field(name.removesuffix("s"), field.inner)]
    return COMMON[name] if name in COMMON else _by_kind(field)


def _by_kind(field: fields.Field[Any]) -> Any:
    return next((make(field) for kind, make in _BY_KIND if isinstance(field, kind)), "")


def _choices(field: fields.Field[Any]) -> list[Any]:
    if isinstance(field, fields.Enum):
        return [member.value for member in field.enum]
    found = [v for v in field.validators if isinstance(v, validate.OneOf)]
    return list(found[0].choices) if found else []


def _number(field: fields.Field[Any]) -> Any:
    if field.load_default not in (missing, None):
        return field.load_default
    ranges = [v for v in field.validators if isinstance(v, validate.Range)]
    least = max((v.min for v in ranges if v.min is not None), default=1)
    most = min((v.max for v in ranges if v.max is not None), default=1)
    return min(max(1, least), max(most, least))


def _text(field: fields.Field[Any]) -> str:
    least = [v.min or 0 for v in field.validators if isinstance(v, validate.Length)]
    return "text".ljust(max(least, default=0), ".")


_BY_KIND: Final[tuple[tuple[type[Any], Maker], ...]] = (
    (fields.Boolean, lambda _: True),
    (fields.Dict, lambda _: {}),
    (fields.Number, _number),
    (fields.AwareDateTime, lambda _: "2026-03-02T01:30:00+00:00"),
    (fields.Date, lambda _: "2026-03-02"),
    (fields.Time, lambda _: "08:30:00"),
    (fields.Email, lambda _: COMMON["email"]),
    (fields.String, _text),
)
