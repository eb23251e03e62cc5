"""Where the bytes of an upload and of a picture lie.

A piece is named by its offset. One that was written for a transaction that did not
commit is written over by the next at that offset, or is never reached.
"""

from datetime import timedelta
from typing import Final

from app.core.files import files
from app.visits.models import Attachment

UPLOADS: Final = "uploads"
#: The job that opens what was uploaded.
KEEP: Final = "visits.keep_picture"
#: So long a phone may be without a line before it must begin anew.
PATIENCE: Final = timedelta(days=7)


def picture_name(attachment_id: int) -> str:
    return f"attachments/{attachment_id}.jpg"


def small_picture_name(attachment_id: int) -> str:
    return f"attachments/{attachment_id}-small.jpg"


def piece_name(attachment_id: int, offset: int) -> str:
    return f"{UPLOADS}/{attachment_id}/{offset}"


def content_of(row: Attachment) -> bytes | None:
    """Join the pieces; None when some are gone."""
    pieces: list[bytes] = []
    offset = 0
    while offset < row.received:
        piece = files().get(piece_name(row.id, offset))
        if not piece:
            return None
        pieces.append(piece)
        offset += len(piece)
    return b"".join(pieces)


def delete_pieces(attachment_id: int) -> None:
    for name in list(files().names(f"{UPLOADS}/{attachment_id}")):
        files().delete(name)
