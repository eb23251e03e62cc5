"""Bytes of an upload come, in order; with the last one the picture is opened."""

import hashlib
from typing import Final

from app.core import pictures
from app.core.clock import now
from app.core.errors import ChecksumError, Fault, InvalidError
from app.core.files import files
from app.core.transaction import Transaction, transaction
from app.visits.actions.attachments.keep import settle_refused
from app.visits.actions.attachments.locking import own_upload
from app.visits.actions.attachments.pieces import KEEP, content_of, piece_name
from app.visits.errors import PictureRefusedError, UploadOffsetError
from app.visits.models import Attachment
from app.visits.states import AttachmentState

#: A phone whose bytes are never those that it announced is told so, for good.
MOST_MISMATCHES: Final = 3


def add_bytes(upload_id: int, offset: int, content: bytes) -> Attachment:
    """Write the bytes at the offset that was reached, and nowhere else.

    Raises
    ------
    GoneError
        Its time ran out, or its picture was refused.
    UploadOffsetError
        Others wrote meanwhile, or the phone counts otherwise.
    ChecksumError
        All bytes are there and are not those that were announced: begin at 0.
    PictureRefusedError
        They were not, time and again.
    """
    with transaction() as tx, own_upload(upload_id) as row:
        if offset != row.received:
            raise UploadOffsetError(f"The upload stands at {row.received}.")
        if offset + len(content) > row.size:
            fault = Fault("/header/Upload-Offset", "invalid_value", "Send less.")
            raise InvalidError("These are more bytes than announced.", faults=[fault])
        if content:
            files().put(piece_name(row.id, offset), content)
            row.received += len(content)
        if row.received == row.size and row.completed_at is None:
            _complete(tx, row)
    if row.state is AttachmentState.REFUSED:
        raise PictureRefusedError(pictures.REASONS[pictures.NOT_THE_ANNOUNCED])
    if row.received < offset + len(content):
        raise ChecksumError("The whole is not what was announced; send it anew.")
    return row


def _complete(tx: Transaction, row: Attachment) -> None:
    whole = content_of(row) or b""
    if hashlib.sha256(whole).digest() == row.sha256:
        row.completed_at = now()
        tx.defer(KEEP, attachment_id=row.id)
        return
    row.received = 0
    row.mismatches += 1
    if row.mismatches >= MOST_MISMATCHES:
        settle_refused(tx, row, pictures.NOT_THE_ANNOUNCED)
