"""The walls around offers, and who knows an organisation by name because of them."""

from migrations.house_walls import VISIBLE_ORGANISATIONS
from migrations.walls import OWN, gate_function, protect

MINE = "IN (SELECT actor_organisation_ids())"
#: As revision 0006 has it: one's own, and those one shares a project with.
_SHARING = (
    f"{VISIBLE_ORGANISATIONS} UNION SELECT organisation_id FROM project_grants "
    "WHERE project_id IN (SELECT visible_project_ids())"
)
#: Those let into one's territories can be offered work; whoever offers is known.
_KNOWN = (
    f"{_SHARING} "
    f"UNION SELECT unnest(open_to) FROM territories WHERE owner_organisation_id {MINE} "
    "UNION SELECT partner_organisation_id FROM offer_rules "
    f"WHERE owner_organisation_id {MINE} "
    "UNION SELECT owner_organisation_id FROM offers "
    f"WHERE partner_organisation_id {MINE}"
)


def walls() -> list[str]:
    """A partner reads the offers made to it and changes none: the house does."""
    return [
        *gate_function("visible_organisation_ids()", "SETOF bigint", _KNOWN),
        *protect("offer_rules", read=OWN, write=OWN),
        *protect("offers", read=f"{OWN} OR partner_organisation_id {MINE}", write=OWN),
    ]


def former_walls() -> list[str]:
    return gate_function("visible_organisation_ids()", "SETOF bigint", _SHARING)
