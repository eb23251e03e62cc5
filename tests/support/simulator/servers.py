"""Who answers: the application in this process, or a served one over HTTP."""

from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException

from flask import Flask

from tests.support.simulator.calls import Answer, Request

TIMEOUT_SECONDS = 60
JSON = "application/json"


@dataclass(frozen=True)
class InProcess:
    """The application itself, without a server; safe from many threads."""

    app: Flask

    def ask(self, request: Request) -> Answer:
        answer = self.app.test_client().open(
            request.path,
            method=request.method,
            data=request.content or None,
            content_type=JSON if request.content else None,
            headers={"Authorization": f"Bearer {request.token}", **request.headers},
        )
        return Answer(answer.status_code, answer.data, dict(answer.headers))


@dataclass(frozen=True)
class Served:
    """An installation on a port of this machine."""

    address: tuple[str, int]

    def ask(self, request: Request) -> Answer | None:
        connection = HTTPConnection(*self.address, timeout=TIMEOUT_SECONDS)
        headers = {"Authorization": f"Bearer {request.token}", **request.headers}
        if request.content:
            headers["Content-Type"] = JSON
        try:
            connection.request(
                request.method, request.path, request.content or None, headers
            )
            response = connection.getresponse()
            content = response.read()
        except (OSError, HTTPException):
            return None
        finally:
            connection.close()
        return Answer(response.status, content, dict(response.getheaders()))
