"""Headers of every answer: nothing from elsewhere, framed by nobody, told to nobody."""

from http import HTTPStatus
from typing import Final

from flask import Flask, Response, request

_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


def policy_with(*more: str) -> str:
    """Return the content policy with further directives; none is taken back."""
    return "; ".join((_POLICY, *more))


_ALWAYS: Final = {
    "Content-Security-Policy": _POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
#: Built files carry a hash of their content in the name: they never change.
_FOREVER: Final = "public, max-age=31536000, immutable"


def init_app(app: Flask) -> None:
    """Add the headers to every answer of the application."""

    @app.after_request
    def add(answer: Response) -> Response:
        for name, value in _ALWAYS.items():
            answer.headers.setdefault(name, value)
        if app.config["COOKIE_SECURE"]:
            answer.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        found = answer.status_code < HTTPStatus.BAD_REQUEST
        if found and request.path.startswith("/static/dist/assets/"):
            answer.headers["Cache-Control"] = _FOREVER
        return answer
