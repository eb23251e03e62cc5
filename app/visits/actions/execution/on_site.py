"""What every report from a site has in common."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from app.core.actor import SYSTEM, acting_as, current_actor
from app.core.database import session
from app.core.errors import IllegalMoveError, NotFoundError
from app.core.transaction import Transaction, transaction
from app.visits import queries
from app.visits.actions.execution.orders import follow_work
from app.visits.actions.placing import ENTITY
from app.visits.errors import NotOnSiteError, VisitCancelledError, VisitNotYoursError
from app.visits.events import VisitMoved
from app.visits.models import Assignment, Visit
from app.visits.rules import Doing, derive, earliest, latest
from app.visits.states import ENDED, ROUTE, VisitState, advance, follow
from app.web.feed import Change, announce


@dataclass(frozen=True, slots=True)
class _Place:
    """A visit, locked, with its crew and who hears of it."""

    visit: Visit
    crew: list[Assignment]
    scopes: Collection[str]


@dataclass(frozen=True, slots=True)
class Scene:
    """A visit, locked, its crew, and the member who speaks."""

    tx: Transaction
    visit: Visit
    crew: list[Assignment]
    member: Assignment

    def reach(self, to: VisitState) -> None:
        """Note how far the member is; of a failed visit, late news change nothing."""
        if self.visit.state is VisitState.FAILED and to is not VisitState.DONE:
            return
        self.member.state = advance(self.member.state, to)

    def require_on_site(self) -> None:
        if self.member.state in ROUTE[: ROUTE.index(VisitState.ON_SITE)]:
            raise NotOnSiteError("The arrival was not reported; that comes first.")


@contextmanager
def on_site(visit_id: int, doing: Doing) -> Iterator[Scene]:
    """Let a member of the crew report; the visit and its order follow.

    The technician speaks, and the house writes: a technician may not write what
    follows from it, as the order's state. The caller's transaction is joined.

    Raises
    ------
    VisitNotYoursError
        The visit was given to others.
    VisitCancelledError
        The visit is off.
    """
    speaker = current_actor()
    with transaction() as tx, acting_as(SYSTEM):
        place = _place(tx, visit_id)
        visit = place.visit
        scene = Scene(tx, visit, place.crew, _member(visit, place.crew, doing))
        before = visit.state
        yield scene
        _follow_members(scene)
        visit.version += 1
        announce(tx, place.scopes, Change(ENTITY, visit.id, visit.version))
        if visit.state is not before:
            tx.publish(VisitMoved(visit.id, before, visit.state))
            follow_work(visit)
        if not speaker.is_system:
            # The speaker may not write this; the house writes it all at the end.
            session().flush()


def _place(tx: Transaction, visit_id: int) -> _Place:
    """Lock the visit; the next report of this transaction finds it as left."""
    key = f"{ENTITY}:{visit_id}"
    if key not in tx.gathered:
        visit = queries.visit_on_site(visit_id)
        crew = queries.assignments_of([visit.id])[visit.id]
        people = {row.technician_id for row in crew}
        scopes = queries.Audience([visit], people).scopes(visit, people)
        tx.gathered[key] = _Place(visit, crew, scopes)
    place: _Place = tx.gathered[key]
    return place


def _member(visit: Visit, crew: list[Assignment], doing: Doing) -> Assignment:
    for row in crew:
        if row.technician_id == doing.technician_id:
            _require_alive(visit)
            return row
    if queries.had_visit(doing.technician_id, visit.id):
        raise VisitNotYoursError("The visit was given to others meanwhile.")
    raise NotFoundError


def _require_alive(visit: Visit) -> None:
    if visit.state is VisitState.CANCELLED:
        raise VisitCancelledError("The visit was cancelled meanwhile.")
    if visit.state is VisitState.NO_SHOW:
        raise IllegalMoveError("A dispatcher noted that nobody came to this visit.")


def _follow_members(scene: Scene) -> None:
    """Derive the visit from its crew; once it has ended, it has for all of them."""
    visit, crew = scene.visit, scene.crew
    if visit.state not in ENDED:
        visit.state = follow(visit.state, derive([row.state for row in crew]))
    if visit.state in ENDED:
        for row in crew:
            row.state = row.state if row.state in ENDED else visit.state
        visit.work_ended_at = latest(row.work_ended_at for row in crew)
    visit.acknowledged_at = earliest(row.acknowledged_at for row in crew)
    visit.departed_at = earliest(row.departed_at for row in crew)
    visit.arrived_at = earliest(row.arrived_at for row in crew)
    visit.work_started_at = earliest(row.work_started_at for row in crew)
