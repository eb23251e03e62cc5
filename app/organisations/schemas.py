"""What organisations, people and sessions look like over HTTP."""

from marshmallow import fields, validate

from app.core.actor import Role
from app.organisations.states import OrganisationKind
from app.web.schemas import Integer, Schema, Text, page_of

LOCALES = ("zh", "en")


class OrganisationSchema(Schema):
    id = fields.Integer(required=True)
    version = fields.Integer(required=True)
    kind = fields.Enum(OrganisationKind, by_value=True, required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    name_zh = fields.String(required=True)
    service_phone = fields.String(required=True, allow_none=True)
    service_email = fields.String(required=True, allow_none=True)


class NewOrganisationSchema(Schema):
    kind = fields.Enum(OrganisationKind, by_value=True, required=True)
    code = Text(
        required=True,
        most=40,
        validate=validate.Regexp(
            r"^[a-z0-9][a-z0-9-]*\Z", error="Use small letters, digits and hyphens."
        ),
    )
    name = Text(required=True)
    name_zh = Text(load_default="", least=0)


class ChangedOrganisationSchema(Schema):
    """Null takes a way to reach the organisation away; what is left out stays."""

    name = Text()
    name_zh = Text(least=0)
    service_phone = Text(
        most=40,
        allow_none=True,
        validate=validate.Regexp(
            r"^\+?[0-9][0-9 ()-]{3,38}\Z", error="Use digits, spaces and hyphens."
        ),
        metadata={"example": "+86 21 5555 0100"},
    )
    service_email = fields.Email(allow_none=True, validate=validate.Length(max=254))


class MembershipSchema(Schema):
    organisation_id = Integer(required=True, least=1)
    role = fields.Enum(Role, by_value=True, required=True)


class UserSchema(Schema):
    id = fields.Integer(required=True)
    version = fields.Integer(required=True)
    email = fields.String(required=True)
    name = fields.String(required=True)
    locale = fields.String(required=True)
    is_active = fields.Boolean(required=True)
    memberships = fields.List(fields.Nested(MembershipSchema), required=True)


class NewUserSchema(Schema):
    email = fields.Email(required=True, validate=validate.Length(max=254))
    name = Text(required=True)
    password = Text(most=200)
    locale = Text(load_default="zh", validate=validate.OneOf(LOCALES))
    memberships = fields.List(
        fields.Nested(MembershipSchema), required=True, validate=validate.Length(1, 20)
    )


class ChangedUserSchema(Schema):
    name = Text()
    locale = Text(validate=validate.OneOf(LOCALES))
    is_active = fields.Boolean()


class CredentialsSchema(Schema):
    email = Text(required=True, most=254)
    password = Text(required=True, most=200)


class BelongingSchema(Schema):
    id = fields.Integer(required=True)
    name = fields.String(required=True)
    name_zh = fields.String(required=True)
    kind = fields.Enum(OrganisationKind, by_value=True, required=True)
    role = fields.Enum(Role, by_value=True, required=True)


class PersonSchema(Schema):
    id = fields.Integer(required=True)
    name = fields.String(required=True)
    email = fields.String(required=True)
    locale = fields.String(required=True)


class SessionSchema(Schema):
    """Who is signed in, and the CSRF token to send with every change."""

    user = fields.Nested(PersonSchema, required=True)
    organisations = fields.List(fields.Nested(BelongingSchema), required=True)
    csrf_token = fields.String(required=True, allow_none=True)
    scopes = fields.List(fields.String(), required=True)


class NewTokenSchema(Schema):
    label = Text(required=True)
    days = Integer(least=1, most=365, load_default=90)


class TokenSchema(Schema):
    id = fields.Integer(required=True)
    label = fields.String(required=True)
    expires_at = fields.AwareDateTime(required=True)


class MadeTokenSchema(TokenSchema):
    token = fields.String(required=True)


class TokensSchema(Schema):
    items = fields.List(fields.Nested(TokenSchema), required=True)


class AuditEntrySchema(Schema):
    id = fields.Integer(required=True)
    organisation_id = fields.Integer(required=True)
    number = fields.Integer(required=True)
    at = fields.AwareDateTime(required=True)
    actor = fields.String(required=True)
    action = fields.String(required=True)
    entity = fields.String(required=True)
    entity_id = fields.Integer(required=True)
    detail = fields.Dict(required=True)
    hash = fields.Function(lambda row: row.hash.hex(), required=True)


OrganisationPageSchema = page_of(OrganisationSchema)
UserPageSchema = page_of(UserSchema)
AuditPageSchema = page_of(AuditEntrySchema)
