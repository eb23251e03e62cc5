"""Engines by name, loaded when asked for."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Final, cast

from routing.engines.base import Engine
from routing.errors import UnknownEngineError

ENGINES: Final[Mapping[str, tuple[str, str]]] = {
    "auto": ("routing.engines.auto", "auto"),
    "construct": ("routing.engines.construct", "construct"),
    "ortools": ("routing.engines.ortools", "ortools"),
}


def engine(name: str) -> Engine:
    """Return the engine called `name`.

    Raises
    ------
    UnknownEngineError
        Naming the engines there are.
    """
    if name not in ENGINES:
        known = ", ".join(sorted(ENGINES))
        raise UnknownEngineError(f"There is no engine {name!r}; there are {known}.")
    module, attribute = ENGINES[name]
    loaded: Callable[..., object] = getattr(import_module(module), attribute)
    return cast("Engine", loaded)
