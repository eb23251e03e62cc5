"""A dispatcher's own program, for what a browser test only needs to be so."""

import json
from typing import Any

from playwright.sync_api import Page

from tests.e2e.conftest import PASSWORD


class Office:
    """The dispatcher's program: arranges what the test itself is not about."""

    def __init__(self, page: Page, url: str, login: str) -> None:
        self._page, self._api, self._login = page, f"{url}/api/v1", login
        self._csrf_token = ""
        self.sign_in()

    def sign_in(self) -> None:
        """Sign in, or again: a login does not outlast the night."""
        session = self.post("/session", email=self._login, password=PASSWORD)
        self._csrf_token = session["csrf_token"]

    def post(self, path: str, **body: Any) -> dict[str, Any]:
        return self._send("POST", path, body)

    def patch(self, path: str, version: int, **body: Any) -> dict[str, Any]:
        return self._send("PATCH", path, body, version)

    def get(self, path: str) -> dict[str, Any]:
        return self._send("GET", path, None)

    def _send(
        self, method: str, path: str, body: Any, version: int | None = None
    ) -> dict[str, Any]:
        headers = {"X-CSRF-Token": self._csrf_token}
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        answer = self._page.request.fetch(
            self._api + path, method=method, data=body, headers=headers
        )
        assert answer.ok, answer.text()
        found: dict[str, Any] = json.loads(answer.body())
        return found
