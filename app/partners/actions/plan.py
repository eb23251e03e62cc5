"""A partner plans the work it took, with its own people."""

from collections.abc import Sequence
from datetime import datetime

from app.core.actor import acting_as
from app.core.errors import Fault, NotFoundError
from app.core.transaction import retry_conflicts, transaction
from app.partners import queries
from app.partners.actions.answer import house
from app.partners.errors import OfferNotAcceptedError
from app.partners.states import OfferState
from app.visits.actions import assign_visit
from app.visits.errors import CannotAssignError
from app.visits.models import Visit
from app.visits.queries import readable_visit


@retry_conflicts
def plan_visit(
    offer_id: int,
    visit_id: int,
    technician_ids: Sequence[int],
    starts_at: datetime,
    version: int,
) -> Visit:
    """Give a visit of work that the partner took a crew of its own, and a time."""
    offer = queries.offer_to("offer:answer", offer_id)
    visit = readable_visit(visit_id)
    if visit.work_order_id != offer.work_order_id:
        raise NotFoundError
    _require_own(offer.partner_organisation_id, technician_ids)
    with acting_as(house()), transaction():
        _, offer = queries.held(offer_id)
        if offer.state is not OfferState.ACCEPTED:
            raise OfferNotAcceptedError(f"The offer is {offer.state}.")
        return assign_visit(visit_id, technician_ids, starts_at, version)


def _require_own(partner_id: int, technician_ids: Sequence[int]) -> None:
    own = queries.technicians_of(partner_id, technician_ids)
    faults = [
        Fault(
            f"/technician_ids/{seat}",
            "unknown_technician",
            f"There is no technician {each} whom you may plan with.",
        )
        for seat, each in enumerate(technician_ids)
        if each not in own
    ]
    if faults:
        raise CannotAssignError("Some of the crew are not yours.", faults=faults)
