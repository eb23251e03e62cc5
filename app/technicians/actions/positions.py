"""Phones tell where their technicians are; it is forgotten after thirty days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from app.core.actor import current_actor
from app.core.clock import now
from app.core.errors import ForbiddenError
from app.core.transaction import transaction
from app.technicians.models import TechnicianPosition
from app.technicians.queries.positions import own_technician

KEPT: Final = timedelta(days=30)
#: How far a phone's clock may be ahead.
AHEAD: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Position:
    """Where a phone was, in WGS-84; its speed is in metres per second."""

    at: datetime
    lat: float
    lon: float
    accuracy_m: int | None = None
    speed: float | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """How many positions were new, known already, or of no use."""

    taken: int
    known: int
    ignored: int


def take_positions(points: Sequence[Position]) -> Heard:
    """Keep positions, each once; those too old to keep or yet to come are left out."""
    with transaction() as tx:
        technician = own_technician()
        if technician is None:
            raise ForbiddenError("Positions are technicians'; this login is none's.")
        at = now()
        useful = {p.at: p for p in points if at - KEPT < p.at <= at + AHEAD}
        rows = [
            {
                "technician_id": technician.id,
                "user_id": current_actor().user_id,
                "owner_organisation_id": technician.owner_organisation_id,
                "received_at": at,
                "at": p.at,
                "lat": p.lat,
                "lon": p.lon,
                "accuracy_m": p.accuracy_m,
                "speed": p.speed,
            }
            for p in useful.values()
        ]
        taken = 0
        if rows:
            new = (
                insert(TechnicianPosition)
                .values(rows)
                .on_conflict_do_nothing()
                .returning(TechnicianPosition.at)
            )
            taken = len(tx.session.scalars(new).all())
        ignored = sum(1 for p in points if p.at not in useful)
    return Heard(taken, len(points) - ignored - taken, ignored)


def forget_positions() -> None:
    """Delete positions that are older than thirty days."""
    with transaction() as tx:
        tx.session.execute(
            delete(TechnicianPosition)
            .where(TechnicianPosition.at < now() - KEPT)
            .execution_options(synchronize_session=False)
        )
