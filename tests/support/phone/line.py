"""The line to the server: what a phone may not rely on."""

import json
from http.client import HTTPConnection, HTTPException
from typing import Any, Protocol
from urllib.parse import urlsplit


class LineError(Exception):
    """Nothing came back: whether the request arrived is not known."""


class Line(Protocol):
    """Carries one request; the answer's status and JSON."""

    def __call__(
        self, method: str, path: str, body: Any = None, token: str | None = None
    ) -> tuple[int, Any]: ...


class HttpLine:
    """A line over real HTTP, a connection for each request."""

    def __init__(self, url: str, timeout: float = 30) -> None:
        parts = urlsplit(url)
        self._host = parts.hostname or "127.0.0.1"
        self._port = parts.port or 80
        self._timeout = timeout

    def __call__(
        self, method: str, path: str, body: Any = None, token: str | None = None
    ) -> tuple[int, Any]:
        connection = HTTPConnection(self._host, self._port, timeout=self._timeout)
        headers = {"Content-Type": "application/json"}
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        try:
            connection.request(
                method, path, None if body is None else json.dumps(body), headers
            )
            answer = connection.getresponse()
            text = answer.read()
            return answer.status, json.loads(text) if text else None
        except (OSError, HTTPException, ValueError) as error:
            raise LineError(str(error)) from error
        finally:
            connection.close()
