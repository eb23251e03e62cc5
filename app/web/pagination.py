"""Keyset pages: a cursor names the last row seen; none is skipped or doubled."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from flask import request
from sqlalchemy import Select, tuple_

from app.core.database import session
from app.core.errors import Fault, InvalidError
from app.web.schemas import MAX_INTEGER, is_storable

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    items: Sequence[T]
    next: str | None

    @property
    def headers(self) -> dict[str, str]:
        """The `Link` header to the next page, keeping the request's filters."""
        if self.next is None:
            return {}
        query = {**request.args.to_dict(), "after": self.next}
        return {"Link": f'<{request.path}?{urlencode(query)}>; rel="next"'}


def paginate(
    statement: Select[T],
    *,
    by: Sequence[Any],
    limit: int,
    after: str | None = None,
    descending: bool = False,
) -> Page[T]:
    """Fetch one page ordered by the columns `by`, the last of which must be unique.

    The columns must hold integers or text, as JSON can carry them.
    """
    if after is not None:
        last = _decode(after, by)
        here = tuple_(*by)
        there = tuple_(*last)
        statement = statement.where(here < there if descending else here > there)
    order = [column.desc() if descending else column.asc() for column in by]
    rows = list(session().scalars(statement.order_by(*order).limit(limit + 1)))
    items = rows[:limit]
    more = len(rows) > limit
    return Page(items, _encode(items[-1], by) if more else None)


def _encode(row: Any, by: Sequence[Any]) -> str:
    values = [getattr(row, column.key) for column in by]
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def _decode(cursor: str, by: Sequence[Any]) -> list[Any]:
    kinds = [column.type.python_type for column in by]
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        values = json.loads(base64.urlsafe_b64decode(padded.encode()))
        if [type(value) for value in values] == kinds and all(map(_fits, values)):
            return list(values)
    except (ValueError, TypeError, binascii.Error, RecursionError):
        pass
    raise InvalidError(
        "The cursor is not one of ours.",
        faults=[Fault("/query/after", "cursor", "Pass `next` of the last answer.")],
    )


def _fits(value: Any) -> bool:
    """Whether the database can compare a column with the value."""
    if isinstance(value, str):
        return is_storable(value)
    return isinstance(value, int) and abs(value) <= MAX_INTEGER
