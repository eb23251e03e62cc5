"""A picture of a visit, stored, with its bytes where they lie."""

from functools import cache
from secrets import token_bytes

from app.core.clock import now
from app.core.database import session
from app.core.files import files
from app.visits.actions.attachments import picture_name, small_picture_name
from app.visits.models import Attachment, Visit
from app.visits.states import AttachmentState
from tests.support.pictures import corpus


@cache
def _bytes() -> bytes:
    return corpus.plain()["jpeg"]


def make_picture(visit_id: int, technician_id: int, user_id: int) -> Attachment:
    visit = session().get_one(Visit, visit_id)
    row = Attachment(
        visit_id=visit.id,
        project_id=visit.project_id,
        owner_organisation_id=visit.owner_organisation_id,
        technician_id=technician_id,
        user_id=user_id,
        sha256=token_bytes(32),
        size=10,
        received=10,
        media_type="image/jpeg",
        state=AttachmentState.STORED,
        stored_sha256=token_bytes(32),
        width=96,
        height=64,
        created_at=now(),
        expires_at=now(),
        completed_at=now(),
    )
    session().add(row)
    session().flush()
    for name in (picture_name(row.id), small_picture_name(row.id)):
        files().put(name, _bytes())
    return row
