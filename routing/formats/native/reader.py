"""Typed reading of a JSON value that notes every fault and goes on."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, TypeVar

from routing.errors import Fault

E = TypeVar("E", bound=StrEnum)
REQUIRED: Final = object()
_KINDS: Final = {
    dict: "an object",
    list: "an array",
    str: "a string",
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    type(None): "null",
}


@dataclass(slots=True)
class Reader:
    """A place in a document. Faulty values read as a harmless stand-in."""

    value: Any
    pointer: str = ""
    faults: list[Fault] = field(default_factory=list)

    def fault(self, code: str, cause: str, remedy: str) -> None:
        self.faults.append(Fault(code, self.pointer, cause, remedy))

    def at(self, key: str | int, value: Any) -> "Reader":
        escaped = str(key).replace("~", "~0").replace("/", "~1")
        return Reader(value, f"{self.pointer}/{escaped}", self.faults)

    def record(self, *known: str) -> "Reader":
        """Return itself as an object with no other fields than `known`."""
        if not self.is_a(dict):
            return Reader({}, self.pointer, [])
        for key in self.value:
            if key not in known:
                self.at(key, None).fault(
                    "unknown_field",
                    f"{key!r} is not a field here",
                    f"Remove it; the fields are {', '.join(known)}.",
                )
        return self

    def field(self, name: str, default: Any = REQUIRED) -> "Reader | None":
        """Return the value under `name`, or nothing when it is left out."""
        if name in self.value:
            return self.at(name, self.value[name])
        if default is REQUIRED:
            self.at(name, None).fault(
                "missing_field", f"{name!r} is missing", "Add the field."
            )
        return None

    def has(self, name: str) -> bool:
        return self.value.get(name) is not None

    def text(self, name: str, default: Any = REQUIRED) -> str:
        found = self.field(name, default)
        if found is None:
            return "" if default is REQUIRED else str(default)
        return found.as_text()

    def integer(self, name: str, low: int, high: int, default: Any = REQUIRED) -> int:
        found = self.field(name, default)
        if found is None:
            return low if default is REQUIRED else int(default)
        return found.as_integer(low, high)

    def number(
        self, name: str, low: float, high: float, default: Any = REQUIRED
    ) -> float:
        found = self.field(name, default)
        if found is None:
            return low if default is REQUIRED else float(default)
        return found.as_number(low, high)

    def flag(self, name: str) -> bool:
        found = self.field(name, None)
        return found is not None and found.is_a(bool) and bool(found.value)

    def choice(self, name: str, kind: type[E], default: E | None = None) -> E:
        found = self.field(name, REQUIRED if default is None else default)
        fallback = default or next(iter(kind))
        if found is None:
            return fallback
        text = found.as_text()
        if text in set(kind):
            return kind(text)
        if isinstance(found.value, str):
            found.fault(
                "unknown_choice",
                f"{text!r} is not one of the choices",
                f"Use one of {', '.join(kind)}.",
            )
        return fallback

    def each(self, name: str, default: Any = REQUIRED) -> Iterator["Reader"]:
        """Yield the items of an array."""
        found = self.field(name, default)
        if found is not None and found.is_a(list):
            for index, item in enumerate(found.value):
                yield found.at(index, item)

    def levels(self, name: str, high: int) -> dict[str, int]:
        found = self.field(name, None)
        if found is None or not found.is_a(dict):
            return {}
        return {
            key: found.at(key, value).as_integer(0, high)
            for key, value in found.value.items()
        }

    def texts(self, name: str) -> tuple[str, ...]:
        return tuple(item.as_text() for item in self.each(name, None))

    def integers(self, name: str, low: int, high: int) -> tuple[int, ...]:
        return tuple(item.as_integer(low, high) for item in self.each(name, None))

    def optional(self, name: str, read: Callable[["Reader"], Any]) -> Any:
        """Return `read` of the value under `name`, or `None` when left out or null."""
        found = self.field(name, None)
        return None if found is None or found.value is None else read(found)

    def as_text(self) -> str:
        if not self.is_a(str):
            return ""
        if not self.value:
            self.fault("empty_text", "The text is empty", "Give it at least a letter.")
        return str(self.value)

    def as_integer(self, low: int, high: int) -> int:
        if self.is_a(int) and self._within(low, high):
            return int(self.value)
        return max(0, low)

    def as_number(self, low: float, high: float) -> float:
        if self.is_a(int, float) and self._within(low, high):
            return float(self.value)
        return low

    def items(self) -> Iterator["Reader"]:
        """Yield the items of this array."""
        if self.is_a(list):
            for index, item in enumerate(self.value):
                yield self.at(index, item)

    def is_a(self, *kinds: type) -> bool:
        """Tell whether the value is of one of `kinds`; note a fault when not."""
        if type(self.value) in kinds:
            return True
        self.fault(
            "wrong_type",
            f"{_KINDS.get(type(self.value), 'something else')} stands here",
            f"Give {' or '.join(_KINDS[kind] for kind in kinds)}.",
        )
        return False

    def _within(self, low: float, high: float) -> bool:
        if low <= self.value <= high:
            return True
        self.fault(
            "out_of_range",
            f"{str(self.value)[:40]} is outside {low} to {high}",
            "Give a value inside the range.",
        )
        return False
