"""The reference client of tests/support/phone on the same stage as stepwise phones."""

import json
import threading
import time
from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import UUID

from tests.support import phone as reference
from tests.support.simulator.calls import Request
from tests.support.simulator.hands import Hands
from tests.support.simulator.person import Person
from tests.support.simulator.phone import ENDED, MOST_AT_ONCE
from tests.support.simulator.store import Entry, Store
from tests.support.sync_checker import Kept

SIGNED_OUT = 401


@dataclass
class FaultyLine:
    """Carries the client's requests by the same hands as everybody else's."""

    hands: Hands
    status: int = 0

    def __call__(
        self, method: str, path: str, body: Any = None, token: str | None = None
    ) -> tuple[int, Any]:
        answer = self.hands.ask(Request.of(method, path, str(token), body))
        if answer is None:
            raise reference.LineError(f"{path} was not answered")
        self.status = answer.status
        return answer.status, json.loads(answer.content) if answer.content else None


@dataclass
class ReferencePhone:
    """A person who uses the reference client; a kill leaves its store."""

    technician_id: int
    login: str
    line: FaultyLine
    person: Person
    random: Random
    rhythm: float
    made: int = 0
    store: reference.Store = field(default_factory=reference.Store)
    _pause: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        """Start the program on what it stored."""
        self.client = reference.Phone(
            self.line,
            self.store,
            new_id=lambda: str(UUID(int=self.random.getrandbits(128), version=4)),
        )

    def live(self, over: threading.Event) -> None:
        while not over.is_set():
            self._pause.wait(self.random.expovariate(1 / self.rhythm))
            self._work()
            self._sync()
            if self.random.random() < 1 / 20:
                self._begin()

    def settle(self) -> None:
        while not self._sync() or self.store.pending(1):
            self._pause.wait(self.random.uniform(0, 1))

    def _work(self) -> None:
        docs = {id_: doc for id_, (_, doc) in self.store.visits().items()}
        visits = [id_ for id_, doc in docs.items() if doc["state"] not in ENDED]
        for _ in range(self.random.randint(0, MOST_AT_ONCE)):
            told = self.person.act(visits, docs)
            _, _, visit_id = told["stream"].partition(":")
            about = int(visit_id) if visit_id else None
            self.client.do(told["type"], about, told["data"], told["base"])
            self.made += 1

    def _sync(self) -> bool:
        try:
            if self.client.device is None or self.line.status == SIGNED_OUT:
                self.client.register(self.login)
            self.client.rest()
        except reference.LineError:
            return False
        return True

    def kept(self) -> Kept:
        """Show the checker what is in the store."""
        store = Store(device=self.client.device)
        for each in self.store.ops():
            heard = [{**each.told, "status": each.fate}] if each.fate else []
            store.entries[each.id] = Entry(
                each.body, str(store.device), time.monotonic(), not heard, None, heard
            )
        store.visits = {id_: doc for id_, (_, doc) in self.store.visits().items()}
        return Kept(self.technician_id, store)
