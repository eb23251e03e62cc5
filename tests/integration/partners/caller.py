"""The API as one person after the other asks it."""

import json
from typing import Any

from flask import Flask
from werkzeug.http import parse_options_header

from app.core.actor import Actor, acting_as
from app.organisations.actions import make_token


class Caller:
    """Somebody with a bearer token."""

    def __init__(self, app: Flask, actor: Actor) -> None:
        with acting_as(actor):
            self._token = make_token("test", 1).token
        self._client = app.test_client()

    def ask(
        self, method: str, path: str, body: Any = None, version: int | None = None
    ) -> tuple[int, Any]:
        headers = {"Authorization": f"Bearer {self._token}"}
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        answer = self._client.open(
            f"/api/v1{path}", method=method, json=body, headers=headers
        )
        return answer.status_code, json.loads(answer.data)

    def download(self, path: str) -> tuple[str, str]:
        """Return the name of a file, and its text."""
        headers = {"Authorization": f"Bearer {self._token}"}
        answer = self._client.get(f"/api/v1{path}", headers=headers)
        assert answer.mimetype == "text/csv"
        _, options = parse_options_header(answer.headers["Content-Disposition"])
        return options["filename"], answer.text
