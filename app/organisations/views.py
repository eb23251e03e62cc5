"""Sessions, tokens, organisations, people and the audit list over HTTP."""

from typing import Any

from flask import make_response, request

from app.core.errors import UnauthenticatedError
from app.organisations import actions, queries, schemas
from app.organisations.actions import Membership, NewUser, Opened, ServiceDesk
from app.organisations.models import Organisation, User
from app.web import sessions
from app.web.blueprint import Blueprint, Operation
from app.web.feed import scopes_of
from app.web.schemas import PageQuery

blueprint = Blueprint("organisations", about="Organisations, people and sessions")


def _session_facts(user: User, token: str | None) -> dict[str, Any]:
    return {
        "user": user,
        "organisations": [
            {
                "id": m.organisation_id,
                "name": m.organisation.name,
                "name_zh": m.organisation.name_zh,
                "kind": m.organisation.kind,
                "role": m.role,
            }
            for m in user.memberships
        ],
        "csrf_token": sessions.csrf_token_of(token) if token else None,
        "scopes": scopes_of(queries.actor_with(user.id, user.memberships)),
    }


@blueprint.operation(
    "POST",
    "/session",
    Operation(
        policy="session:create",
        answer=schemas.SessionSchema,
        status=201,
        body=schemas.CredentialsSchema,
        refusals={401: "The e-mail or password is wrong.", 429: "Too many failures."},
    ),
)
def sign_in(body: dict[str, Any]) -> Any:
    """Sign in; the answer sets the session cookie."""
    address = request.remote_addr or "unknown"
    opened = actions.sign_in(body["email"], body["password"], address)
    facts = schemas.SessionSchema().dump(_session_facts(opened.user, opened.token))
    answer = make_response(facts, 201)
    sessions.set_cookie(answer, opened.token, expires=opened.expires_at)
    return answer


@blueprint.operation(
    "GET", "/session", Operation(policy="session:read", answer=schemas.SessionSchema)
)
def who_am_i() -> Any:
    """Tell who is signed in."""
    identity = sessions.current_identity()
    if identity is None or identity.actor.user_id is None:
        raise UnauthenticatedError("Sign in, or send a bearer token.")
    return _session_facts(
        queries.user(identity.actor.user_id), sessions.current_token()
    )


@blueprint.operation("DELETE", "/session", Operation(policy="session:end", status=204))
def sign_out() -> Any:
    """End this session at once."""
    identity = sessions.current_identity()
    if identity is not None:
        actions.sign_out(identity.session_id)
    answer = make_response("", 204)
    sessions.drop_cookie(answer)
    return answer


@blueprint.operation(
    "GET", "/tokens", Operation(policy="token:list", answer=schemas.TokensSchema)
)
def list_tokens() -> Any:
    """List your bearer tokens."""
    return {"items": queries.tokens()}


@blueprint.operation(
    "POST",
    "/tokens",
    Operation(
        policy="token:create",
        answer=schemas.MadeTokenSchema,
        status=201,
        body=schemas.NewTokenSchema,
        secret=True,
    ),
)
def make_token(body: dict[str, Any]) -> Any:
    """Make a bearer token; it is shown this once."""
    made: Opened = actions.make_token(body["label"], body["days"])
    return {
        "id": made.id,
        "label": body["label"],
        "expires_at": made.expires_at,
        "token": made.token,
    }


@blueprint.operation(
    "DELETE", "/tokens/<id:token_id>", Operation(policy="token:revoke", status=204)
)
def revoke_token(token_id: int) -> Any:
    """Revoke one of your tokens at once."""
    actions.revoke(token_id)
    return ""


@blueprint.operation(
    "GET",
    "/organisations",
    Operation(
        policy="organisation:read",
        answer=schemas.OrganisationPageSchema,
        query=PageQuery,
    ),
)
def list_organisations(query: dict[str, Any]) -> Any:
    """List the organisations you may see."""
    return queries.organisations(query["limit"], query.get("after"))


@blueprint.operation(
    "POST",
    "/organisations",
    Operation(
        policy="organisation:create",
        answer=schemas.OrganisationSchema,
        status=201,
        body=schemas.NewOrganisationSchema,
    ),
)
def add_organisation(body: dict[str, Any]) -> Organisation:
    """Add an organisation."""
    return actions.add_organisation(**body)


@blueprint.operation(
    "GET",
    "/organisations/<id:organisation_id>",
    Operation(policy="organisation:read", answer=schemas.OrganisationSchema),
)
def read_organisation(organisation_id: int) -> Organisation:
    """Show one organisation."""
    return queries.organisation(organisation_id)


@blueprint.operation(
    "PATCH",
    "/organisations/<id:organisation_id>",
    Operation(
        policy="organisation:change",
        answer=schemas.OrganisationSchema,
        body=schemas.ChangedOrganisationSchema,
        conditional=True,
    ),
)
def change_organisation(
    organisation_id: int, body: dict[str, Any], version: int
) -> Organisation:
    """Rename an organisation, or say how its customers reach it."""
    return actions.change_organisation(
        organisation_id,
        name=body.get("name"),
        name_zh=body.get("name_zh"),
        desk=_desk(organisation_id, body),
        version=version,
    )


def _desk(organisation_id: int, body: dict[str, Any]) -> ServiceDesk | None:
    if not body.keys() & {"service_phone", "service_email"}:
        return None
    known = queries.organisation(organisation_id)
    return ServiceDesk(
        body.get("service_phone", known.service_phone),
        body.get("service_email", known.service_email),
    )


@blueprint.operation(
    "GET",
    "/users",
    Operation(policy="user:read", answer=schemas.UserPageSchema, query=PageQuery),
)
def list_users(query: dict[str, Any]) -> Any:
    """List the people you may see."""
    return queries.users(query["limit"], query.get("after"))


@blueprint.operation(
    "POST",
    "/users",
    Operation(
        policy="user:create",
        answer=schemas.UserSchema,
        status=201,
        body=schemas.NewUserSchema,
        refusals={404: "An organisation is not yours to add people to."},
    ),
)
def add_user(body: dict[str, Any]) -> User:
    """Add a person with a role in one or more organisations."""
    memberships = [Membership(**m) for m in body.pop("memberships")]
    return actions.add_user(
        NewUser(**{"password": None, **body}, memberships=memberships)
    )


@blueprint.operation(
    "GET",
    "/users/<id:user_id>",
    Operation(policy="user:read", answer=schemas.UserSchema),
)
def read_user(user_id: int) -> User:
    """Show one person."""
    return queries.visible_user(user_id)


@blueprint.operation(
    "PATCH",
    "/users/<id:user_id>",
    Operation(
        policy="user:change",
        answer=schemas.UserSchema,
        body=schemas.ChangedUserSchema,
        conditional=True,
    ),
)
def change_user(user_id: int, body: dict[str, Any], version: int) -> User:
    """Change a person's name, language or standing."""
    return actions.change_user(user_id, **body, version=version)


@blueprint.operation(
    "GET",
    "/audit",
    Operation(policy="audit:read", answer=schemas.AuditPageSchema, query=PageQuery),
)
def list_audit(query: dict[str, Any]) -> Any:
    """List who did what, newest first; each entry is chained to the one before."""
    return queries.audit_entries(query["limit"], query.get("after"))
