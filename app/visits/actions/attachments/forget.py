"""Uploads that nobody finished, and bytes that nobody needs, go each night."""

from datetime import timedelta
from typing import Final

from app.core.clock import now
from app.core.database import session
from app.core.files import files
from app.core.transaction import transaction
from app.visits.actions.attachments.pieces import KEEP, UPLOADS
from app.visits.queries import attachments as queries

#: A job that opens a picture is done, or was tried to the end, by then.
LATE: Final = timedelta(hours=2)


def forget_uploads() -> None:
    """Delete what expired, open again what was never opened, clear what is left."""
    with transaction():
        for row in queries.expired(now()):
            session().delete(row)
    with transaction() as tx:
        for attachment_id in queries.unopened(now() - LATE):
            tx.defer(KEEP, attachment_id=attachment_id)
    names: dict[int, list[str]] = {}
    for name in files().names(UPLOADS):
        names.setdefault(int(name.split("/")[1]), []).append(name)
    with transaction():
        needed = queries.pending_among(names)
    for attachment_id in names.keys() - needed:
        for name in names[attachment_id]:
            files().delete(name)
