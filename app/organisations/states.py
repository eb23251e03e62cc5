"""Kinds that an organisation, a session or a grant can be of."""

from enum import StrEnum
from typing import Final

from app.core.actor import Role


class OrganisationKind(StrEnum):
    PLATFORM = "platform"
    BRAND = "brand"
    STORE = "store"
    SERVICE_PARTNER = "service_partner"
    CUSTOMER = "customer"


class GrantRole(StrEnum):
    """Why an organisation may see a project."""

    OWNER = "owner"
    BRAND = "brand"
    STORE = "store"
    PARTNER = "partner"
    CUSTOMER = "customer"


class SessionKind(StrEnum):
    BROWSER = "browser"
    BEARER = "bearer"


#: Which roles an organisation of a kind can give.
ROLES: Final[dict[OrganisationKind, frozenset[Role]]] = {
    OrganisationKind.PLATFORM: frozenset(
        {Role.PLATFORM_ADMIN, Role.DISPATCHER, Role.TECHNICIAN}
    ),
    OrganisationKind.BRAND: frozenset({Role.BRAND_MANAGER}),
    OrganisationKind.STORE: frozenset({Role.STORE}),
    OrganisationKind.SERVICE_PARTNER: frozenset(
        {Role.PARTNER_MANAGER, Role.DISPATCHER, Role.TECHNICIAN}
    ),
    OrganisationKind.CUSTOMER: frozenset(),
}
