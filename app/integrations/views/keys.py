"""Keys of programs: made once, told once, revoked at once."""

from typing import Any

from app.integrations.actions.keys import make_key, revoke_key
from app.integrations.models import ApiKey
from app.integrations.queries import keys as queries
from app.integrations.schemas import keys as schemas
from app.web.blueprint import Blueprint, Operation
from app.web.schemas import PageQuery

blueprint = Blueprint("keys", about="Keys with which other programs come in.")


@blueprint.operation(
    "GET",
    "/keys",
    Operation(policy="key:read", answer=schemas.KeyPageSchema, query=PageQuery),
)
def list_keys(query: dict[str, Any]) -> Any:
    """List your organisations' keys, newest first, without their secrets."""
    return queries.keys(query["limit"], query.get("after"))


@blueprint.operation(
    "POST",
    "/keys",
    Operation(
        policy="key:manage",
        answer=schemas.MadeKeySchema,
        status=201,
        body=schemas.NewKeySchema,
        secret=True,
    ),
)
def make_key_view(body: dict[str, Any]) -> Any:
    """Give a program a key for what its scopes say; it is told this once."""
    made = make_key(**body)
    named = schemas.KeySchema().fields.items()
    names = [field.attribute or name for name, field in named]
    return {**{name: getattr(made.key, name) for name in names}, "token": made.token}


@blueprint.operation(
    "POST",
    "/keys/<id:key_id>/revoke",
    Operation(policy="key:manage", answer=schemas.KeySchema),
)
def revoke_key_view(key_id: int) -> ApiKey:
    """Revoke a key; from the next request on it opens nothing."""
    return revoke_key(key_id)
