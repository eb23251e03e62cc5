"""Refusals in the words of the business; `app.web.errors` alone knows HTTP."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with the input: where, which rule, what to do about it."""

    pointer: str
    code: str
    detail: str


class PaigongError(Exception):
    """A refusal a person can act on."""

    code: ClassVar[str] = "refused"
    title: ClassVar[str] = "Refused"

    def __init__(self, detail: str, *, faults: Sequence[Fault] = ()) -> None:
        super().__init__(detail)
        self.detail = detail
        self.faults = tuple(faults)


class NotFoundError(PaigongError):
    """Absent, or not this person's to know of: the two are told alike."""

    code = "not_found"
    title = "Not found"

    def __init__(self, detail: str = "There is nothing here that you may see.") -> None:
        super().__init__(detail)


class UnauthenticatedError(PaigongError):
    code = "unauthenticated"
    title = "Please sign in"


class ForbiddenError(PaigongError):
    code = "forbidden"
    title = "Not allowed"


class InvalidError(PaigongError):
    """The input breaks rules; every fault is listed."""

    code = "invalid"
    title = "The input has faults"


class MalformedError(PaigongError):
    code = "malformed"
    title = "The request cannot be read"


class ConflictError(PaigongError):
    code = "conflict"
    title = "In conflict with the present state"


class StaleError(PaigongError):
    code = "stale"
    title = "Somebody changed this meanwhile"


class VersionMissingError(PaigongError):
    code = "version_missing"
    title = "Say which version you are changing"


class TooManyError(PaigongError):
    """Too many attempts; `retry_after` is in seconds."""

    code = "too_many"
    title = "Too many attempts"

    def __init__(self, detail: str, *, retry_after: int) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class GoneError(PaigongError):
    """It was there, and is no more: it must be begun anew."""

    code = "gone"
    title = "No longer there"


class ChecksumError(PaigongError):
    """The bytes that came are not those that were sent."""

    code = "checksum_mismatch"
    title = "The bytes changed on their way"


class UnavailableError(PaigongError):
    code = "unavailable"
    title = "Not available right now"


class IllegalMoveError(ConflictError):
    """A state table has no such step."""

    code = "illegal_move"
    title = "Not possible in this state"


_by_constraint: dict[str, Callable[[], PaigongError]] = {}


def refuse_on(constraint: str, make: Callable[[], PaigongError]) -> None:
    """Say which refusal a violated database constraint means."""
    _by_constraint[constraint] = make


def refusal_for(constraint: str | None) -> PaigongError | None:
    make = _by_constraint.get(constraint or "")
    return make() if make else None
