"""A thousand phones, each of which syncs every 30 s: what they send, and how fast.

Each request is due at its own moment, whether earlier ones were answered or not, and
its time counts from then: a server that falls behind cannot hide it.
"""

import heapq
import json
import queue
import re
import threading
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.client import HTTPConnection
from typing import Any

PERIOD = 30.0
THREADS = 24
CURSOR = re.compile(rb'"cursor": ?"([^"]+)"')
STATUS = re.compile(rb'"status": ?"(\w+)"')


@dataclass
class Phone:
    """What one phone has still to say, and how far it was told."""

    name: str
    visit_ids: Sequence[int]
    cursor: str | None = None
    turn: int = 0
    seq: dict[int, int] = field(default_factory=dict)

    def body(self) -> bytes:
        """Write the next five operations of its visits' stories."""
        visit_id = self.visit_ids[self.turn // 3 % len(self.visit_ids)]
        ops = [self._op(visit_id, *told) for told in STORY[self.turn % 3]]
        self.turn += 1
        return json.dumps(
            {
                "device": self.name,
                "app": 1,
                "boot": "b",
                "mono_ms": int(time.monotonic() * 1000),
                "now": datetime.now(UTC).isoformat(),  # noqa: TID251 - the phone's own clock
                "cursor": self.cursor,
                "ops": ops,
            }
        ).encode()

    def _op(self, visit_id: int, kind: str, data: dict[str, Any]) -> dict[str, Any]:
        seq = self.seq[visit_id] = self.seq.get(visit_id, 0) + 1
        return {
            "id": str(uuid.uuid4()),
            "stream": f"visit:{visit_id}",
            "seq": seq,
            "base": None,
            "type": kind,
            "at": datetime.now(UTC).isoformat(),  # noqa: TID251 - the phone's own clock
            "mono_ms": int(time.monotonic() * 1000),
            "data": data,
        }


def _evidence(kind: str, data: dict[str, Any], **more: Any) -> tuple[str, Any]:
    return "evidence.add", {"kind": kind, "data": data, **more}


def _photo(purpose: str) -> tuple[str, Any]:
    return _evidence(
        "photo",
        {},
        purpose=purpose,
        sha256="ab" * 32,
        size=200_000,
        media_type="image/jpeg",
    )


_NOTE = _evidence("note", {"text": "All as agreed, the lift is free from ten"})
#: A visit in three syncs: two moves or one, and what was recorded in between.
STORY: list[list[tuple[str, dict[str, Any]]]] = [
    [("visit.acknowledge", {}), ("visit.depart", {}), _NOTE, _NOTE, _NOTE],
    [
        ("visit.arrive", {"reason": "no position indoors"}),
        ("visit.start", {}),
        _photo("before"),
        _NOTE,
        _NOTE,
    ],
    [
        _evidence("note", {"text": "Unit 1 hangs"}),
        _photo("after"),
        _NOTE,
        _NOTE,
        ("visit.finish", {}),
    ],
]


@dataclass
class Figures:
    """Seconds from due to answered, and what was answered."""

    seconds: list[float] = field(default_factory=list)
    fates: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


class Traffic:
    """Sends what is due, on connections that stay open as a proxy keeps them."""

    def __init__(self, port: int, phones: Sequence[Phone]) -> None:
        self._port = port
        self._phones = phones
        self._due: queue.Queue[tuple[float, Phone] | None] = queue.Queue()
        self._lock = threading.Lock()
        self.figures = Figures()

    def run(self, seconds: float) -> Figures:
        self.figures = Figures()
        threads = [threading.Thread(target=self._work) for _ in range(THREADS)]
        for thread in threads:
            thread.start()
        for at, phone in self._schedule(seconds):
            time.sleep(max(0.0, at - time.perf_counter()))
            self._due.put((at, phone))
        for _ in threads:
            self._due.put(None)
        for thread in threads:
            thread.join()
        return self.figures

    def _schedule(self, seconds: float) -> Iterator[tuple[float, Phone]]:
        begin = time.perf_counter() + 0.2
        gap = PERIOD / len(self._phones)
        heap = [(begin + gap * n, n) for n in range(len(self._phones))]
        while heap[0][0] < begin + seconds:
            at, n = heap[0]
            heapq.heapreplace(heap, (at + PERIOD, n))
            yield at, self._phones[n]

    def _work(self) -> None:
        with closing(HTTPConnection("127.0.0.1", self._port, timeout=60)) as connection:
            while (task := self._due.get()) is not None:
                self._send(connection, *task)

    def _send(self, connection: HTTPConnection, at: float, phone: Phone) -> None:
        headers = {
            "Authorization": f"Bearer {phone.name}",
            "Content-Type": "application/json",
        }
        connection.request("POST", "/mobile/v1/sync", phone.body(), headers)
        answer = connection.getresponse()
        text = answer.read()
        self._note(phone, answer.status, text, time.perf_counter() - at)

    def _note(self, phone: Phone, status: int, text: bytes, took: float) -> None:
        found = CURSOR.search(text)
        phone.cursor = found[1].decode() if found else phone.cursor
        with self._lock:
            self.figures.seconds.append(took)
            if status != 200:
                self.figures.faults.append(text.decode()[:500])
            for fate in STATUS.findall(text):
                name = fate.decode()
                self.figures.fates[name] = self.figures.fates.get(name, 0) + 1
