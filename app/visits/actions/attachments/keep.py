"""What was uploaded is opened, and kept as pixels or refused with a reason."""

import hashlib
from functools import partial

from app.core import pictures
from app.core.database import session
from app.core.files import files
from app.core.pictures import Picture, PictureRefusedError
from app.core.transaction import Transaction, transaction
from app.visits import queries
from app.visits.actions.attachments.pieces import (
    content_of,
    delete_pieces,
    picture_name,
    small_picture_name,
)
from app.visits.actions.placing import tell
from app.visits.models import Attachment
from app.visits.queries import attachments
from app.visits.states import AttachmentState


def keep_picture(attachment_id: int) -> None:
    """Open what came in; doing it twice keeps the same. No transaction waits for it."""
    with transaction():
        content = _waiting(attachment_id)
    if content is None:
        return
    try:
        picture = pictures.reencode(content)
    except PictureRefusedError as error:
        with transaction() as tx:
            settle_refused(tx, attachments.locked(attachment_id), error.code)
        return
    files().put(picture_name(attachment_id), picture.content)
    files().put(small_picture_name(attachment_id), picture.small)
    with transaction() as tx:
        _settle_stored(tx, attachments.locked(attachment_id), picture)


def _waiting(attachment_id: int) -> bytes | None:
    """Return the bytes; without any, there is nothing to do (any more)."""
    row = session().get(Attachment, attachment_id)
    is_waiting = row is not None and row.state is AttachmentState.PENDING
    if row is None or not is_waiting or row.completed_at is None:
        return None
    # Lost bytes are no picture: whoever looks at the visit is told so.
    return content_of(row) or b""


def _settle_stored(tx: Transaction, row: Attachment, picture: Picture) -> None:
    if row.state is not AttachmentState.PENDING:
        return
    row.stored_sha256 = hashlib.sha256(picture.content).digest()
    row.width, row.height = picture.width, picture.height
    row.state = AttachmentState.STORED
    _tell(tx, row)


def settle_refused(tx: Transaction, row: Attachment, code: str) -> None:
    """Say for good that the picture is none; the phone and the board hear of it."""
    if row.state is not AttachmentState.PENDING:
        return
    row.state = AttachmentState.REFUSED
    row.reason = code
    _tell(tx, row)


def _tell(tx: Transaction, row: Attachment) -> None:
    """Announce the visit, whose document says what became of its pictures."""
    session().flush()
    visit = queries.visit_on_site(row.visit_id)
    crew = queries.assignments_of([visit.id])[visit.id]
    people = {row.technician_id, *(seat.technician_id for seat in crew)}
    tell(tx, [visit], {visit.id: people})
    tx.after_commit(partial(delete_pieces, row.id))
