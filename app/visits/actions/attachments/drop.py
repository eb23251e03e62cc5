"""A phone gives an upload up."""

from app.core.database import session
from app.core.errors import ConflictError
from app.core.transaction import transaction
from app.visits.actions.attachments.locking import own_upload
from app.visits.actions.attachments.pieces import delete_pieces


def drop_upload(upload_id: int) -> None:
    """Forget an upload that is not whole; what is whole is the visit's."""
    with transaction() as tx, own_upload(upload_id) as row:
        if row.completed_at is not None:
            raise ConflictError("The picture is there; it stays with its visit.")
        session().delete(row)
        session().flush()
        tx.after_commit(lambda: delete_pieces(upload_id))
