"""Pictures of visits: their bytes come piece by piece, and are kept as pixels."""

from app.visits.actions.attachments.add_bytes import add_bytes
from app.visits.actions.attachments.begin import MOST_BYTES, NewUpload, begin_upload
from app.visits.actions.attachments.drop import drop_upload
from app.visits.actions.attachments.forget import forget_uploads
from app.visits.actions.attachments.keep import keep_picture
from app.visits.actions.attachments.locking import require_there
from app.visits.actions.attachments.pieces import (
    KEEP,
    picture_name,
    small_picture_name,
)

__all__ = [
    "KEEP",
    "MOST_BYTES",
    "NewUpload",
    "add_bytes",
    "begin_upload",
    "drop_upload",
    "forget_uploads",
    "keep_picture",
    "picture_name",
    "require_there",
    "small_picture_name",
]
