"""Pictures of visits: as their senders, their readers and the house see them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, select

from app.core.database import session
from app.core.errors import NotFoundError
from app.visits.models import Assignment, Attachment, Visit
from app.visits.states import AttachmentState
from app.web.pagination import Page, paginate
from app.web.policy import restrict

READ = "visit:evidence"
SEND = "upload:send"


@dataclass(frozen=True, slots=True)
class Load:
    """How much a technician has begun and not finished, and begun of late."""

    open: int
    open_bytes: int
    begun: int


def attachments_of(visit_id: int, limit: int, after: str | None) -> Page[Attachment]:
    """List the pictures of a visit, for those who may read what was recorded there."""
    visit = select(Visit.id).where(Visit.id == visit_id)
    if session().scalar(restrict(visit, READ)) is None:
        raise NotFoundError
    rows = select(Attachment).where(Attachment.visit_id == visit_id)
    return paginate(rows, by=[Attachment.id], limit=limit, after=after)


def readable(attachment_id: int) -> Attachment:
    statement = select(Attachment).join(Visit, Visit.id == Attachment.visit_id)
    row = session().scalar(
        restrict(statement.where(Attachment.id == attachment_id), READ)
    )
    if row is None:
        raise NotFoundError
    return row


def own_upload(upload_id: int) -> Attachment:
    """Return what the person began to send."""
    statement = select(Attachment).where(Attachment.id == upload_id)
    row = session().scalar(restrict(statement, SEND))
    if row is None:
        raise NotFoundError
    return row


def locked(attachment_id: int) -> Attachment:
    statement = select(Attachment).where(Attachment.id == attachment_id)
    row = session().scalar(statement.with_for_update())
    if row is None:
        raise NotFoundError
    return row


def locked_by_content(
    visit_id: int, technician_id: int, sha256: bytes
) -> Attachment | None:
    return session().scalar(
        select(Attachment)
        .where(
            Attachment.visit_id == visit_id,
            Attachment.technician_id == technician_id,
            Attachment.sha256 == sha256,
        )
        .with_for_update()
    )


def has_seat(visit_id: int, technician_id: int) -> bool:
    """Whether the visit is the technician's now."""
    seat = exists().where(
        Assignment.visit_id == visit_id, Assignment.technician_id == technician_id
    )
    return bool(session().scalar(select(seat)))


def visit_of(visit_id: int) -> Visit:
    row = session().get(Visit, visit_id)
    if row is None:
        raise NotFoundError
    return row


def load_of(technician_id: int, since: datetime) -> Load:
    is_open = Attachment.completed_at.is_(None) & (
        Attachment.state == AttachmentState.PENDING
    )
    row = session().execute(
        select(
            func.count().filter(is_open),
            func.coalesce(func.sum(Attachment.size).filter(is_open), 0),
            func.count().filter(Attachment.created_at >= since),
        ).where(
            Attachment.technician_id == technician_id,
            is_open | (Attachment.created_at >= since),
        )
    )
    return Load(*(int(each) for each in row.one()))


def expired(at: datetime) -> Sequence[Attachment]:
    """Return uploads that were not finished in their time."""
    return (
        session()
        .scalars(
            select(Attachment).where(
                Attachment.state == AttachmentState.PENDING,
                Attachment.completed_at.is_(None),
                Attachment.expires_at <= at,
            )
        )
        .all()
    )


def unopened(before: datetime) -> Sequence[int]:
    """Return pictures that were whole before then and are pending still."""
    return (
        session()
        .scalars(
            select(Attachment.id).where(
                Attachment.state == AttachmentState.PENDING,
                Attachment.completed_at < before,
            )
        )
        .all()
    )


def pending_among(attachment_ids: Collection[int]) -> set[int]:
    statement = select(Attachment.id).where(
        Attachment.id.in_(list(attachment_ids)),
        Attachment.state == AttachmentState.PENDING,
    )
    return set(session().scalars(statement))
