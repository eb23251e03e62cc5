"""Telling of visits again whose phones show something that is kept elsewhere.

A phone keeps a visit whole: with its site, its project and what was done before it.
"""

from collections.abc import Collection, Sequence

from app.core.transaction import Transaction, transaction
from app.visits import queries
from app.visits.actions.placing import tell
from app.visits.models import Visit


def retell_project(project_id: int) -> None:
    """The project, or its customer, is described otherwise."""
    with transaction() as tx:
        retell(tx, queries.visits_for(project_id))


def retell_after(work_order_ids: Collection[int]) -> None:
    """These orders moved, or more was recorded on them: what follows shows it."""
    with transaction() as tx:
        retell(tx, queries.visits_after(work_order_ids))


def retell(tx: Transaction, visits: Sequence[Visit]) -> None:
    """Let phones fetch these visits anew; they are what they were, so is the version.

    Who has no phone on it sees these facts elsewhere, and hears of them there.
    """
    crews = queries.assignments_of([visit.id for visit in visits])
    manned = [visit for visit in visits if crews[visit.id]]
    if manned:
        people = {
            visit.id: {row.technician_id for row in crews[visit.id]} for visit in manned
        }
        tell(tx, manned, people)
