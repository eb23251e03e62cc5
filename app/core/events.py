"""Facts that happened, and who handles them within the same transaction."""

from collections.abc import Callable
from typing import Any, TypeVar

E = TypeVar("E")

_subscribers: dict[type[Any], list[Callable[[Any], None]]] = {}


def subscribe(kind: type[E], handler: Callable[[E], None]) -> None:
    """Call `handler` for each fact of `kind`; registering twice is the same as once."""
    handlers = _subscribers.setdefault(kind, [])
    if handler not in handlers:
        handlers.append(handler)


def handlers_of(fact: object) -> tuple[Callable[[Any], None], ...]:
    return tuple(_subscribers.get(type(fact), ()))
