"""An upload of one's own, locked while its bytes come."""

from collections.abc import Iterator
from contextlib import contextmanager

from app.core.actor import SYSTEM, acting_as
from app.core.clock import now
from app.core.database import session
from app.core.errors import GoneError
from app.visits.models import Attachment
from app.visits.queries import attachments as queries
from app.visits.states import AttachmentState


@contextmanager
def own_upload(upload_id: int) -> Iterator[Attachment]:
    """Lock the upload for the house, which writes what the technician sends."""
    found = queries.own_upload(upload_id)
    with acting_as(SYSTEM):
        row = queries.locked(found.id)
        require_there(row)
        yield row
        # As the house still: a technician may not write it.
        session().flush()


def require_there(row: Attachment) -> None:
    """Raise unless more bytes of it may come, or all are there."""
    if row.state is AttachmentState.REFUSED:
        raise GoneError("The picture was refused; take another one.")
    if row.completed_at is None and row.expires_at <= now():
        raise GoneError("The time for this upload ran out; begin it anew.")
