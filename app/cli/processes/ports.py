"""The address: whether it is free, and whether what we started answers on it."""

import errno
import socket
import time
from http.client import HTTPConnection, HTTPException

from app.cli.problem import ConsoleError

ANY = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - compared with, not bound
#: A killed start's web server lets go of the port within its grace.
LEFTOVER_SECONDS = 20


def expect_free(host: str, port: int, *, after_a_kill: bool) -> None:
    """Refuse a port that something else serves."""
    deadline = time.monotonic() + (LEFTOVER_SECONDS if after_a_kill else 0)
    while not _is_free(host, port):
        if time.monotonic() >= deadline:
            raise ConsoleError(
                f"Port {port} of {host} is taken by another program.",
                f"Stop that program, or choose another port: PORT={port + 1} make run",
            )
        time.sleep(0.2)


def _is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        # As the server itself will bind: a port in its last goodbyes is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return False
            raise ConsoleError(
                f"{host}:{port} cannot be served: {error.strerror}.",
                "Name an address of this machine in PAIGONG_HOST and a PORT over 1023.",
            ) from error
    return True


def is_ready(host: str, port: int) -> bool:
    """Ask /readyz once."""
    connection = HTTPConnection(ANY.get(host, host), port, timeout=5)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200  # noqa: PLR2004 - HTTP's OK
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
