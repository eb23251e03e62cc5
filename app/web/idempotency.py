"""Idempotency-Key: the answer is stored in the transaction that has the effect."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, Final

from flask import Response, make_response, request
from sqlalchemy import BigInteger, LargeBinary, String, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.core.actor import current_actor
from app.core.clock import now
from app.core.database import Base, session
from app.core.errors import ConflictError, Fault, InvalidError
from app.core.transaction import retry_conflicts, transaction

MAX_KEY: Final = 200
#: Stands for the status of an answer that is not kept.
SECRET: Final = 0


class StoredAnswer(Base):
    __tablename__ = "idempotency_keys"

    actor: Mapped[str] = mapped_column(String(40), primary_key=True)
    key: Mapped[str] = mapped_column(String(MAX_KEY), primary_key=True)
    body_hash: Mapped[bytes] = mapped_column(LargeBinary)
    status: Mapped[int] = mapped_column(BigInteger)
    headers: Mapped[dict[str, str]] = mapped_column(JSONB)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]


def run_once(call: Callable[..., Any], *, keeps: bool = True) -> Callable[..., Any]:
    """Give the view's answer once per actor and key; say it again when asked again.

    A refusal has no effect and is not stored: the same key may then be tried again.
    Without `keeps` the answer is a secret: a second request is told that it is done.
    """

    @retry_conflicts
    def once(actor: str, key: str, kwargs: dict[str, Any]) -> Any:
        with transaction():
            _hold(actor, key)
            stored = session().get(StoredAnswer, (actor, key))
            if stored is not None:
                return _again(stored)
            answer = make_response(call(**_anew(kwargs)))
            _store(actor, key, answer, keeps=keeps)
            return answer

    @wraps(call)
    def run(**kwargs: Any) -> Any:
        key = request.headers.get("Idempotency-Key")
        actor = current_actor()
        if key is None or not actor.is_known:
            return call(**kwargs)
        _check(key)
        return once(actor.setting, key, kwargs)

    return run


def _anew(kwargs: dict[str, Any]) -> dict[str, Any]:
    """Give each try its own input: a view may have changed the one it got."""
    for upload in request.files.values():
        upload.stream.seek(0)
    return {
        name: dict(value) if isinstance(value, dict) else value
        for name, value in kwargs.items()
    }


def _check(key: str) -> None:
    if not (0 < len(key) <= MAX_KEY and key.isascii() and key.isprintable()):
        raise InvalidError(
            "The Idempotency-Key cannot be used.",
            faults=[
                Fault(
                    "/header/Idempotency-Key",
                    "invalid_value",
                    "Send 1 to 200 printable ASCII characters.",
                )
            ],
        )


def _hold(actor: str, key: str) -> None:
    """Let one request with this key in; a second one at the same time is told."""
    free = session().scalar(
        text("SELECT pg_try_advisory_xact_lock(hashtextextended(:name, 7))"),
        {"name": f"{actor}/{key}"},
    )
    if not free:
        raise ConflictError("A request with this Idempotency-Key is still running.")


def _fingerprint() -> bytes:
    parts = hashlib.sha256(f"{request.method} {request.full_path}\n".encode())
    for name, value in sorted(request.form.items()):
        parts.update(f"{name}={value}\n".encode())
    for name, upload in sorted(request.files.items()):
        parts.update(f"{name}:{upload.filename}\n".encode())
        parts.update(upload.stream.read())
        upload.stream.seek(0)
    parts.update(request.get_data(cache=True))
    return parts.digest()


def _again(stored: StoredAnswer) -> Response:
    if stored.body_hash != _fingerprint():
        raise InvalidError(
            "This Idempotency-Key was used for another request; choose a new one."
        )
    if stored.status == SECRET:
        raise ConflictError(
            "This was done already, and its answer held a secret that is not kept."
        )
    answer = Response(stored.body, stored.status)
    answer.headers.update(stored.headers)
    answer.headers["Idempotency-Replayed"] = "true"
    return answer


def _store(actor: str, key: str, answer: Response, *, keeps: bool) -> None:
    kept = ("Content-Type", "ETag", "Location", "Link")
    session().add(
        StoredAnswer(
            actor=actor,
            key=key,
            body_hash=_fingerprint(),
            status=answer.status_code if keeps else SECRET,
            headers={n: answer.headers[n] for n in kept if n in answer.headers},
            body=answer.get_data() if keeps else b"",
            created_at=now(),
        )
    )
