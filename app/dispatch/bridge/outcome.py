"""The optimiser's solution, read back into bookings."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from app.dispatch.bridge.problem import Stood, visit_id_of
from app.dispatch.rules.facts import Booking, Snapshot
from app.dispatch.rules.pieces import Piece
from app.visits.rules import Span


@dataclass
class Found:
    """Where visits are, and what the optimiser says of those it left out."""

    placed: dict[int, Stood] = field(default_factory=dict)
    left_out: dict[int, dict[str, Any]] = field(default_factory=dict)


def read(
    solution: dict[str, Any], snapshot: Snapshot, pieces: Iterable[Piece]
) -> Found:
    """Turn routes into bookings, seat by seat."""
    people = {piece.id: piece.technician_id for piece in pieces}
    seats: dict[int, list[tuple[int, str, int, int]]] = {}
    for route in solution["routes"]:
        for stop in route["visits"]:
            visit_id = visit_id_of(stop["id"])
            seat = (stop.get("seat", 0), route["shift"], stop["start"], stop["end"])
            seats.setdefault(visit_id, []).append(seat)
    found = Found()
    epoch = snapshot.horizon.start
    for visit_id, crew in seats.items():
        crew.sort()
        names = tuple(piece for _, piece, _, _ in crew)
        _, _, start, end = crew[0]
        span = Span(epoch + timedelta(seconds=start), epoch + timedelta(seconds=end))
        technicians = tuple(people[name] for name in names)
        found.placed[visit_id] = Stood(Booking(technicians, span), names)
    for each in solution["unassigned"]:
        found.left_out[visit_id_of(each["id"])] = each
    return found
