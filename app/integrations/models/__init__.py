"""Rows of the integrations."""

from app.integrations.models.goods import Goods
from app.integrations.models.keys import ApiKey
from app.integrations.models.webhooks import (
    Attempt,
    Delivery,
    Webhook,
    WebhookSecret,
)

__all__ = ["ApiKey", "Attempt", "Delivery", "Goods", "Webhook", "WebhookSecret"]
