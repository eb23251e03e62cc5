"""What happened to offers."""

from dataclasses import dataclass

from app.partners.states import OfferState


@dataclass(frozen=True, slots=True)
class OfferMoved:
    """An offer was made, answered, too late or taken back."""

    offer_id: int
    work_order_id: int
    state: OfferState
