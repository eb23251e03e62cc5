"""The rules' language is CEL: typed, total, with no effect outside of itself.

`ceil`, `least` and `most` are added to what CEL has. An expression knows the figures by
their keys and the results of earlier rules; it can reach nothing else.
"""

import math
import sys
from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib import import_module
from typing import Any, Final

Value = bool | int | float | str
MOST_CHARACTERS: Final = 500


class ExpressionError(Exception):
    """The expression cannot be read, or has no value for these figures."""


class Expression:
    """A compiled expression; `names` are the identifiers that it uses."""

    def __init__(self, program: Any, names: frozenset[str]) -> None:
        self._program = program
        self.names = names

    def value(self, given: Mapping[str, Value]) -> Value:
        """Evaluate for values by name.

        Raises
        ------
        ExpressionError
            A name is unknown, types do not fit, or the result is no plain value.
        """
        known = {name: _typed(value) for name, value in given.items()}
        with _Refusing():
            return _plain(self._program.evaluate(known))


@lru_cache(maxsize=512)
def compiled(text: str) -> Expression:
    """Read an expression; reading one again costs nothing."""
    if len(text) > MOST_CHARACTERS:
        raise ExpressionError(f"An expression has at most {MOST_CHARACTERS} letters.")
    environment, functions = _environment()
    with _Refusing():
        tree = environment.compile(text)
        program = environment.program(tree, functions=functions)
    names = {str(token) for token in tree.scan_values(_is_name)}
    return Expression(program, frozenset(names))


class _Refusing:
    """Let whatever the library raises out as our refusal: it has no one base."""

    def __enter__(self) -> None:
        """Nothing is to be done before."""

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if isinstance(error, Exception) and not isinstance(error, ExpressionError):
            raise ExpressionError(_first(error)) from None


@lru_cache(maxsize=1)
def _library() -> Any:
    """Load the library with the first rule: half a second and forty modules."""
    return import_module("celpy")


@lru_cache(maxsize=1)
def _environment() -> tuple[Any, dict[str, Callable[..., Any]]]:
    celpy = _library()
    types = celpy.celtypes
    # The library lets the whole process go deeper; ours stays as it was.
    limit = sys.getrecursionlimit()
    environment = celpy.Environment()
    sys.setrecursionlimit(limit)
    return environment, {
        "ceil": lambda number: types.IntType(math.ceil(number)),
        "least": min,
        "most": max,
    }


def _is_name(token: Any) -> bool:
    return getattr(token, "type", "") == "IDENT"


def _typed(value: Value) -> Any:
    celtypes = _library().celtypes
    if isinstance(value, bool):
        return celtypes.BoolType(value)
    if isinstance(value, int):
        return celtypes.IntType(value)
    if isinstance(value, float):
        return celtypes.DoubleType(value)
    return celtypes.StringType(value)


def _plain(found: Any) -> Value:
    celtypes = _library().celtypes
    if isinstance(found, bool | celtypes.BoolType):
        return bool(found)
    # Arithmetic on doubles leaves Python's own floats.
    if isinstance(found, float) and math.isfinite(found):
        return float(found)
    if isinstance(found, celtypes.IntType):
        return int(found)
    if isinstance(found, celtypes.StringType):
        return str(found)
    raise ExpressionError("The result is neither a number nor a word nor yes or no.")


def _first(error: Exception) -> str:
    """Say in one line what the library says in many."""
    said = error.args[0] if error.args else type(error).__name__
    # What follows is about the library's insides.
    plain = str(said).partition(" (in activation")[0].splitlines()
    return plain[0][:200] if plain else type(error).__name__
