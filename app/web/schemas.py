"""Base of every HTTP schema, and fields whose bounds the database can hold."""

import re
from datetime import date
from typing import Any, ClassVar, Final

from marshmallow import RAISE, ValidationError, fields, pre_load, validate
from marshmallow import Schema as _Schema

MAX_INTEGER: Final = 2**63 - 1
MAX_SECONDS: Final = 366 * 86_400
MAX_TEXT: Final = 10_000
FIRST_YEAR: Final = 1971
LAST_YEAR: Final = 2200
#: What PostgreSQL cannot keep in a text: NUL, and half of a character.
UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")
REPLACEMENT: Final = "\ufffd"


class Schema(_Schema):
    """Unknown fields are refused, and text that PostgreSQL cannot store.

    `EXAMPLE` gives the document values of fields whose rules hang together.
    """

    EXAMPLE: ClassVar[dict[str, Any]] = {}

    class Meta:
        unknown = RAISE

    @pre_load
    def _storable(self, data: Any, **_: Any) -> Any:
        for key, value in data.items() if isinstance(data, dict) else ():
            texts = value if isinstance(value, list) else [value]
            if any(isinstance(text, str) and not is_storable(text) for text in texts):
                raise ValidationError({key: ["Not valid text: a control character."]})
        return data


def is_storable(text: str) -> bool:
    return not UNSTORABLE.search(text)


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def storable(value: Any) -> Any:
    """Return JSON's value with a sign in place of what cannot be kept."""
    if isinstance(value, str):
        return UNSTORABLE.sub(REPLACEMENT, value)
    if isinstance(value, list):
        return [storable(each) for each in value]
    if isinstance(value, dict):
        return {storable(key): storable(each) for key, each in value.items()}
    return value


class Integer(fields.Integer):
    """A whole number that fits a bigint; strings and fractions are refused."""

    def __init__(
        self, *, least: int = -MAX_INTEGER, most: int = MAX_INTEGER, **kw: Any
    ) -> None:
        kw["validate"] = [validate.Range(least, most), *_listed(kw.get("validate"))]
        super().__init__(strict=True, **kw)


class Seconds(Integer):
    """A duration in whole seconds, at most a year."""

    def __init__(self, **kw: Any) -> None:
        super().__init__(**{"least": 0, "most": MAX_SECONDS, **kw})


class Text(fields.String):
    """Text of `least` to `most` characters."""

    def __init__(self, *, least: int = 1, most: int = 200, **kw: Any) -> None:
        kw["validate"] = [validate.Length(least, most), *_listed(kw.get("validate"))]
        super().__init__(**kw)


class Moment(fields.AwareDateTime):
    """An instant as ISO 8601 with offset, in the years 1971 to 2200."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kw: Any) -> Any:
        moment = super()._deserialize(value, attr, data, **kw)
        if not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise ValidationError("Not a year between 1971 and 2200.")
        return moment


class Day(fields.Date):
    """A day in the years 1971 to 2200."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kw: Any) -> date:
        day = super()._deserialize(value, attr, data, **kw)
        if not FIRST_YEAR <= day.year < LAST_YEAR:
            raise ValidationError("Not a year between 1971 and 2200.")
        return day


class Point(Schema):
    """A place in WGS-84 degrees."""

    lat = fields.Float(required=True, validate=validate.Range(-90, 90))
    lon = fields.Float(required=True, validate=validate.Range(-180, 180))


class FaultSchema(Schema):
    pointer = fields.String(required=True)
    code = fields.String(required=True)
    detail = fields.String(required=True)


class ProblemSchema(Schema):
    """RFC 9457 problem details; `errors` lists every fault of the input."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    code = fields.String(required=True)
    errors = fields.List(fields.Nested(FaultSchema))


class PageQuery(Schema):
    """Cursor pagination: pass `next` of the last answer as `after`."""

    limit = Integer(least=1, most=200, load_default=50)
    after = Text(most=200)


def page_of(item: type[Schema]) -> type[Schema]:
    """Return the schema of a page: `{"items": […], "next": cursor | null}`."""
    name = item.__name__.removesuffix("Schema") + "PageSchema"
    return type(
        name,
        (Schema,),
        {
            "items": fields.List(fields.Nested(item), required=True),
            "next": fields.String(allow_none=True, required=True),
        },
    )
