"""A procurement platform: orders work, ships goods, and follows by webhooks."""
