"""Webhooks, keys, and orders by their references."""

from app.integrations.views import keys, orders, webhooks

BLUEPRINTS = (webhooks.blueprint, keys.blueprint, orders.blueprint)
