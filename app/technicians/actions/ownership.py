"""For which organisation somebody acts, and whom a change is told to."""

from app.core.actor import Role, current_actor
from app.core.errors import Fault
from app.core.transaction import Transaction
from app.organisations.actions.audit import record
from app.technicians.models import Technician
from app.web.feed import Change, announce, organisation_scope


def owner_for(asked: int | None, *roles: Role) -> tuple[int, list[Fault]]:
    """Return the organisation that a new row belongs to, or the fault that it is open.

    Somebody who has the role in one organisation only need not name it.
    """
    actor = current_actor()
    own = actor.organisation_ids_as(*roles)
    if asked is not None and (actor.is_system or asked in own):
        return asked, []
    if asked is None and len(own) == 1:
        return own[0], []
    detail = "Name the organisation it is for, one in which you have the role."
    return 0, [Fault("/organisation_id", "organisation", detail)]


def tell(tx: Transaction, row: Technician, what: str) -> None:
    """Note a change of a technician, and announce it to those who plan with them."""
    owner = row.owner_organisation_id
    record(tx, owner, f"technician.{what}", "technician", row.id)
    planners = {owner, row.territory.owner_organisation_id}
    change = Change("technician", row.id, row.version)
    announce(tx, map(organisation_scope, sorted(planners)), change)
