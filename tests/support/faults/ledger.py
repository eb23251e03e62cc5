"""What the clients asked for and what they were told: the campaign's memory."""

import threading
from collections import Counter
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Acknowledged:
    """A 2xx answer to a changing request, with what it promised."""

    deed: str
    key: str
    status: int
    body: dict[str, Any]
    asked: dict[str, Any]


@dataclass
class Ledger:
    """Written by many clients at once; read when all of them are done."""

    acknowledged: list[Acknowledged] = field(default_factory=list)
    #: Answers that no client should ever get.
    wrong: list[str] = field(default_factory=list)
    requests: int = 0
    answers: int = 0
    lost: int = 0
    #: By deed and problem code.
    refused: Counter[str] = field(default_factory=Counter)
    _turn: threading.Condition = field(default_factory=threading.Condition)

    def note(self, entry: Acknowledged) -> None:
        with self._turn:
            self.acknowledged.append(entry)

    def note_wrong(self, what: str) -> None:
        with self._turn:
            self.wrong.append(what)

    def count_request(self) -> None:
        with self._turn:
            self.requests += 1

    def count_answer(self) -> None:
        with self._turn:
            self.answers += 1
            self._turn.notify_all()

    def count_lost(self) -> None:
        with self._turn:
            self.lost += 1

    def note_refused(self, deed: str, code: str) -> None:
        with self._turn:
            self.refused[f"{deed}: {code}"] += 1

    def await_answers(self, more: int, patience: float) -> None:
        """Wait until `more` answers came, or too long: then something hangs."""
        with self._turn:
            wanted = self.answers + more
            self._turn.wait_for(lambda: self.answers >= wanted, patience)

    def of(self, deed: str) -> list[Acknowledged]:
        return [entry for entry in self.acknowledged if entry.deed == deed]
