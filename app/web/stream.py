"""Server-Sent Events: hints that a scope's number rose; the rows are fetched apart.

One listener per web process on its own connection fans out to the open streams.
"""

import json
import queue
import threading
from collections.abc import Callable, Iterator
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


class Stream:
    """One client's events; closing it, even unread, gives its place back."""

    def __init__(
        self, forget: Callable[["Stream"], None], scopes: frozenset[str]
    ) -> None:
        self.scopes = scopes
        self._forget = forget
        self._inbox: queue.SimpleQueue[Hint | None] = queue.SimpleQueue()

    def put(self, hint: Hint | None) -> None:
        """Hand over a hint; None ends the stream."""
        self._inbox.put(hint)

    def close(self) -> None:
        self._forget(self)

    def __iter__(self) -> Iterator[str]:
        yield "retry: 2000\nevent: open\ndata: {}\n\n"
        while True:
            try:
                hint = self._inbox.get(timeout=KEEP_ALIVE)
            except queue.Empty:
                yield ": still here\n\n"
                continue
            if hint is None:
                return
            data = json.dumps({"scope": hint[0], "number": hint[1]})
            yield f"event: hint\ndata: {data}\n\n"


class Listener:
    """Hears NOTIFY on a direct connection and hands hints to the streams."""

    def __init__(self, url: str, most: int) -> None:
        self._url = url
        self._most = most
        self._streams: set[Stream] = set()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._stopped = threading.Event()

    def hints(self, scopes: frozenset[str]) -> Stream:
        """Open a stream that ends when the process stops or the client leaves."""
        stream = Stream(self._forget, scopes)
        with self._lock:
            if self._stopped.is_set() or len(self._streams) >= self._most:
                raise UnavailableError("Too many live views are open; try again soon.")
            self._streams.add(stream)
            self._start()
        return stream

    def _forget(self, stream: Stream) -> None:
        with self._lock:
            self._streams.discard(stream)

    def stop(self) -> None:
        """End every stream; the server is going down."""
        self._stopped.set()
        with self._lock:
            for stream in self._streams:
                stream.put(None)

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
                    for stream in self._streams:
                        if scope in stream.scopes:
                            stream.put((scope, number))


def listener_of(app: Flask) -> Listener:
    found = app.extensions["paigong-listener"]
    if not isinstance(found, Listener):
        raise TypeError("the listener is not set up")
    return found
