"""Where technicians were, for those who plan for them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from app.core.actor import current_actor
from app.core.database import session
from app.core.errors import NotFoundError
from app.technicians.models import Technician, TechnicianPosition
from app.web.policy import restrict


def own_technician() -> Technician | None:
    """Return the technician that the signed-in person is."""
    own = Technician.user_id == current_actor().user_id
    return session().scalar(select(Technician).where(own))


def positions_of(
    technician_id: int, since: datetime, limit: int
) -> Sequence[TechnicianPosition]:
    """Return the newest positions of a technician since a moment, in order of time."""
    whose = select(Technician.id).where(Technician.id == technician_id)
    if session().scalar(restrict(whose, "position:read")) is None:
        raise NotFoundError
    newest = session().scalars(
        select(TechnicianPosition)
        .where(
            TechnicianPosition.technician_id == technician_id,
            TechnicianPosition.at >= since,
        )
        .order_by(TechnicianPosition.at.desc())
        .limit(limit)
    )
    return newest.all()[::-1]
