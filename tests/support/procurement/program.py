"""A program that comes in with a key."""

from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient


@dataclass(frozen=True)
class Program:
    client: FlaskClient
    token: str

    def ask(
        self, method: str, path: str, body: Any = None, *, key: str | None = None
    ) -> Any:
        """Call the API; the answer is a TestResponse, read as it comes."""
        headers = {"Authorization": f"Bearer {self.token}"}
        if key is not None:
            headers["Idempotency-Key"] = key
        return self.client.open(
            f"/api/v1{path}", method=method, json=body, headers=headers
        )
