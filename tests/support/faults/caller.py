"""A client that asks until it is answered, under the same Idempotency-Key."""

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from typing import Any

from tests.support.faults.ledger import Acknowledged, Ledger

TIMEOUT_SECONDS = 60
PAUSE_SECONDS = 0.05
OK, UNAVAILABLE = 200, 503
STILL_RUNNING = "Idempotency-Key is still running"
#: A request that met this many losses and pauses will never be answered.
TRIES = 12_000


class NeverAnsweredError(Exception):
    """No answer came, however often the request was sent again."""


class ReadRefusedError(Exception):
    """A row that this person may read, and that nobody deletes, was not shown."""


@dataclass(frozen=True)
class Answer:
    status: int
    body: dict[str, Any]

    @property
    def is_good(self) -> bool:
        return 200 <= self.status < 300


@dataclass(frozen=True)
class Payload:
    """The bytes of a request and what they are."""

    content: bytes
    media: str

    @classmethod
    def of(cls, body: Mapping[str, Any]) -> "Payload":
        return cls(json.dumps(body).encode(), "application/json")


class Caller:
    """One person's HTTP client."""

    def __init__(self, address: tuple[str, int], token: str, ledger: Ledger) -> None:
        self._address = address
        self._token = token
        self._ledger = ledger
        self._pause = threading.Event()

    def get(self, path: str) -> dict[str, Any]:
        """Read what this person may read: any other answer is a fault found."""
        answer = self._ask("GET", path, None, {})
        if not answer.is_good:
            raise ReadRefusedError(f"GET {path}: {answer.status} {answer.body}")
        return answer.body

    def act(
        self,
        deed: str,
        path: str,
        payload: Payload,
        *,
        key: str,
        version: int | None = None,
        **asked: Any,
    ) -> Answer:
        """Post once, whatever that takes, and note what was acknowledged."""
        headers = {"Content-Type": payload.media, "Idempotency-Key": key}
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        answer = self._ask("POST", path, payload.content, headers)
        if answer.is_good:
            self._ledger.note(
                Acknowledged(deed, key, answer.status, answer.body, asked)
            )
        else:
            self._ledger.note_refused(deed, str(answer.body.get("code")))
        return answer

    def _ask(
        self, method: str, path: str, content: bytes | None, headers: dict[str, str]
    ) -> Answer:
        last = None
        for _ in range(TRIES):
            answer = self._send(method, path, content, headers)
            if answer is not None and not _is_passing(answer):
                self._ledger.count_answer()
                self._judge(method, path, answer)
                return answer
            last = answer or last
            self._pause.wait(PAUSE_SECONDS)
        raise NeverAnsweredError(f"{method} {path}, told last: {last}")

    def _send(
        self, method: str, path: str, content: bytes | None, headers: dict[str, str]
    ) -> Answer | None:
        connection = HTTPConnection(*self._address, timeout=TIMEOUT_SECONDS)
        try:
            connection.connect()
        except OSError:
            return None
        self._ledger.count_request()
        try:
            sent = headers | {"Authorization": f"Bearer {self._token}"}
            connection.request(method, path, content, sent)
            response = connection.getresponse()
            raw = response.read()
        except (OSError, HTTPException):
            self._ledger.count_lost()
            return None
        finally:
            connection.close()
        return Answer(response.status, _body_of(raw))

    def _judge(self, method: str, path: str, answer: Answer) -> None:
        if answer.status >= 500:
            self._ledger.note_wrong(f"{method} {path}: {answer.status} {answer.body}")


def unready(address: tuple[str, int]) -> str:
    """Say what the installation lacks to serve; nothing, when it is ready."""
    connection = HTTPConnection(*address, timeout=TIMEOUT_SECONDS)
    try:
        connection.request("GET", "/readyz")
        response = connection.getresponse()
        told = response.read().decode(errors="replace")
    except (OSError, HTTPException) as error:
        return repr(error)
    else:
        return "" if response.status == OK else told
    finally:
        connection.close()


def _is_passing(answer: Answer) -> bool:
    """Tell an answer that asks to come again from one about the matter."""
    detail = str(answer.body.get("detail", ""))
    return answer.status == UNAVAILABLE or STILL_RUNNING in detail


def _body_of(raw: bytes) -> dict[str, Any]:
    try:
        found = json.loads(raw or b"{}")
    except ValueError:
        # Not of our making: the server's own page about a fault of ours.
        return {"detail": raw.decode(errors="replace")}
    return found if isinstance(found, dict) else {}
