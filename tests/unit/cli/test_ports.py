"""Addresses: free, taken, not ours, and what answers on them."""

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from app.cli.problem import ConsoleError
from app.cli.processes import ports

HERE = "127.0.0.1"


def test_a_taken_port_is_refused_and_the_next_one_named() -> None:
    with socket.create_server((HERE, 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(ConsoleError, match=f"PORT={port + 1}"):
            ports.expect_free(HERE, port, after_a_kill=False)


def test_after_a_kill_the_port_is_waited_for() -> None:
    other = socket.create_server((HERE, 0))
    port = other.getsockname()[1]
    threading.Timer(0.3, other.close).start()
    ports.expect_free(HERE, port, after_a_kill=True)


def test_an_address_that_is_not_ours_is_told() -> None:
    with pytest.raises(ConsoleError, match="PAIGONG_HOST"):
        ports.expect_free("192.0.2.1", 8000, after_a_kill=False)


def test_where_nothing_listens_nothing_is_ready() -> None:
    with socket.create_server((HERE, 0)) as other:
        port = other.getsockname()[1]
    assert not ports.is_ready(HERE, port)


@pytest.fixture
def answering(request: pytest.FixtureRequest) -> Iterator[int]:
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(request.param)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Stay silent."""

    with HTTPServer((HERE, 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("answering", "ready"), [(200, True), (503, False)], indirect=["answering"]
)
def test_ready_is_what_readyz_says(answering: int, *, ready: bool) -> None:
    assert ports.is_ready("0.0.0.0", answering) is ready  # noqa: S104 - asked, not bound
