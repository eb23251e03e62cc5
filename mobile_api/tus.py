"""What tus 1.0 (tus.io) says in headers, read and written."""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Final, Protocol

from flask import Response, request
from werkzeug.exceptions import (
    ClientDisconnected,
    RequestEntityTooLarge,
    UnsupportedMediaType,
)

from app.core.errors import ChecksumError, Fault, InvalidError, StaleError
from app.visits.actions.attachments import MOST_BYTES, NewUpload

VERSION: Final = "1.0.0"
EXTENSIONS: Final = "creation,expiration,checksum,termination"
ALGORITHMS: Final = ("sha256", "sha1")
PIECE: Final = "application/offset+octet-stream"
MEDIA_TYPES: Final = frozenset({"image/jpeg", "image/png", "image/webp"})
MOST_PIECE: Final = MOST_BYTES
_BLOCK: Final = 64 * 1024
_WHOLE: Final = re.compile(r"[0-9]{1,18}", re.ASCII)
_DIGEST: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)

RESUMABLE: Final = ("Tus-Resumable", "The version of tus that is spoken.", VERSION)
LENGTH: Final = ("Upload-Length", f"Bytes in all; at most {MOST_BYTES}.", "183422")
OFFSET: Final = ("Upload-Offset", "Where the bytes begin.", "0")
CHECKSUM: Final = (
    "Upload-Checksum",
    "`sha256` or `sha1`, and the digest of these bytes in base64.",
    "sha256 n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=",
)
_FACTS: Final = (
    "`sha256` (of the whole, in hexadecimal), `visit_id` and `media_type`, each a "
    "name and its value in base64, with commas between."
)
METADATA: Final = (
    "Upload-Metadata",
    _FACTS,
    "visit_id Nw==,media_type aW1hZ2UvanBlZw==,sha256 "
    + base64.b64encode(b"9f86d081" * 8).decode(),
)


class TusVersionError(StaleError):
    code = "tus_version"
    title = "Another version of tus"


class Standing(Protocol):
    """An upload: how many bytes of how many are there, and until when more may come."""

    received: int
    size: int
    completed_at: datetime | None
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes, and where they begin."""

    offset: int
    content: bytes


def require_version() -> None:
    if request.headers.get("Tus-Resumable") != VERSION:
        raise TusVersionError(f"Send `Tus-Resumable: {VERSION}`.")


def new_upload() -> NewUpload:
    """Read what is announced; every fault is listed."""
    faults: list[Fault] = []
    size = _number("Upload-Length", faults)
    told = _metadata(faults)
    visit_id, digest = told.get("visit_id", ""), told.get("sha256", "")
    media_type = told.get("media_type", "")
    if not _WHOLE.fullmatch(visit_id):
        faults.append(_fault("Upload-Metadata", "`visit_id` must be a number."))
    if not _DIGEST.fullmatch(digest):
        faults.append(_fault("Upload-Metadata", "`sha256` must be 64 hex digits."))
    if media_type not in MEDIA_TYPES:
        known = ", ".join(sorted(MEDIA_TYPES))
        faults.append(_fault("Upload-Metadata", f"`media_type` is one of: {known}."))
    if size == 0:
        faults.append(_fault("Upload-Length", "There must be a byte at least."))
    if faults:
        raise InvalidError("The upload cannot be begun so.", faults=faults)
    if size > MOST_BYTES:
        raise RequestEntityTooLarge(f"A picture has at most {MOST_BYTES} bytes.")
    return NewUpload(int(visit_id), bytes.fromhex(digest), size, media_type)


def piece() -> Piece:
    """Read the bytes of a request, and prove them by their checksum.

    A line that breaks has brought what it has: without a checksum that is kept.
    """
    if request.mimetype != PIECE:
        raise UnsupportedMediaType(f"Send the bytes as {PIECE}.")
    faults: list[Fault] = []
    offset = _number("Upload-Offset", faults)
    wanted = _checksum(faults)
    if faults:
        raise InvalidError("The bytes cannot be taken so.", faults=faults)
    content = _read()
    if wanted is not None and hashlib.new(wanted[0], content).digest() != wanted[1]:
        raise ChecksumError("These bytes are not those of the checksum; send again.")
    return Piece(offset, content)


def _read() -> bytes:
    blocks: list[bytes] = []
    length = 0
    try:
        while block := request.stream.read(_BLOCK):
            blocks.append(block)
            length += len(block)
            if length > MOST_PIECE:
                raise RequestEntityTooLarge(f"Send at most {MOST_PIECE} bytes at once.")
    except ClientDisconnected:
        pass
    return b"".join(blocks)


def _number(name: str, faults: list[Fault]) -> int:
    text = request.headers.get(name, "")
    if _WHOLE.fullmatch(text):
        return int(text)
    faults.append(_fault(name, "Send a whole number."))
    return 0


def _metadata(faults: list[Fault]) -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in filter(None, request.headers.get("Upload-Metadata", "").split(",")):
        name, _, value = pair.strip().partition(" ")
        try:
            found[name] = base64.b64decode(value, validate=True).decode()
        except ValueError:
            faults.append(_fault("Upload-Metadata", "A value is not text in base64."))
    return found


def _checksum(faults: list[Fault]) -> tuple[str, bytes] | None:
    text = request.headers.get("Upload-Checksum")
    if text is None:
        return None
    algorithm, _, digest = text.partition(" ")
    try:
        wanted = base64.b64decode(digest, validate=True)
    except binascii.Error:
        wanted = b""
    if algorithm in ALGORITHMS and wanted:
        return algorithm, wanted
    known = " or ".join(ALGORITHMS)
    faults.append(_fault("Upload-Checksum", f"Send {known} and a digest in base64."))
    return None


def _fault(header: str, detail: str) -> Fault:
    return Fault(f"/header/{header}", "invalid_value", detail)


def answer(status: int, row: Standing, **more: str) -> Response:
    """Say where an upload stands."""
    found = Response(status=status)
    found.headers["Tus-Resumable"] = VERSION
    found.headers["Upload-Offset"] = str(row.received)
    found.headers["Upload-Length"] = str(row.size)
    found.headers["Cache-Control"] = "no-store"
    if row.completed_at is None:
        expires = format_datetime(row.expires_at.astimezone(UTC), usegmt=True)
        found.headers["Upload-Expires"] = expires
    for name, value in more.items():
        found.headers[name] = value
    return found


def abilities() -> Response:
    """Say what of tus is spoken here."""
    found = Response(status=204)
    found.headers["Tus-Resumable"] = VERSION
    found.headers["Tus-Version"] = VERSION
    found.headers["Tus-Extension"] = EXTENSIONS
    found.headers["Tus-Max-Size"] = str(MOST_BYTES)
    found.headers["Tus-Checksum-Algorithm"] = ",".join(ALGORITHMS)
    return found
