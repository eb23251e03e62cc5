"""Shifts cut into pieces around the bookings that the plan must leave alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.dispatch.rules.facts import Fixed, Place, Rest, Shift, Snapshot, Worker
from app.visits.rules import Span

#: A piece shorter than this holds no work; leaving it out keeps the problem small.
LEAST = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Piece:
    """Free time between two places, within one technician's shift."""

    id: str
    shift: Shift
    span: Span
    overtime_until: datetime
    start: Place
    end: Place
    rests: tuple[Rest, ...] = ()

    @property
    def technician_id(self) -> int:
        return self.shift.technician_id


@dataclass(frozen=True, slots=True)
class _Stop:
    span: Span
    place: Place


def pieces_of(snapshot: Snapshot) -> tuple[Piece, ...]:
    """Cut every shift around its technician's fixed bookings."""
    workers = {worker.technician_id: worker for worker in snapshot.workers}
    stops = _stops(snapshot.fixed)
    return tuple(
        piece
        for index, shift in enumerate(snapshot.shifts)
        if shift.technician_id in workers
        for piece in _cut(
            f"t{shift.technician_id}/{shift.day}/{index}",
            shift,
            workers[shift.technician_id],
            stops.get(shift.technician_id, ()),
        )
    )


def _stops(fixed: Iterable[Fixed]) -> dict[int, list[_Stop]]:
    found: dict[int, list[_Stop]] = {}
    for each in fixed:
        for technician_id in each.booking.technician_ids:
            stop = _Stop(each.booking.span, each.place)
            found.setdefault(technician_id, []).append(stop)
    return found


def _cut(
    name: str, shift: Shift, worker: Worker, stops: Sequence[_Stop]
) -> list[Piece]:
    whole = Span(shift.span.start, max(shift.span.end, shift.overtime_until))
    taken = sorted(
        (stop for stop in stops if stop.span.meets(whole)),
        key=lambda stop: stop.span.start,
    )
    pieces: list[Piece] = []
    since, here = whole.start, worker.base
    for stop in taken:
        until = min(stop.span.start, whole.end)
        pieces.append(_piece(shift, Span(since, max(since, until)), here, stop.place))
        since, here = max(since, stop.span.end), stop.place
    pieces.append(_piece(shift, Span(since, max(since, whole.end)), here, worker.base))
    kept = [piece for piece in pieces if _length(piece) >= LEAST]
    named = [replace(piece, id=f"{name}/{number}") for number, piece in enumerate(kept)]
    return _with_rests(named, shift.rests)


def _piece(shift: Shift, until_overtime: Span, start: Place, end: Place) -> Piece:
    """Keep overtime for what lies after the shift's own end."""
    begin, last = until_overtime.start, until_overtime.end
    usual = min(max(shift.span.end, begin), last)
    return Piece("", shift, Span(begin, usual), last, start, end)


def _length(piece: Piece) -> timedelta:
    return piece.overtime_until - piece.span.start


def _with_rests(pieces: list[Piece], rests: Iterable[Rest]) -> list[Piece]:
    """Give each break to the piece with most room for it; where none has, it lapses."""
    for rest in rests:
        room = [_overlap(piece, rest) for piece in pieces]
        spans = [span for span in room if span is not None]
        if not spans:
            continue
        best = max(spans, key=lambda span: span.end - span.start)
        index = room.index(best)
        given = Rest(best, rest.duration)
        pieces[index] = replace(pieces[index], rests=(*pieces[index].rests, given))
    return pieces


def _overlap(piece: Piece, rest: Rest) -> Span | None:
    start = max(piece.span.start, rest.within.start)
    end = min(piece.overtime_until, rest.within.end)
    return Span(start, end) if end - start >= rest.duration else None
