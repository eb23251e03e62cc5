"""A wave of visits as a problem in the optimiser's native JSON, version 1."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from app.dispatch.rules.facts import Booking, Place, Snapshot, Task, Tie, Worker
from app.dispatch.rules.pieces import Piece
from app.dispatch.rules.pricing import LATENESS, Prices
from app.dispatch.rules.waves import Ready
from app.visits.rules import Span

PROFILE: Final = "car"
#: Straight lines stretched: good enough to start, not to promise by.
SPEED_KMH: Final = 25.0
DETOUR: Final = 1.4
ACCESS_SECONDS: Final = 120
TRAVEL: Final = {
    "profile": PROFILE,
    "source": "great_circle",
    "speed_kmh": SPEED_KMH,
    "detour": DETOUR,
    "access_seconds": ACCESS_SECONDS,
}


@dataclass(frozen=True, slots=True)
class Stood:
    """Where an earlier wave put a visit: it stays there."""

    booking: Booking
    pieces: tuple[str, ...]


@dataclass
class Drawing:
    """One problem as it is drawn up."""

    snapshot: Snapshot
    pieces: tuple[Piece, ...]
    _places: dict[Place, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._workers = {each.technician_id: each for each in self.snapshot.workers}
        self._succeeded = {tie.first for tie in self.snapshot.ties}

    def document(
        self, ready: Iterable[Ready], stood: Mapping[int, tuple[Task, Stood]]
    ) -> dict[str, Any]:
        """Return the problem: `ready` to be placed, `stood` pinned where they are."""
        wave = list(ready)
        shifts = [self._shift(piece) for piece in self.pieces]
        visits = [self._pinned(task, where) for task, where in stood.values()]
        visits += [self._visit(each) for each in wave]
        return {
            "version": 1,
            "epoch": self.snapshot.horizon.start.isoformat(),
            "locations": [
                {"id": name, "lat": place.lat, "lon": place.lon}
                for place, name in self._places.items()
            ],
            "travel": [TRAVEL],
            "shifts": shifts,
            "visits": visits,
            "links": [link(tie) for each in wave for tie in each.links],
            "policy": Prices.of(self.snapshot).document(),
        }

    def links(self) -> list[dict[str, Any]]:
        """Return every tie between two visits of the run."""
        inside = self.snapshot.task_ids
        return [
            link(tie)
            for tie in self.snapshot.ties
            if not tie.same_start and {tie.first, tie.second} <= inside
        ]

    def seconds(self, moment: datetime) -> int:
        return int((moment - self.snapshot.horizon.start).total_seconds())

    def _place(self, place: Place) -> str:
        return self._places.setdefault(place, f"p{len(self._places)}")

    def _shift(self, piece: Piece) -> dict[str, Any]:
        worker: Worker = self._workers[piece.technician_id]
        end: dict[str, Any] = {
            "location": self._place(piece.end),
            "time": self.seconds(piece.span.end),
        }
        if piece.overtime_until > piece.span.end:
            end["overtime_until"] = self.seconds(piece.overtime_until)
        return {
            "id": piece.id,
            "technician": f"t{piece.technician_id}",
            "profile": PROFILE,
            "start": {
                "location": self._place(piece.start),
                "time": self.seconds(piece.span.start),
            },
            "end": end,
            "breaks": [
                {
                    "earliest": self.seconds(rest.within.start),
                    "latest_end": self.seconds(rest.within.end),
                    "duration": int(rest.duration.total_seconds()),
                }
                for rest in piece.rests
            ],
            "skills": dict(piece.shift.skills or {}),
            "capacity": list(worker.capacity),
        }

    def _bare(self, task: Task) -> dict[str, Any]:
        drawn: dict[str, Any] = {
            "id": visit_name(task.visit_id),
            "location": self._place(task.place),
            "duration": int(task.duration.total_seconds()),
            "skills": dict(task.skills or {}),
            "load": list(task.load),
            "priority": task.priority.value,
            "mandatory": task.is_promised,
            "due": self._due(task),
        }
        if task.crew_size > 1:
            drawn["crew"] = [{} for _ in range(task.crew_size)]
        return drawn

    def _due(self, task: Task) -> dict[str, int]:
        """Ask for the due time; without one ahead, and in a chain, for soon."""
        rate = LATENESS[task.priority]
        horizon = self.snapshot.horizon
        is_ahead = task.due is not None and horizon.start < task.due < horizon.end
        if task.due is None or not is_ahead or task.visit_id in self._succeeded:
            return {"time": 0, "cost_per_second": rate}
        return {"time": self.seconds(task.due), "cost_per_second": rate}

    def _pinned(self, task: Task, where: Stood) -> dict[str, Any]:
        start = self.seconds(where.booking.span.start)
        return {
            **self._bare(task),
            **self._kept(task),
            "pin": {"shifts": list(where.pieces), "start": start},
        }

    def _visit(self, ready: Ready) -> dict[str, Any]:
        drawn = self._bare(ready.task)
        if ready.windows != (self.snapshot.horizon,):
            drawn["windows"] = [self._window(each) for each in ready.windows]
        if ready.pieces is not None:
            drawn["allowed_shifts"] = sorted(ready.pieces)
        return {**drawn, **self._kept(ready.task)}

    def _window(self, span: Span) -> list[int]:
        """Starts are whole seconds from the first to the last, both included."""
        return [self.seconds(span.start), self.seconds(span.end) - 1]

    def _kept(self, task: Task) -> dict[str, Any]:
        """Say where the visit is now, so that it moves only for something."""
        now = pieces_under(self.pieces, task.booking)
        if task.booking is None or now is None or len(now) != task.crew_size:
            return {}
        if task.is_promised:
            start = self.seconds(task.booking.span.start)
            return {"committed": {"shifts": list(now), "start": start}}
        return {"preferred_shifts": list(now)}


def link(tie: Tie) -> dict[str, Any]:
    """Return a tie as the optimiser's link."""
    drawn: dict[str, Any] = {
        "kind": "finish_start",
        "from": visit_name(tie.first),
        "to": visit_name(tie.second),
        "min_lag": int(tie.min_lag.total_seconds()),
    }
    if tie.max_lag is not None:
        drawn["max_lag"] = int(tie.max_lag.total_seconds())
    return drawn


def visit_name(visit_id: int) -> str:
    return f"v{visit_id}"


def visit_id_of(name: str) -> int:
    return int(name.removeprefix("v"))


def pieces_under(
    pieces: Iterable[Piece], booking: Booking | None
) -> tuple[str, ...] | None:
    """Find the piece of each seat that holds a booking; None when one does not."""
    if booking is None:
        return None
    found = [
        next(
            (
                piece.id
                for piece in pieces
                if piece.technician_id == technician_id
                and Span(piece.span.start, piece.overtime_until).holds(booking.span)
            ),
            None,
        )
        for technician_id in booking.technician_ids
    ]
    known = tuple(name for name in found if name is not None)
    return known if len(known) == len(found) else None
