"""What webhooks look like over HTTP."""

from marshmallow import ValidationError, fields, validate

from app.integrations.rules.targets import MOST_URL
from app.integrations.states import (
    CHOICES,
    DeliveryState,
    EventType,
    Outcome,
    WebhookState,
)
from app.web.schemas import Integer, PageQuery, Schema, Text, page_of

URL = {"example": "https://hooks.example.com/paigong"}


def _is_choice(event: EventType) -> None:
    if event not in CHOICES:
        raise ValidationError(f"Choose among {', '.join(CHOICES)}.")


def _events(*, required: bool = False) -> fields.List[EventType]:
    return fields.List(
        fields.Enum(EventType, by_value=True, validate=_is_choice),
        validate=validate.Length(1, len(CHOICES)),
        required=required,
    )


class NewWebhookSchema(Schema):
    """An https address of the public internet, and which changes it wants to hear of.

    `organisation_id` is needed by those who have the role in several.
    """

    url = Text(required=True, most=MOST_URL, metadata=URL)
    label = Text(least=0, load_default="")
    events = _events(required=True)
    organisation_id = Integer(least=1, metadata={"example": 1})


class ChangedWebhookSchema(Schema):
    """What is left out stays. `active` turns it on again, also when it was given up."""

    url = Text(most=MOST_URL, metadata=URL)
    label = Text(least=0)
    events = _events()
    state = fields.Enum(
        WebhookState,
        by_value=True,
        validate=validate.OneOf([WebhookState.ACTIVE, WebhookState.PAUSED]),
        metadata={"example": "paused"},
    )


class WebhookSchema(Schema):
    id = fields.Integer(required=True)
    version = fields.Integer(required=True)
    organisation_id = fields.Integer(required=True, attribute="owner_organisation_id")
    url = fields.String(required=True, metadata=URL)
    label = fields.String(required=True)
    events = fields.List(
        fields.Enum(EventType, by_value=True), required=True, attribute="kinds"
    )
    state = fields.Enum(WebhookState, by_value=True, required=True)
    failing_since = fields.AwareDateTime(required=True, allow_none=True)
    created_at = fields.AwareDateTime(required=True)


class MadeWebhookSchema(WebhookSchema):
    """With what its messages are signed with, told this once."""

    secret = fields.String(required=True, metadata={"example": "whsec_MfKQ9r8GKYqr"})


class DeliveryQuery(PageQuery):
    state = fields.Enum(DeliveryState, by_value=True)


class DeliverySchema(Schema):
    """A message: `payload` is what is sent, `next_at` when, while it is pending."""

    id = fields.Integer(required=True)
    version = fields.Integer(required=True)
    webhook_id = fields.Integer(required=True)
    message_id = fields.String(required=True)
    event = fields.Enum(EventType, by_value=True, required=True)
    payload = fields.Dict(keys=fields.String(), required=True)
    state = fields.Enum(DeliveryState, by_value=True, required=True)
    tries = fields.Integer(required=True)
    next_at = fields.AwareDateTime(required=True, allow_none=True)
    delivered_at = fields.AwareDateTime(required=True, allow_none=True)
    created_at = fields.AwareDateTime(required=True)


class AttemptSchema(Schema):
    at = fields.AwareDateTime(required=True)
    outcome = fields.Enum(Outcome, by_value=True, required=True)
    status = fields.Integer(required=True, allow_none=True)
    milliseconds = fields.Integer(required=True)


class AttemptsSchema(Schema):
    items = fields.List(fields.Nested(AttemptSchema), required=True)


class ReplayedSchema(Schema):
    messages = fields.Integer(required=True)


DeliveryPageSchema = page_of(DeliverySchema)
WebhookPageSchema = page_of(WebhookSchema)
