"""Messages as Standard Webhooks has them: an id, a time, and a signature over both."""

import base64
import json
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from standardwebhooks import Webhook

SECRET_BYTES: Final = 32
_PREFIX: Final = "whsec_"
AGENT: Final = "Paigong-Webhooks/1"


def new_secret() -> bytes:
    return secrets.token_bytes(SECRET_BYTES)


def written(secret: bytes) -> str:
    """Write a secret as receivers' libraries read it."""
    return _PREFIX + base64.b64encode(secret).decode()


def new_message_id() -> str:
    return f"msg_{secrets.token_urlsafe(16)}"


def body_of(payload: Mapping[str, Any]) -> str:
    return json.dumps(payload, separators=(",", ":"), ensure_ascii=False)


def headers_of(
    message_id: str, at: datetime, body: str, keys: Iterable[bytes]
) -> dict[str, str]:
    """Return the headers of a message that is sent now, signed with each secret."""
    signed = [Webhook(key).sign(message_id, at, body) for key in keys]
    return {
        "Content-Type": "application/json",
        "User-Agent": AGENT,
        "webhook-id": message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signed),
    }
