"""Wall one: who may do what, as one table of (role, action) to scopes and fields.

An action is written `resource:verb`. A scope is a name; each domain says with
`define_scope` which rows it means. Wall two is the database's own row-level security.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeVarTuple

from flask import current_app, has_app_context
from sqlalchemy import ColumnElement, Select, false, or_, true

from app.core.actor import Actor, ActorKind, Role, current_actor
from app.core.errors import ForbiddenError, UnauthenticatedError

Row = TypeVarTuple("Row")


class Scope(StrEnum):
    ALL = "all"
    SELF = "self"
    OWN = "own"
    GRANTED = "granted"
    MEMBERS = "members"
    LINKED = "linked"


class Fields(StrEnum):
    """How much of a row is shown; later ones show more."""

    MASKED = "masked"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Permit:
    scopes: frozenset[Scope]
    fields: Fields = Fields.FULL


def _permit(*scopes: Scope, fields: Fields = Fields.FULL) -> Permit:
    return Permit(frozenset(scopes), fields)


_ALL = _permit(Scope.ALL)
_MASKED = _permit(Scope.ALL, fields=Fields.MASKED)
_OWN = _permit(Scope.OWN)
_GRANTED = _permit(Scope.OWN, Scope.GRANTED)
_SELF = _permit(Scope.SELF)
_MEMBERS = _permit(Scope.SELF, Scope.MEMBERS)
_LINKED = _permit(Scope.LINKED)

#: Actions that need no login, and those that any signed-in person may do.
PUBLIC: Final = frozenset(
    {
        "health:read",
        "document:read",
        "session:create",
        "portal:open",
        "quote:open",
        "calendar:open",
    }
)
ANYONE_KNOWN: Final = frozenset(
    {
        "session:read",
        "session:end",
        "token:list",
        "token:create",
        "token:revoke",
        "feed:read",
    }
)

#: What whoever holds a customer's link may do: the one who opens it has no role.
BY_LINK: Final = frozenset({"portal:read"})

#: No view is guarded by these: they narrow what a row of another action is shown with.
PARTS: Final = frozenset({"site:read", "line:read"}) | BY_LINK

A, D, T = Role.PLATFORM_ADMIN, Role.DISPATCHER, Role.TECHNICIAN
B, S, P = Role.BRAND_MANAGER, Role.STORE, Role.PARTNER_MANAGER

TABLE: Final[dict[tuple[Role, str], Permit]] = {
    **{(A, f"organisation:{verb}"): _ALL for verb in ("read", "create", "change")},
    **{(role, "organisation:read"): _GRANTED for role in (D, B, S, P)},
    **{(A, f"user:{verb}"): _ALL for verb in ("read", "create", "change")},
    **{(role, "user:read"): _MEMBERS for role in (D, B, S, P)},
    **{(role, "user:create"): _permit(Scope.MEMBERS) for role in (B, S, P)},
    **{(role, "user:change"): _OWN for role in (B, S, P)},
    (A, "audit:read"): _ALL,
    **{(role, "audit:read"): _OWN for role in (D, B, S, P)},
    **{(role, "catalogue:read"): _ALL for role in Role},
    (A, "catalogue:change"): _ALL,
    (B, "catalogue:change"): _OWN,
    **{(role, "territory:read"): _ALL for role in (A, D, P)},
    (D, "territory:change"): _OWN,
    (A, "technician:read"): _ALL,
    (D, "technician:read"): _GRANTED,
    (P, "technician:read"): _OWN,
    (T, "technician:read"): _SELF,
    **{(role, "technician:change"): _OWN for role in (D, P)},
    (A, "project:read"): _MASKED,
    **{(role, "project:read"): _GRANTED for role in (D, B, S, P)},
    **{(A, part): _ALL for part in PARTS - BY_LINK},
    **{(role, part): _GRANTED for role in (D, B, S, P) for part in PARTS - BY_LINK},
    **{(role, "project:create"): _OWN for role in (D, S)},
    **{(role, "project:change"): _OWN for role in (D, S)},
    **{(role, "package:read"): _ALL for role in (A, D, B, S, P)},
    (A, "lead:read"): _MASKED,
    **{(role, f"lead:{verb}"): _OWN
       for role in (D, S) for verb in ("read", "create", "change")},
    (A, "quote:read"): _MASKED,
    **{(role, f"quote:{verb}"): _OWN for role in (D, S) for verb in ("read", "change")},
    (A, "rate:read"): _ALL,
    **{(role, f"rate:{verb}"): _OWN for role in (D, S) for verb in ("read", "change")},
    **{(role, f"link:{verb}"): _OWN
       for role in (D, S) for verb in ("read", "make", "revoke")},
    **{(role, f"import:{verb}"): _OWN
       for role in (D, S) for verb in ("create", "read", "commit")},
    (A, "work_order:read"): _MASKED,
    **{(role, "work_order:read"): _GRANTED for role in (D, B, S, P)},
    (D, "work_order:change"): _OWN,
    (A, "visit:read"): _MASKED,
    **{(role, "visit:read"): _GRANTED for role in (D, B, S, P)},
    (T, "visit:read"): _SELF,
    (D, "visit:assign"): _OWN,
    **{(role, f"{of}:evidence"): _GRANTED
       for role in (D, P) for of in ("visit", "work_order")},
    (T, "visit:evidence"): _SELF,
    (T, "visit:carry"): _SELF,
    **{(T, f"device:{verb}"): _SELF for verb in ("register", "leave")},
    (A, "device:read"): _ALL,
    **{(role, "device:read"): _OWN for role in (D, P)},
    (T, "device:read"): _SELF,
    (D, "device:retire"): _OWN,
    (T, "operation:send"): _SELF,
    **{(T, f"{what}:send"): _SELF for what in ("upload", "position")},
    **{(role, "position:read"): _OWN for role in (D, P)},
    **{(D, f"operation:{verb}"): _OWN for verb in ("read", "resolve")},
    (A, "plan:read"): _ALL,
    (D, "plan:read"): _OWN,
    (P, "plan:read"): _OWN,
    **{(D, f"plan:{verb}"): _OWN for verb in ("run", "cancel", "publish")},
    # What they count is narrowed to the visits and orders that the person may see.
    **{(role, "figure:read"): _ALL for role in (A, D, B, S, P)},
    **{(A, f"{what}:read"): _ALL for what in ("offer_rule", "offer")},
    **{(D, f"offer_rule:{verb}"): _OWN for verb in ("read", "change")},
    **{(D, f"offer:{verb}"): _OWN for verb in ("read", "make", "withdraw")},
    **{(P, f"offer:{verb}"): _OWN for verb in ("read", "answer")},
    **{(role, action): _OWN for role in (D, B, S, P) for action in
       ("webhook:read", "webhook:manage", "delivery:read", "delivery:replay",
        "key:read", "key:manage")},
    **{(role, action): _OWN for role in (D, S) for action in
       ("order:read", "goods:read", "goods:write")},
    **{(role, action): _OWN for role in (D, S) for action in
       ("project:subscribe", "calendar:read", "calendar:revoke")},
    (D, "technician:subscribe"): _OWN,
    **{(T, action): _SELF for action in
       ("technician:subscribe", "calendar:read", "calendar:revoke")},
}  # fmt: skip

NOBODY: Final = Permit(frozenset())


def roles_for(action: str) -> frozenset[Role]:
    """Return the roles that may do `action` to some row at least."""
    return frozenset(role for role, known in TABLE if known == action)


def permit(actor: Actor, action: str) -> Permit:
    """Join what each of the actor's roles allows for `action`."""
    if actor.is_system:
        return _ALL
    if actor.kind is ActorKind.LINK:
        return _LINKED if action in BY_LINK else NOBODY
    if not _is_allowed(actor, action):
        return NOBODY
    found = [TABLE[role, action] for role in actor.roles if (role, action) in TABLE]
    if not found:
        return _ALL if actor.is_known and action in ANYONE_KNOWN else NOBODY
    # The wide scope of one role must not carry the full fields of another: a person
    # with both sees what the stricter one shows.
    masked = any(p.fields is Fields.MASKED for p in found)
    fields = Fields.MASKED if masked else Fields.FULL
    return Permit(frozenset[Scope]().union(*(p.scopes for p in found)), fields)


