"""What is left of personal data for those who only oversee."""

from collections.abc import Mapping
from typing import Any, Final

MASK: Final = "•••"
#: About a kilometre: the district shows, the door does not.
DECIMALS: Final = 2


def masked(project: Mapping[str, Any]) -> dict[str, Any]:
    """Hide names, phones, e-mails, notes, streets and the exact place."""
    return {
        **project,
        "customer": _hidden(project["customer"], "name", "phone", "email"),
        "wishes": _hidden(project["wishes"], "note"),
        "sites": [
            {
                **_hidden(
                    site, "address", "contact_name", "contact_phone", "access_note"
                ),
                "lat": round(site["lat"], DECIMALS),
                "lon": round(site["lon"], DECIMALS),
            }
            for site in project["sites"]
        ],
    }


def _hidden(facts: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {**facts, **{name: _mask(facts[name]) for name in names}}


def _mask(value: str | None) -> str | None:
    return MASK if value else value
