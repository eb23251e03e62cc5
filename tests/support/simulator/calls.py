"""What actors ask of the world: to wait, to be answered, or nothing at all."""

import json
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Protocol


@dataclass(frozen=True)
class Pause:
    seconds: float


class Step(Enum):
    """A moment between two steps, at which a phone may be killed."""

    HERE = 0


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    token: str
    content: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls, method: str, path: str, token: str, body: object = None, **headers: str
    ) -> "Request":
        content = b"" if body is None else json.dumps(body).encode()
        return cls(method, path, token, content, headers)


@dataclass(frozen=True)
class Answer:
    """An answer as it came; a cut one has no body that can be read."""

    status: int
    content: bytes
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_good(self) -> bool:
        return 200 <= self.status < 300

    def body(self) -> dict[str, Any] | None:
        try:
            found = json.loads(self.content or b"{}")
        except ValueError:
            return None
        return found if isinstance(found, dict) else None


Wanted = Pause | Step | Request
#: An actor's life: what it wants, one thing after the other, with each answer.
Life = Generator[Wanted, Answer | None, None]


class Server(Protocol):
    """Whoever answers requests; None when the connection broke."""

    def ask(self, request: Request) -> Answer | None: ...
