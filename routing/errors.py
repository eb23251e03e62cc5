"""What the optimiser refuses, in words a person can act on."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a document.

    Attributes
    ----------
    code
        Stable name, listed in ``docs/routing/errors.md``.
    pointer
        JSON pointer (RFC 6901) to the value at fault; empty for the whole document.
    cause
        What is wrong, with the value.
    remedy
        What to change.
    """

    code: str
    pointer: str
    cause: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.pointer or '/'}: {self.cause} [{self.code}]. {self.remedy}"


class RoutingError(Exception):
    """Base of everything this library raises on purpose."""


class DocumentError(RoutingError):
    """A problem or a solution that cannot be used; carries every fault."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


class UnknownEngineError(RoutingError):
    """No engine has that name."""


class UnknownVisitError(RoutingError):
    """The problem has no visit of that name."""
