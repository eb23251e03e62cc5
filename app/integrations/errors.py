"""What integrations refuse."""

from app.core.errors import ConflictError


class WebhookOffError(ConflictError):
    """Nothing is sent to an address that is paused or given up."""

    code = "webhook_off"
    title = "The webhook is off"


class WebhookLimitError(ConflictError):
    code = "webhook_limit"
    title = "Too many webhooks"
