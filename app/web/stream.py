"""Server-Sent Events: hints that a scope's number rose; the rows are fetched apart.

One listener per web process on its own connection fans out to the open streams.
"""

import json
import queue
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

import psycopg
import structlog
from flask import Flask

from app.core.errors import UnavailableError
from app.web.feed import CHANNEL

#: Seconds of silence after which a comment keeps the connection open.
KEEP_ALIVE: Final = 15.0
#: Seconds for which a follower who was found to be entitled is believed.
TRUST: Final = 2.0
#: A browser's tabs share one stream, so these are devices; the oldest makes room.
MOST_PER_PERSON: Final = 8
#: As the database's list of connections shows the listener.
NAME: Final = "paigong feed"
_POLL: Final = 1.0
_log = structlog.get_logger("paigong.stream")

Hint = tuple[str, int]


class Ending(Enum):
    """Why a stream ends, other than that its follower left or lost the right."""

    STOPPED = "stopped"
    CROWDED = "crowded"


@dataclass(frozen=True, slots=True)
class Follower:
    """Who follows which scopes, and how to ask whether that is still so."""

    person: int | None
    scopes: frozenset[str]
    is_entitled: Callable[[], bool]


class Stream:
    """One client's events; closing it, even unread, gives its place back."""

    def __init__(self, forget: Callable[["Stream"], None], follower: Follower) -> None:
        self.follower = follower
        self._forget = forget
        self._inbox: queue.SimpleQueue[Hint | Ending] = queue.SimpleQueue()
        self._asked = time.monotonic()

    def put(self, item: Hint | Ending) -> None:
        """Hand over a hint, or end the stream."""
        self._inbox.put(item)

    def close(self) -> None:
        self._forget(self)

    def __iter__(self) -> Iterator[str]:
        yield "retry: 2000\nevent: open\ndata: {}\n\n"
        while True:
            item = self._next()
            if not self._may_stay():
                return
            if item is Ending.STOPPED:
                return
            yield _words(item)
            if item is Ending.CROWDED:
                return

    def _next(self) -> Hint | Ending | None:
        try:
            return self._inbox.get(timeout=KEEP_ALIVE)
        except queue.Empty:
            return None

    def _may_stay(self) -> bool:
        at = time.monotonic()
        if at < self._asked + TRUST:
            return True
        self._asked = at
        return self.follower.is_entitled()


def _words(item: Hint | Ending | None) -> str:
    if item is None:
        return ": still here\n\n"
    if isinstance(item, Ending):
        # A browser asks again by itself: at once it would crowd out another one.
        return "retry: 60000\n\n"
    data = json.dumps({"scope": item[0], "number": item[1]})
    return f"event: hint\ndata: {data}\n\n"


class Listener:
    """Hears NOTIFY on a direct connection and hands hints to the streams."""

    def __init__(self, url: str, most: int) -> None:
        self._url = url
        self._most = most
        #: In the order in which they were opened.
        self._streams: dict[Stream, None] = {}
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._stopped = threading.Event()

    def hints(self, follower: Follower) -> Stream:
        """Open a stream; it ends with the process, or when it has no right to stay."""
        stream = Stream(self._forget, follower)
        with self._lock:
            self._make_room(follower.person)
            if self._stopped.is_set() or len(self._streams) >= self._most:
                raise UnavailableError("Too many live views are open; try again soon.")
            self._streams[stream] = None
            self._start()
        return stream

    def _make_room(self, person: int | None) -> None:
        own = [stream for stream in self._streams if stream.follower.person == person]
        for stream in own[: max(0, len(own) + 1 - MOST_PER_PERSON)]:
            stream.put(Ending.CROWDED)
            del self._streams[stream]

    def _forget(self, stream: Stream) -> None:
        with self._lock:
            self._streams.pop(stream, None)

    def stop(self) -> None:
        """End every stream; the server is going down."""
        self._stopped.set()
        with self._lock:
            for stream in self._streams:
                stream.put(Ending.STOPPED)

    def _start(self) -> None:
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(
                target=self._listen, name="feed-listener", daemon=True
            )
            self._thread.start()

    def _listen(self) -> None:
        while not self._stopped.is_set():
            try:
                with psycopg.connect(
                    self._url, autocommit=True, application_name=NAME
                ) as connection:
                    connection.execute(f"LISTEN {CHANNEL}")
                    self._make_up(connection)
                    self._hear(connection)
            except psycopg.OperationalError:
                _log.warning("feed_listener_lost_database")
                self._stopped.wait(_POLL)

    def _make_up(self, connection: psycopg.Connection) -> None:
        """Hint at what was told while nobody listened; it may be heard twice."""
        with self._lock:
            scopes = sorted({s for one in self._streams for s in one.follower.scopes})
        rows = connection.execute(
            "SELECT scope, number FROM feed_counters WHERE scope = ANY(%s)", (scopes,)
        )
        for scope, number in rows:
            self._tell(scope, number)

    def _hear(self, connection: psycopg.Connection) -> None:
        while not self._stopped.is_set():
            for note in connection.notifies(timeout=_POLL):
                scope, number = json.loads(note.payload)
                self._tell(scope, number)

    def _tell(self, scope: str, number: int) -> None:
        with self._lock:
            for stream in self._streams:
                if scope in stream.follower.scopes:
                    stream.put((scope, number))


def listener_of(app: Flask) -> Listener:
    found = app.extensions["paigong-listener"]
    if not isinstance(found, Listener):
        raise TypeError("the listener is not set up")
    return found
