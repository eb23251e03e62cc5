"""What of technicians and territories only their own organisation may know."""

from collections.abc import Mapping
from typing import Any, Final

from app.core.actor import Actor, Role

#: Two decimals of a degree are about a kilometre.
DECIMALS: Final = 2


def person_for(actor: Actor, person: Mapping[str, Any]) -> dict[str, Any]:
    """Hide a lent technician's phone and exact home."""
    if _is_close(actor, person["organisation_id"]):
        return {**person}
    home = {key: round(value, DECIMALS) for key, value in person["home"].items()}
    return {**person, "phone": "", "home": home}


def territory_for(actor: Actor, territory: Mapping[str, Any]) -> dict[str, Any]:
    """Tell a guest that it is let in, and not who else is."""
    if _is_close(actor, territory["organisation_id"]):
        return {**territory}
    known = set(actor.organisation_ids)
    return {**territory, "open_to": [i for i in territory["open_to"] if i in known]}


def time_for(
    actor: Actor, organisation_id: int, shown: Mapping[str, Any]
) -> dict[str, Any]:
    """Hide why a lent technician is away: when is all that planning needs."""
    if _is_close(actor, organisation_id):
        return {**shown}
    return {
        **shown,
        "exceptions": [{**each, "note": ""} for each in shown["exceptions"]],
        "absences": [{**each, "reason": ""} for each in shown["absences"]],
    }


def _is_close(actor: Actor, organisation_id: int) -> bool:
    if actor.is_system or Role.PLATFORM_ADMIN in actor.roles:
        return True
    return organisation_id in actor.organisation_ids
