"""A phone that speaks tus, header by header."""

import base64
import hashlib
from dataclasses import dataclass
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from app.core.actor import SYSTEM, acting_as
from app.core.transaction import transaction
from tests.factories.people import make_token
from tests.integration.visits.site import Hand

PATH = "/mobile/v1/uploads"
PIECE = "application/offset+octet-stream"


def b64(value: bytes) -> str:
    return base64.b64encode(value).decode()


def checksum(content: bytes, algorithm: str = "sha256") -> str:
    return f"{algorithm} {b64(hashlib.new(algorithm, content).digest())}"


@dataclass
class Phone:
    """One person's phone; every header can be overridden, or left out by None."""

    app: Flask
    token: str

    def call(
        self, method: str, path: str, *, data: bytes = b"", **headers: str | None
    ) -> TestResponse:
        sent = {"Authorization": f"Bearer {self.token}", "Tus-Resumable": "1.0.0"}
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        told = {n: v for n, v in {**sent, **named}.items() if v is not None}
        client = self.app.test_client(use_cookies=False)
        return client.open(path, method=method, data=data, headers=told)

    def begin(self, of: int, content: bytes, **changed: Any) -> TestResponse:
        facts = {
            "visit_id": str(of),
            "sha256": hashlib.sha256(content).hexdigest(),
            "media_type": "image/jpeg",
            **changed,
        }
        metadata = ",".join(f"{k} {b64(v.encode())}" for k, v in facts.items())
        return self.call(
            "POST", PATH, Upload_Length=str(len(content)), Upload_Metadata=metadata
        )

    def send(
        self, url: str, offset: int, content: bytes, **headers: str | None
    ) -> TestResponse:
        told: dict[str, str | None] = {
            "Upload_Offset": str(offset),
            "Upload_Checksum": checksum(content),
            "Content_Type": PIECE,
            **headers,
        }
        return self.call("PATCH", url, data=content, **told)

    def stands(self, url: str) -> int:
        answer = self.call("HEAD", url)
        assert answer.status_code == 200, answer.headers
        return int(answer.headers["Upload-Offset"])

    def upload(self, visit_id: int, content: bytes, size: int = 256 * 1024) -> str:
        """Send a whole picture in pieces; return where it went."""
        begun = self.begin(visit_id, content)
        assert begun.status_code == 201, begun.text
        url = str(begun.headers["Location"])
        for offset in range(int(begun.headers["Upload-Offset"]), len(content), size):
            answer = self.send(url, offset, content[offset : offset + size])
            assert answer.status_code == 204, answer.text
        return url


def phone_of(app: Flask, hand: Hand) -> Phone:
    assert hand.actor.user_id is not None
    with acting_as(SYSTEM), transaction():
        return Phone(app, make_token(hand.actor.user_id)[1])
