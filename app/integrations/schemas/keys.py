"""What keys look like over HTTP."""

from marshmallow import fields, validate

from app.integrations.rules.keys import MOST_DAYS, USUAL_DAYS
from app.integrations.states import KeyScope
from app.web.schemas import Integer, Schema, Text, page_of


class NewKeySchema(Schema):
    """`organisation_id` is needed by those who have the role in several."""

    label = Text(required=True, metadata={"example": "ERP"})
    scopes = fields.List(
        fields.Enum(KeyScope, by_value=True),
        required=True,
        validate=validate.Length(1, len(KeyScope)),
    )
    days = Integer(least=1, most=MOST_DAYS, load_default=USUAL_DAYS)
    organisation_id = Integer(least=1, metadata={"example": 1})


class KeySchema(Schema):
    """A key without its secret; `prefix` is how it begins."""

    id = fields.Integer(required=True)
    organisation_id = fields.Integer(required=True, attribute="owner_organisation_id")
    label = fields.String(required=True)
    prefix = fields.String(required=True)
    scopes = fields.List(fields.String(), required=True)
    created_at = fields.AwareDateTime(required=True)
    expires_at = fields.AwareDateTime(required=True)
    revoked_at = fields.AwareDateTime(required=True, allow_none=True)
    last_used_at = fields.AwareDateTime(required=True, allow_none=True)


class MadeKeySchema(KeySchema):
    """With the key itself, told this once: send it as `Authorization: Bearer`."""

    token = fields.String(required=True, metadata={"example": "pgk_kG9x2b"})


KeyPageSchema = page_of(KeySchema)
