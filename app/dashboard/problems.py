"""The index of refusals: what each code of a problem means."""

from collections.abc import Iterator
from dataclasses import dataclass
from inspect import cleandoc

from app.core.errors import PaigongError
from app.web.errors import status_of


@dataclass(frozen=True, slots=True)
class Entry:
    status: int
    code: str
    title: str
    about: str


def index() -> list[Entry]:
    """List every refusal that the application knows, by status and code."""
    entries = {kind.code: _entry(kind) for kind in _kinds(PaigongError)}
    return sorted(entries.values(), key=lambda entry: (entry.status, entry.code))


def _entry(kind: type[PaigongError]) -> Entry:
    # Only the kind decides on the status: an instance without its words will do.
    status = status_of(kind.__new__(kind))
    return Entry(status, kind.code, kind.title, cleandoc(kind.__doc__ or ""))


def _kinds(parent: type[PaigongError]) -> Iterator[type[PaigongError]]:
    for kind in parent.__subclasses__():
        yield kind
        yield from _kinds(kind)
