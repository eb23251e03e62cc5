"""One request to an address outside: resolved once, connected to what was judged.

No proxy, no cookie, no redirect; one deadline for all of it, and little is read of the
answer. Whoever chose the address learns its status and nothing else.
"""

import http.client
import socket
import ssl
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from ipaddress import ip_address, ip_network
from typing import Final, Self

from flask import Flask, current_app

from app.integrations.rules.targets import (
    Address,
    Network,
    Target,
    is_strange_name,
    may_reach,
    parse,
)
from app.integrations.states import Outcome

EXTENSION: Final = "paigong-webhooks"
SECONDS: Final = 10.0
MOST_READ: Final = 16 * 1024
MOST_ADDRESSES: Final = 3

Resolve = Callable[[str, int], Sequence[Address]]
Connect = Callable[[tuple[str, int], float], socket.socket]


class NotSentError(Exception):
    """The message did not arrive, and why."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome)
        self.outcome = outcome


def resolve(host: str, port: int) -> Sequence[Address]:
    """Ask the machine's resolver for every address of a name, fours first."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = {ip_address(str(where[0]).partition("%")[0]) for *_, where in found}
    return sorted(addresses, key=lambda each: (each.version, int(each)))


def connect(where: tuple[str, int], seconds: float) -> socket.socket:
    return socket.create_connection(where, seconds)


@cache
def tls_of_machine() -> ssl.SSLContext:
    """Trust the machine's authorities; they are read once, for that takes long."""
    return ssl.create_default_context()


@dataclass(frozen=True, slots=True)
class Line:
    """Reaches addresses of the public internet, and `allowed` networks beside them."""

    allowed: tuple[Network, ...] = ()
    resolve: Resolve = resolve
    connect: Connect = connect
    seconds: float = SECONDS
    tls: Callable[[], ssl.SSLContext] = tls_of_machine

    def addresses_of(self, target: Target) -> Sequence[Address]:
        """Resolve a target; raise unless every address may be reached."""
        literal = target.literal
        if literal is None and not self.allowed and is_strange_name(target.host):
            raise NotSentError(Outcome.INSIDE)
        addresses = [literal] if literal else self._resolved(target)
        if not may_reach(target, addresses, self.allowed):
            raise NotSentError(Outcome.INSIDE)
        return addresses

    def _resolved(self, target: Target) -> Sequence[Address]:
        try:
            found = self.resolve(target.host, target.port)
        except (OSError, UnicodeError) as error:
            raise NotSentError(Outcome.UNRESOLVED) from error
        if not found:
            raise NotSentError(Outcome.UNRESOLVED)
        return found

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        """Send the body, and return the status of the answer, whatever it is."""
        target = parse(url)
        if target is None:
            raise NotSentError(Outcome.INSIDE)
        addresses = self.addresses_of(target)
        watch = _Deadline(self.seconds)
        try:
            with watch:
                way = self._first_open(target, addresses[:MOST_ADDRESSES], watch)
                status = self._exchange(target, way, headers, body)
                watch.require_time()
                return status
        except (OSError, http.client.HTTPException) as error:
            late = watch.is_over or isinstance(error, TimeoutError)
            raise NotSentError(
                Outcome.TOO_SLOW if late else Outcome.UNREACHABLE
            ) from error

    def _first_open(
        self, target: Target, addresses: Sequence[Address], watch: "_Deadline"
    ) -> socket.socket:
        """Connect to the first of the judged addresses that answers."""
        failure: OSError | None = None
        for address in addresses:
            try:
                way = self.connect((str(address), target.port), self.seconds)
            except OSError as error:
                failure = error
                continue
            watch.cuts(way)
            if not target.is_secure:
                return way
            secure = self.tls().wrap_socket(
                way, server_hostname=target.host, do_handshake_on_connect=False
            )
            watch.cuts(secure)
            secure.do_handshake()
            return secure
        raise failure or OSError("there is no address")

    def _exchange(
        self,
        target: Target,
        way: socket.socket,
        headers: Mapping[str, str],
        body: bytes,
    ) -> int:
        connection = http.client.HTTPConnection(target.host, target.port)
        connection.sock = way
        try:
            connection.request(
                "POST",
                target.path,
                body=body,
                headers={"Host": target.shown_host, "Connection": "close", **headers},
            )
            answer = connection.getresponse()
            answer.read(MOST_READ)
            return answer.status
        finally:
            connection.close()


class _Deadline:
    """Cuts what is open when the time is over: no dribble holds a worker for long."""

    def __init__(self, seconds: float) -> None:
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True
        self._way: socket.socket | None = None
        self.is_over = False

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        if self._way is not None:
            self._way.close()

    def require_time(self) -> None:
        """Raise when it was cut: half of an answer may look like one."""
        if self.is_over:
            raise TimeoutError

    def cuts(self, way: socket.socket) -> None:
        self._way = way

    def _end(self) -> None:
        self.is_over = True
        if self._way is not None:
            with suppress(OSError):
                # The plain one: a secure socket's own would wait for the other side.
                socket.socket.shutdown(self._way, socket.SHUT_RDWR)


def make_line(networks: Sequence[str]) -> Line:
    """Return the way out, which the operator may have opened to inside networks."""
    return Line(tuple(map(ip_network, networks)))


def init_app(app: Flask, line: Line) -> None:
    app.extensions[EXTENSION] = line


def line() -> Line:
    """Return this application's way out."""
    found: Line = current_app.extensions[EXTENSION]
    return found
