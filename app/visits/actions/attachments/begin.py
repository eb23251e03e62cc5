"""A technician announces a picture of a visit; the bytes follow."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy.dialects.postgresql import insert

from app.core import pictures
from app.core.actor import SYSTEM, acting_as, current_actor
from app.core.clock import now
from app.core.database import session
from app.core.errors import Fault, InvalidError, NotFoundError, TooManyError
from app.core.files import files
from app.core.transaction import transaction
from app.visits.actions.attachments.pieces import PATIENCE, picture_name
from app.visits.errors import NoTechnicianError, PictureRefusedError
from app.visits.models import Attachment
from app.visits.queries import attachments as queries
from app.visits.queries import devices
from app.visits.states import AttachmentState
from app.web.feed import technician_scope

MOST_BYTES: Final = 20 * 1024 * 1024
#: What a technician may have begun and not finished, and may begin in a day.
MOST_OPEN: Final = 300
MOST_OPEN_BYTES: Final = 1024 * 1024 * 1024
MOST_A_DAY: Final = 1000
WAIT_SECONDS: Final = 3600


@dataclass(frozen=True, slots=True)
class NewUpload:
    """What is going to come, by what it hashes to."""

    visit_id: int
    sha256: bytes
    size: int
    media_type: str


def begin_upload(new: NewUpload) -> Attachment:
    """Take note of a picture; the same one, begun before, goes on where it stands.

    Raises
    ------
    NotFoundError
        The visit is not, and never was, the technician's.
    PictureRefusedError
        The same bytes were refused before.
    TooManyError
        The technician has begun too many.
    """
    with transaction():
        me, user_id = devices.me(), current_actor().user_id
        if me is None or user_id is None:
            raise NoTechnicianError("Pictures are technicians'; this login is none's.")
        with acting_as(SYSTEM):
            row = _begun(new, me, user_id)
            session().flush()
    return row


def _begun(new: NewUpload, me: devices.Me, user_id: int) -> Attachment:
    _require_own(me, new.visit_id)
    row = queries.locked_by_content(new.visit_id, me.id, new.sha256)
    if row is None:
        _require_room(me, new)
        _write(new, me, user_id)
        row = queries.locked_by_content(new.visit_id, me.id, new.sha256)
    if row is None:
        raise NotFoundError
    if row.state is AttachmentState.REFUSED:
        raise PictureRefusedError(pictures.REASONS[row.reason or pictures.UNREADABLE])
    if row.size != new.size:
        fault = Fault("/header/Upload-Length", "invalid_value", "It was begun longer.")
        raise InvalidError("The same bytes have one size.", faults=[fault])
    if _is_lost(row):
        row.state = AttachmentState.PENDING
        row.received, row.completed_at = 0, None
        row.stored_sha256 = row.width = row.height = None
    if row.completed_at is None:
        row.expires_at = now() + PATIENCE
    return row


def _is_lost(row: Attachment) -> bool:
    """Whether a restored backup knows of a picture whose bytes it has not."""
    if row.state is not AttachmentState.STORED:
        return False
    return files().get(picture_name(row.id)) is None


def _require_own(me: devices.Me, visit_id: int) -> None:
    """Raise unless the visit is, or was, the technician's."""
    if queries.has_seat(visit_id, me.id):
        return
    if not devices.has_had(technician_scope(me.id), visit_id):
        raise NotFoundError


def _require_room(me: devices.Me, new: NewUpload) -> None:
    load = queries.load_of(me.id, now() - timedelta(days=1))
    if (
        load.open >= MOST_OPEN
        or load.open_bytes + new.size > MOST_OPEN_BYTES
        or load.begun >= MOST_A_DAY
    ):
        raise TooManyError(
            "Too many pictures were begun; those that wait must be sent first.",
            retry_after=WAIT_SECONDS,
        )


def _write(new: NewUpload, me: devices.Me, user_id: int) -> None:
    """Two phones may announce the same at once: one row is written."""
    visit = queries.visit_of(new.visit_id)
    session().execute(
        insert(Attachment)
        .values(
            visit_id=visit.id,
            project_id=visit.project_id,
            owner_organisation_id=visit.owner_organisation_id,
            technician_id=me.id,
            user_id=user_id,
            sha256=new.sha256,
            size=new.size,
            media_type=new.media_type,
            state=AttachmentState.PENDING,
            created_at=now(),
            expires_at=now() + PATIENCE,
        )
        .on_conflict_do_nothing()
    )
