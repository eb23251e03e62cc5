"""What a key is for, and as whom its program acts."""

import secrets
from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from app.core.actor import Actor, ActorKind, Belonging, Role
from app.integrations.states import KeyScope
from app.organisations.states import OrganisationKind

_MARK: Final = "pgk_"
SHOWN: Final = 10
USUAL_DAYS: Final = 365
MOST_DAYS: Final = 730
#: How exactly it is kept when a key was last used.
SEEN_EACH: Final = timedelta(minutes=1)

#: As whom a program of such an organisation acts; others have no programs.
ROLES: Final[dict[OrganisationKind, Role]] = {
    OrganisationKind.PLATFORM: Role.DISPATCHER,
    OrganisationKind.BRAND: Role.BRAND_MANAGER,
    OrganisationKind.STORE: Role.STORE,
    OrganisationKind.SERVICE_PARTNER: Role.PARTNER_MANAGER,
}
_READ: Final = frozenset({"project:read", "site:read", "line:read", "catalogue:read"})

#: Whatever is not named here no key can do: people and keys above all.
ACTIONS: Final[dict[KeyScope, frozenset[str]]] = {
    KeyScope.PROJECTS_READ: _READ | {"work_order:read", "visit:read"},
    KeyScope.PROJECTS_WRITE: _READ | {"project:create", "project:change"},
    KeyScope.STATUS_READ: frozenset({"order:read", "goods:read"}),
    KeyScope.GOODS_WRITE: frozenset({"goods:read", "goods:write"}),
    KeyScope.WEBHOOKS_MANAGE: frozenset(
        {"webhook:read", "webhook:manage", "delivery:read", "delivery:replay"}
    ),
}


def new_key() -> str:
    return _MARK + secrets.token_urlsafe(32)


def actions_of(scopes: Iterable[str]) -> frozenset[str]:
    """Join what the scopes allow; one that is no longer known allows nothing."""
    known = {scope.value: scope for scope in KeyScope}
    named = [ACTIONS[known[scope]] for scope in scopes if scope in known]
    return frozenset[str]().union(*named)


def actor_of(
    key_id: int, organisation_id: int, kind: OrganisationKind, scopes: Iterable[str]
) -> Actor:
    """Describe the program that holds a key."""
    role = ROLES.get(kind)
    return Actor(
        ActorKind.KEY,
        belongings=(Belonging(organisation_id, role),) if role else (),
        key_id=key_id,
        allowed=actions_of(scopes),
    )
