"""Who is calling: a browser's cookie with a CSRF token, or a bearer token."""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from flask import Flask, Request, Response, current_app, g, request
from sqlalchemy.exc import DBAPIError

from app.core.actor import ANONYMOUS, Actor, acting_as
from app.core.errors import ForbiddenError, UnauthenticatedError

COOKIE: Final = "paigong_session"
CSRF_HEADER: Final = "X-CSRF-Token"
READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Identity:
    """A live session: whose it is, and its locale."""

    session_id: int
    actor: Actor
    locale: str
    name: str


class Identities(Protocol):
    """Finds the live session of a token's hash; the organisations part fills this."""

    def __call__(self, token_hash: bytes, /) -> Identity | None: ...


def new_token() -> str:
    """Make an opaque token of 256 random bits."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> bytes:
    """Hash a token as it is kept at rest."""
    return hashlib.sha256(token.encode()).digest()


def csrf_token_of(token: str) -> str:
    """Derive the CSRF token of a session from its secret cookie."""
    return hmac.new(token.encode(), b"csrf", hashlib.sha256).hexdigest()


def init_app(app: Flask, identities: Identities) -> None:
    """Authenticate each request before its view, and forget the actor after."""

    def enter() -> None:
        identity, actor = None, ANONYMOUS
        token, is_cookie = _token_of(request)
        if token is not None:
            identity = identities(hash_token(token))
            if identity is None and not is_cookie:
                raise UnauthenticatedError(
                    "The bearer token is unknown, expired or revoked."
                )
        if identity is not None:
            actor = identity.actor
        g.identity = identity
        g.token = token if identity else None
        g.by_cookie = identity is not None and is_cookie
        g.acting = acting_as(actor)
        g.acting.__enter__()

    def leave(_: BaseException | None) -> None:
        acting = g.pop("acting", None)
        if acting is not None:
            # The answer is made: a connection that is lost by now takes nothing back.
            with suppress(DBAPIError):
                acting.__exit__(None, None, None)

    app.extensions["paigong-identities"] = identities
    app.before_request(enter)
    app.teardown_request(leave)


def follow_session() -> Callable[[], Identity | None]:
    """Return how to ask, long after this request, whether its session still lives."""
    identities: Identities = current_app.extensions["paigong-identities"]
    in_application = current_app.app_context
    token = current_token()

    def look() -> Identity | None:
        with in_application():
            return None if token is None else identities(hash_token(token))

    return look


def _token_of(incoming: Request) -> tuple[str | None, bool]:
    scheme, _, value = incoming.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and value:
        return value.strip(), False
    return incoming.cookies.get(COOKIE), True


def require_csrf_token() -> None:
    """Raise when a browser's cookie alone asks for a change."""
    token = current_token()
    if token is None or not g.by_cookie or request.method in READING:
        return
    sent = request.headers.get(CSRF_HEADER, "")
    if not hmac.compare_digest(sent.encode(), csrf_token_of(token).encode()):
        raise ForbiddenError(
            f"Send the session's CSRF token in the {CSRF_HEADER} header."
        )


def current_identity() -> Identity | None:
    identity = g.get("identity")
    return identity if isinstance(identity, Identity) else None


def current_token() -> str | None:
    token = g.get("token")
    return token if isinstance(token, str) else None


def set_cookie(answer: Response, token: str, *, expires: datetime) -> None:
    answer.set_cookie(
        COOKIE,
        token,
        expires=expires,
        httponly=True,
        secure=bool(current_app.config["COOKIE_SECURE"]),
        samesite="Lax",
    )


def drop_cookie(answer: Response) -> None:
    answer.delete_cookie(COOKIE, httponly=True, samesite="Lax")
