"""One request, one deadline, no following, and little is read of the answer."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from ipaddress import ip_network

import pytest

from app.integrations.channels.line import Line, NotSentError, resolve
from app.integrations.states import Outcome

OPEN = (ip_network("127.0.0.0/8"),)
Answering = Callable[[socket.socket], None]


class Server:
    """Answers each connection as it is told; keeps what it was sent."""

    def __init__(self, answering: Answering) -> None:
        self._answering = answering
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self.heard: list[bytes] = []
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook?x=1"

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                way, _ = self._socket.accept()
                with way, suppress(OSError):
                    self.heard.append(way.recv(65_536))
                    self._answering(way)

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def serve() -> Iterator[Callable[[Answering], Server]]:
    servers: list[Server] = []

    def start(answering: Answering) -> Server:
        servers.append(Server(answering))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


def saying(status: str, *headers: str, body: bytes = b"") -> Answering:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
    return lambda way: way.sendall("\r\n".join(lines).encode() + body)


def test_the_status_of_the_answer_is_all_that_is_learnt(
    serve: Callable[[Answering], Server],
) -> None:
    server = serve(saying("201 Created", body=b"hello"))
    status = Line(OPEN).post(server.url, {"webhook-id": "m"}, b'{"a":1}')
    assert status == 201
    head, _, body = server.heard[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /hook?x=1 HTTP/1.1\r\n")
    assert f"Host: 127.0.0.1:{server.port}\r\n".encode() in head
    assert b"webhook-id: m" in head
    # The body may come in a piece of its own.
    assert body in {b'{"a":1}', b""}


def test_nobody_follows_where_an_answer_points(
    serve: Callable[[Answering], Server],
) -> None:
    inside = serve(saying("200 OK"))
    server = serve(saying("307 Temporary Redirect", f"Location: {inside.url}"))
    assert Line(OPEN).post(server.url, {}, b"{}") == 307
    assert inside.heard == []


def test_an_answer_that_never_ends_is_cut(
    serve: Callable[[Answering], Server],
) -> None:
    over = threading.Event()

    def dribble(way: socket.socket) -> None:
        way.sendall(b"HTTP/1.1 200 OK\r\n")
        while not over.wait(0.01):
            way.sendall(b"X-More: 1\r\n" if way.fileno() % 2 else b"X-Else: 1\r\n")

    server = serve(dribble)
    try:
        with pytest.raises(NotSentError) as refused:
            Line(OPEN, seconds=0.3).post(server.url, {}, b"{}")
    finally:
        over.set()
    # So many headers are refused as soon as they are there, or when the time is over.
    assert refused.value.outcome in {Outcome.TOO_SLOW, Outcome.UNREACHABLE}


def test_who_says_nothing_is_too_slow(serve: Callable[[Answering], Server]) -> None:
    over = threading.Event()

    def keep_quiet(_: socket.socket) -> None:
        over.wait()

    server = serve(keep_quiet)
    try:
        with pytest.raises(NotSentError) as refused:
            Line(OPEN, seconds=0.2).post(server.url, {}, b"{}")
    finally:
        over.set()
    assert refused.value.outcome is Outcome.TOO_SLOW


def test_of_a_huge_answer_only_the_beginning_is_read(
    serve: Callable[[Answering], Server],
) -> None:
    cut = threading.Event()

    def flood(way: socket.socket) -> None:
        way.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n")
        try:
            while True:
                way.sendall(b"a" * 65_536)
        except OSError:
            cut.set()
            raise

    assert Line(OPEN).post(serve(flood).url, {}, b"{}") == 200
    assert cut.wait(60)


@pytest.mark.parametrize(
    "said", [b"no HTTP at all\r\n\r\n", b"", b"HTTP/1.1 abc\r\n\r\n"]
)
def test_what_is_no_answer_is_unreachable(
    serve: Callable[[Answering], Server], said: bytes
) -> None:
    server = serve(lambda way: way.sendall(said))
    with pytest.raises(NotSentError) as refused:
        Line(OPEN).post(server.url, {}, b"{}")
    assert refused.value.outcome is Outcome.UNREACHABLE


def test_a_secure_address_must_speak_securely(
    serve: Callable[[Answering], Server],
) -> None:
    server = serve(saying("200 OK"))
    with pytest.raises(NotSentError) as refused:
        Line(OPEN).post(server.url.replace("http:", "https:"), {}, b"{}")
    assert refused.value.outcome is Outcome.UNREACHABLE
    assert b"POST" not in server.heard[0]


def test_nobody_there_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(NotSentError) as refused:
        Line(OPEN).post(f"http://127.0.0.1:{port}/", {}, b"{}")
    assert refused.value.outcome is Outcome.UNREACHABLE


def test_a_name_of_this_machine_is_resolved_by_this_machine() -> None:
    assert "127.0.0.1" in {str(each) for each in resolve("localhost", 80)}
    with pytest.raises(NotSentError) as refused:
        Line(OPEN).post(f"https://{'a' * 70}.example.net/", {}, b"{}")
    assert refused.value.outcome is Outcome.UNRESOLVED
