"""Reads on webhooks, and on who wants to hear of what."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, or_, select

from app.core.database import session
from app.core.errors import NotFoundError
from app.integrations.models import Webhook, WebhookSecret
from app.integrations.states import EventType, WebhookState
from app.organisations.models import ProjectGrant
from app.web.pagination import Page, paginate
from app.web.policy import restrict


def webhook(webhook_id: int) -> Webhook:
    """Return a webhook of the actor's."""
    statement = select(Webhook).where(Webhook.id == webhook_id)
    row = session().scalar(restrict(statement, "webhook:read"))
    if row is None:
        raise NotFoundError
    return row


def webhook_for_change(webhook_id: int) -> Webhook:
    """Lock a webhook that the actor may manage."""
    statement = select(Webhook).where(Webhook.id == webhook_id)
    row = session().scalar(restrict(statement, "webhook:manage").with_for_update())
    if row is None:
        raise NotFoundError
    return row


def webhooks(limit: int, after: str | None = None) -> Page[Webhook]:
    statement = restrict(select(Webhook), "webhook:read")
    return paginate(
        statement, by=[Webhook.id], limit=limit, after=after, descending=True
    )


def count_of(organisation_id: int) -> int:
    """Count an organisation's webhooks, holding others off until the commit."""
    session().execute(select(func.pg_advisory_xact_lock(14, organisation_id)))
    return (
        session().scalar(
            select(func.count())
            .select_from(Webhook)
            .where(Webhook.owner_organisation_id == organisation_id)
        )
        or 0
    )


def locked(webhook_id: int) -> Webhook | None:
    """Lock a webhook for the house; None if it is gone."""
    return session().scalar(
        select(Webhook).where(Webhook.id == webhook_id).with_for_update()
    )


def keys_of(webhook_id: int, at: datetime) -> Sequence[bytes]:
    """Return what messages are signed with, the newest first."""
    secret = WebhookSecret
    return (
        session()
        .scalars(
            select(secret.secret)
            .where(
                secret.webhook_id == webhook_id,
                or_(secret.expires_at.is_(None), secret.expires_at > at),
            )
            .order_by(secret.id.desc())
        )
        .all()
    )


def listeners(
    event: EventType, organisation_ids: Collection[int]
) -> dict[int, list[int]]:
    """Return, by organisation, the webhooks that want to hear of such an event."""
    rows = session().execute(
        select(Webhook.owner_organisation_id, Webhook.id)
        .where(
            Webhook.owner_organisation_id.in_(organisation_ids),
            Webhook.state == WebhookState.ACTIVE,
            Webhook.events.contains([event.value]),
        )
        .order_by(Webhook.id)
    )
    found: dict[int, list[int]] = defaultdict(list)
    for organisation_id, webhook_id in rows:
        found[organisation_id].append(webhook_id)
    return found


def anybody_listens() -> bool:
    """Whether there is any webhook at all: mostly there is none, and no more to ask."""
    first = select(Webhook.id).where(Webhook.state == WebhookState.ACTIVE).limit(1)
    return session().scalar(first) is not None


def parties_of(project_ids: Collection[int]) -> dict[int, set[int]]:
    """Return the organisations that see each project."""
    rows = session().execute(
        select(ProjectGrant.project_id, ProjectGrant.organisation_id).where(
            ProjectGrant.project_id.in_(project_ids)
        )
    )
    found: dict[int, set[int]] = defaultdict(set)
    for project_id, organisation_id in rows:
        found[project_id].add(organisation_id)
    return found
