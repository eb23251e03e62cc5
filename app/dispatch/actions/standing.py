"""How things stand when a proposal is published, read under the locks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.core.errors import PaigongError
from app.dispatch import queries
from app.dispatch.models import ProposalChange
from app.dispatch.rules.facts import Booking, Tie
from app.dispatch.rules.publishing import Present, Taken, Wish
from app.visits import queries as visit_queries
from app.visits.models import Visit
from app.visits.rules import PLANNABLE, Span, breaches, hull, seated


@dataclass(frozen=True, slots=True)
class Standing:
    wishes: list[Wish]
    present: dict[int, Present]
    taken: list[Taken]
    ties: Sequence[Tie]
    #: Changes that break a rule by now, and why.
    refused: dict[int, str]
    #: Crews by change, the one who brings the skills first.
    crews: dict[int, tuple[int, ...]]


def standing_of(
    changes: Sequence[ProposalChange], visits: Mapping[int, Visit]
) -> Standing:
    wishes = [
        Wish(each.id, each.visit_id, each.visit_version, _will(each))
        for each in changes
    ]
    chains = queries.chains_of({visit.work_order_id for visit in visits.values()})
    refused, crews = _judged(changes, visits)
    return Standing(
        wishes,
        _present(visits, chains.bookings),
        _taken(wishes),
        chains.ties,
        refused,
        crews,
    )


def _will(change: ProposalChange) -> Booking | None:
    if change.starts_at is None or change.ends_at is None:
        return None
    span = Span(change.starts_at, change.ends_at)
    return Booking(tuple(change.technician_ids), span)


def _present(
    visits: Mapping[int, Visit], bookings: Mapping[int, Booking | None]
) -> dict[int, Present]:
    """Describe the visits of the wishes, and those tied to them."""
    everything = visit_queries.visits_by_id({*visits, *bookings})
    references = queries.references_of(list(everything))
    return {
        visit.id: Present(
            visit.id,
            references.get(visit.id, "another visit"),
            visit.version,
            visit.state,
            visit.pinned,
            visit.human_edited,
            bookings.get(visit.id),
        )
        for visit in everything.values()
    }


def _taken(wishes: Sequence[Wish]) -> list[Taken]:
    wills = [wish.will for wish in wishes if wish.will is not None]
    over = hull(will.span for will in wills)
    if over is None:
        return []
    people = {person for will in wills for person in will.technician_ids}
    return [
        Taken(each.technician_id, each.visit_id, each.span, each.reference or "others")
        for each in visit_queries.overlaps(people, over)
    ]


def _judged(
    changes: Sequence[ProposalChange], visits: Mapping[int, Visit]
) -> tuple[dict[int, str], dict[int, tuple[int, ...]]]:
    """Ask every rule again: people fall ill and orders change while a plan is made."""
    placed = [
        (each, will)
        for each in changes
        if each.visit_id in visits and (will := _will(each)) is not None
    ]
    over = hull(will.span for _, will in placed)
    if over is None:
        return {}, {}
    people = {person for _, will in placed for person in will.technician_ids}
    roster = visit_queries.Roster(people, over)
    orders = {
        order.id: order
        for order in visit_queries.orders_of(
            {visit.work_order_id for visit in visits.values()}
        )
    }
    refused: dict[int, str] = {}
    crews: dict[int, tuple[int, ...]] = {}
    for change, will in placed:
        visit = visits[change.visit_id]
        order = orders[visit.work_order_id]
        if order.state not in PLANNABLE:
            refused[change.id] = f"{order.reference} is {order.state} by now."
            continue
        try:
            crew = roster.crew(will.technician_ids, will.span.start)
        except PaigongError as error:
            refused[change.id] = error.detail
            continue
        demand = visit_queries.work_of(visit, order)
        faults = breaches(demand, crew, will.span.start)
        if faults:
            refused[change.id] = faults[0].detail
        elif demand.duration != will.span.end - will.span.start:
            refused[change.id] = "The work takes another time by now."
        crews[change.id] = tuple(m.technician_id for m in seated(demand, crew))
    return refused, crews
