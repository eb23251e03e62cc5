"""What is told of an exception: where it happened and of which kind, not its words.

An exception's words repeat what it stumbled over: a row that the database refuses, a
number that is none. So they are told only where they are the machine's or the code's.
"""

import logging
import sys
import traceback
from collections.abc import Iterator
from types import TracebackType
from typing import Final

import psycopg
from sqlalchemy.exc import DBAPIError
from structlog.types import EventDict

from app.core.errors import PaigongError

Info = tuple[type[BaseException], BaseException, TracebackType | None]

#: They speak of names in the code, never of values.
OF_CODE: Final = (AttributeError, ImportError, NameError, NotImplementedError)
#: Chains and groups longer than this repeat themselves.
MOST: Final = 10


def tell_exceptions(
    _logger: logging.Logger, _method: str, line: EventDict
) -> EventDict:
    """Write a line's exception, if it has one, as text."""
    given = line.pop("exc_info", None)
    error = _error_of(given)
    if error is not None:
        line["exception"] = told(error)
    return line


def _error_of(given: object) -> BaseException | None:
    if isinstance(given, BaseException):
        return given
    if isinstance(given, tuple):
        return next((one for one in given if isinstance(one, BaseException)), None)
    return sys.exc_info()[1] if given else None


def told(error: BaseException) -> str:
    """Write the exception and what led to it, the first one first."""
    parts = []
    for number, one in enumerate(_chain(error)):
        if number == MOST:
            break
        frames = "".join(traceback.format_tb(one.__traceback__))
        parts.append(f"{frames}{kind_of(one)}")
    return "\nand then:\n".join(reversed(parts))


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Give the exception, those that it holds, and those before it."""
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        one = waiting.pop(0)
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        if isinstance(one, BaseExceptionGroup):
            waiting.extend(one.exceptions)
        before = one.__cause__ or (
            None if one.__suppress_context__ else one.__context__
        )
        if before is not None:
            waiting.append(before)


def kind_of(error: BaseException) -> str:
    """Name the exception's type, and what may be told of its words."""
    kind = type(error)
    words = _words_of(error)
    name = f"{kind.__module__}.{kind.__qualname__}"
    return f"{name}: {words}" if words else name


def _words_of(error: BaseException) -> str:
    if isinstance(error, PaigongError):
        return error.code
    if isinstance(error, DBAPIError):
        return "" if error.orig is None else kind_of(error.orig)
    if isinstance(error, psycopg.Error):
        return _of_database(error)
    if isinstance(error, OSError):
        return error.strerror or ""
    return str(error) if isinstance(error, OF_CODE) else ""


def _of_database(error: psycopg.Error) -> str:
    """Tell which rule was broken; of a lost connection, its first line."""
    if error.sqlstate is None and isinstance(error, psycopg.OperationalError):
        return str(error).partition("\n")[0]
    facts = error.diag
    known = (error.sqlstate, facts.table_name, facts.column_name, facts.constraint_name)
    return " ".join(fact for fact in known if fact)
