"""Rows of the integrations."""

from app.integrations.models.webhooks import (
    Attempt,
    Delivery,
    Webhook,
    WebhookSecret,
)

__all__ = ["Attempt", "Delivery", "Webhook", "WebhookSecret"]
