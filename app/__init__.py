"""Paigong: field installation and service dispatch."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from config import Settings


def create_app(settings: "Settings | None" = None) -> "Flask":
    """Build the web application; see `app.factory`."""
    from app.factory import build  # noqa: PLC0415 - keeps `import app.core` free of Flask

    return build(settings)
