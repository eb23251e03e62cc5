"""What a webhook and a delivery can be, and what is told."""

from enum import StrEnum
from typing import Final

from app.core.errors import IllegalMoveError


class WebhookState(StrEnum):
    ACTIVE = "active"
    #: By a person; what waits goes on waiting.
    PAUSED = "paused"
    #: By the house: nobody answered for days, or the address says it is gone.
    DISABLED = "disabled"


class DeliveryState(StrEnum):
    PENDING = "pending"
    DELIVERED = "delivered"
    #: Every try was in vain.
    FAILED = "failed"


class EventType(StrEnum):
    PROJECT_CHANGED = "project.changed"
    WORK_ORDER_CHANGED = "work_order.changed"
    GOODS_CHANGED = "goods.changed"
    #: A person wants to see whether the address answers.
    TEST = "webhook.test"


class Outcome(StrEnum):
    """What became of one try."""

    ANSWERED = "answered"
    #: The answer was no success.
    REFUSED = "refused"
    #: It pointed elsewhere, and nobody follows.
    REDIRECTED = "redirected"
    UNRESOLVED = "unresolved"
    #: The name leads to an inside address.
    INSIDE = "inside"
    UNREACHABLE = "unreachable"
    TOO_SLOW = "too_slow"


class KeyScope(StrEnum):
    """What a program's key is for."""

    PROJECTS_READ = "projects:read"
    PROJECTS_WRITE = "projects:write"
    STATUS_READ = "status:read"
    GOODS_WRITE = "goods:write"
    WEBHOOKS_MANAGE = "webhooks:manage"


#: A webhook chooses among these.
CHOICES: Final = tuple(kind for kind in EventType if kind is not EventType.TEST)

ALLOWED: Final[dict[WebhookState, frozenset[WebhookState]]] = {
    WebhookState.ACTIVE: frozenset({WebhookState.PAUSED, WebhookState.DISABLED}),
    WebhookState.PAUSED: frozenset({WebhookState.ACTIVE}),
    WebhookState.DISABLED: frozenset({WebhookState.ACTIVE}),
}
ALLOWED_DELIVERY: Final[dict[DeliveryState, frozenset[DeliveryState]]] = {
    DeliveryState.PENDING: frozenset({DeliveryState.DELIVERED, DeliveryState.FAILED}),
    # Sent once more because somebody asks for it.
    DeliveryState.DELIVERED: frozenset({DeliveryState.PENDING}),
    DeliveryState.FAILED: frozenset({DeliveryState.PENDING}),
}


def move(current: WebhookState, to: WebhookState) -> WebhookState:
    """Return `to`, or raise when the table has no such step."""
    if to not in ALLOWED[current]:
        raise IllegalMoveError(f"A webhook that is {current} cannot become {to}.")
    return to


def move_delivery(current: DeliveryState, to: DeliveryState) -> DeliveryState:
    """Return `to`, or raise when the table has no such step."""
    if to not in ALLOWED_DELIVERY[current]:
        raise IllegalMoveError(f"A delivery that is {current} cannot become {to}.")
    return to
