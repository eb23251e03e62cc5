"""A program that listens: checks signatures as receivers do, and keeps messages."""

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from standardwebhooks import Webhook


@dataclass(frozen=True)
class Heard:
    """A message as it came; `is_signed` when one of the known secrets made it."""

    id: str
    payload: dict[str, Any]
    is_signed: bool


class Listener:
    """Answers with `status`, or with whatever `answers` still holds."""

    def __init__(self) -> None:
        self.heard: list[Heard] = []
        self.secrets: list[str] = []
        self.status = 204
        self.answers: list[int] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/hook"

    def take(self, heard: Heard) -> int:
        """Keep the message, and choose the answer."""
        self.heard.append(heard)
        return self.answers.pop(0) if self.answers else self.status

    def is_signed(self, headers: Mapping[str, str], body: str) -> bool:
        """Whether a known secret signed it, whatever the test's clock says."""
        at = datetime.fromtimestamp(int(headers["webhook-timestamp"]), UTC)
        sent = headers["webhook-signature"].split(" ")
        return any(
            Webhook(secret).sign(headers["webhook-id"], at, body) in sent
            for secret in self.secrets
        )

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                headers = {name.lower(): text for name, text in self.headers.items()}
                signed = listener.is_signed(headers, body)
                heard = Heard(headers["webhook-id"], json.loads(body), signed)
                self.send_response(listener.take(heard))
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's own name
                """Say nothing."""

        return Handler
