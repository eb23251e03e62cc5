"""Rows of the integrations."""

from app.integrations.models.calendars import Calendar
from app.integrations.models.goods import Goods
from app.integrations.models.keys import ApiKey
from app.integrations.models.webhooks import (
    Attempt,
    Delivery,
    Webhook,
    WebhookSecret,
)

__all__ = [
    "ApiKey",
    "Attempt",
    "Calendar",
    "Delivery",
    "Goods",
    "Webhook",
    "WebhookSecret",
]
