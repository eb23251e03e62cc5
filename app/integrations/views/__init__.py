"""Webhooks, keys, calendars, and orders by their references."""

from app.integrations.views import calendars, keys, orders, webhooks

BLUEPRINTS = (
    webhooks.blueprint,
    keys.blueprint,
    orders.blueprint,
    calendars.blueprint,
)