def _is_allowed(actor: Actor, action: str) -> bool:
    """Whether nothing keeps the actor to fewer actions than its roles have."""
    return actor.allowed is None or action in actor.allowed


def known_actions() -> frozenset[str]:
    return PUBLIC | ANYONE_KNOWN | BY_LINK | {action for _, action in TABLE}


def faults_of(action: str) -> list[str]:
    """Say why no view can be guarded by `action`, for the start-up check."""
    if action not in known_actions():
        return [f"no role may ever do {action!r}"]
    resource = action.partition(":")[0]
    scopes = {s for (_, a), row in TABLE.items() if a == action for s in row.scopes}
    scopes |= _LINKED.scopes if action in BY_LINK else set()
    return [
        f"{resource!r} does not say which rows {scope!r} means"
        for scope in sorted(scopes - {Scope.ALL})
        if (resource, scope) not in _resolvers
    ]


def require(action: str) -> None:
    """Raise unless the current actor may do `action` to some row at least."""
    if action in PUBLIC or not _is_standing():
        return
    actor = current_actor()
    if not actor.is_known:
        raise UnauthenticatedError("Sign in, or send a bearer token.")
    if not permit(actor, action).scopes:
        raise ForbiddenError(f"Your role does not allow {action.replace(':', ' ')}.")


def may(action: str) -> bool:
    """Say whether the current actor may do `action` to some row at least."""
    return bool(permit(current_actor(), action).scopes)


def shown_fields(action: str) -> Fields:
    return permit(current_actor(), action).fields


Resolver = Callable[[Actor], ColumnElement[bool]]
_resolvers: dict[tuple[str, Scope], Resolver] = {}


def define_scope(resource: str, scope: Scope, resolver: Resolver) -> None:
    """Say which rows of `resource` a scope means for an actor."""
    _resolvers[resource, scope] = resolver


def restrict(statement: Select[*Row], action: str) -> Select[*Row]:
    """Narrow a query to the rows on which the current actor may do `action`."""
    return statement.where(predicate(action))


def predicate(action: str) -> ColumnElement[bool]:
    actor = current_actor()
    if actor.is_system or not _is_standing():
        return true()
    if Scope.ALL in permit(actor, action).scopes:
        return true()
    return _any_of(_parts(actor, action))


def _parts(actor: Actor, action: str) -> Iterator[ColumnElement[bool]]:
    """Ask each scope for the rows of the organisations that give the role for it.

    Somebody with two roles has each of them in its own organisations only.
    """
    resource = action.partition(":")[0]
    if actor.kind is ActorKind.LINK and action in BY_LINK:
        yield _resolvers[resource, Scope.LINKED](actor)
    for role in sorted(actor.roles) if _is_allowed(actor, action) else ():
        row = TABLE.get((role, action))
        for scope in sorted(row.scopes) if row else ():
            yield _resolvers[resource, scope](actor.only(role))


def _any_of(parts: Iterable[ColumnElement[bool]]) -> ColumnElement[bool]:
    return or_(false(), *parts)


def _is_standing() -> bool:
    """Whether wall one stands; a test takes it down to prove that wall two holds."""
    return not (has_app_context() and current_app.config.get("WALL_ONE_DOWN"))
