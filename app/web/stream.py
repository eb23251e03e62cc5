"""Server-Sent Events: hints that a scope's number rose; the rows are fetched apart.

One listener per web process on its own connection fans out to the open streams.
"""

import json
import queue
import threading
from collections.abc import Iterator
from typing import Final

import psycopg
import structlog
from flask import Flask

from app.core.errors import UnavailableError
from app.web.feed import CHANNEL

#: Seconds of silence after which a comment keeps the connection open.
KEEP_ALIVE: Final = 15.0
_POLL: Final = 1.0
_log = structlog.get_logger("paigong.stream")

Hint = tuple[str, int]


class Listener:
    """Hears NOTIFY on a direct connection and hands hints to the streams."""

    def __init__(self, url: str, most: int) -> None:
        self._url = url
        self._most = most
        self._streams: dict[queue.SimpleQueue[Hint | None], frozenset[str]] = {}
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._stopped = threading.Event()

    def hints(self, scopes: frozenset[str]) -> Iterator[str]:
        """Yield events for the scopes until the process stops or the client leaves."""
        inbox: queue.SimpleQueue[Hint | None] = queue.SimpleQueue()
        with self._lock:
            if len(self._streams) >= self._most:
                raise UnavailableError("Too many live views are open; try again soon.")
            self._streams[inbox] = scopes
            self._start()
        return self._events(inbox)

    def _events(self, inbox: queue.SimpleQueue[Hint | None]) -> Iterator[str]:
        try:
            yield "retry: 2000\nevent: open\ndata: {}\n\n"
            while not self._stopped.is_set():
                try:
                    hint = inbox.get(timeout=KEEP_ALIVE)
                except queue.Empty:
                    yield ": still here\n\n"
                    continue
                if hint is None:
                    return
                data = json.dumps({"scope": hint[0], "number": hint[1]})
                yield f"event: hint\ndata: {data}\n\n"
        finally:
            with self._lock:
                self._streams.pop(inbox, None)

    def stop(self) -> None:
        """End every stream; the server is going down."""
        self._stopped.set()
        with self._lock:
            for inbox in self._streams:
                inbox.put(None)

    def _start(self) -> None:
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(
                target=self._listen, name="feed-listener", daemon=True
            )
            self._thread.start()

    def _listen(self) -> None:
        while not self._stopped.is_set():
            try:
                with psycopg.connect(self._url, autocommit=True) as connection:
                    connection.execute(f"LISTEN {CHANNEL}")
                    self._hear(connection)
            except psycopg.OperationalError:
                _log.warning("feed_listener_lost_database")
                self._stopped.wait(_POLL)

    def _hear(self, connection: psycopg.Connection) -> None:
        while not self._stopped.is_set():
            for note in connection.notifies(timeout=_POLL):
                scope, number = json.loads(note.payload)
                with self._lock:
                    for inbox, scopes in self._streams.items():
                        if scope in scopes:
                            inbox.put((scope, number))


def listener_of(app: Flask) -> Listener:
    found = app.extensions["paigong-listener"]
    if not isinstance(found, Listener):
        raise TypeError("the listener is not set up")
    return found
