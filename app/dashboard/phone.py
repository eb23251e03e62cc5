"""The technician's page: a shell of its own, its service worker and its manifest."""

from pathlib import Path
from typing import Final

from flask import Response, current_app, send_from_directory

from app.core.errors import NotFoundError
from app.dashboard.headers import policy_with
from app.web.shells import DIST

PATH: Final = "/phone"
#: What the page says by itself may come from this site, and it may ask where it is.
HEADERS: Final = {
    "Content-Security-Policy": policy_with("manifest-src 'self'", "worker-src 'self'"),
    "Permissions-Policy": "camera=(), geolocation=(self), microphone=()",
}
#: Addresses below the page, the built file that answers, and its type.
_FILES: Final = {
    "sw.js": ("phone-worker.js", "text/javascript"),
    "manifest.webmanifest": ("phone.webmanifest", "application/manifest+json"),
}


def file_of(rest: str) -> Response:
    """Serve the worker or the manifest; whoever looks finds the newest."""
    name, media_type = _FILES.get(rest, ("", ""))
    folder = Path(current_app.static_folder or "") / DIST
    if not (folder / name).is_file():
        raise NotFoundError
    answer = send_from_directory(folder, name, mimetype=media_type)
    answer.headers["Cache-Control"] = "no-cache"
    # The worker lies below the page that it serves.
    answer.headers["Service-Worker-Allowed"] = PATH
    return answer
