"""What time alone brings about: tasks, visits that come near or lie far, forgetting."""

from datetime import timedelta
from typing import Final

from app.core.actor import SYSTEM, acting_as
from app.core.clock import now
from app.core.transaction import Transaction, transaction
from app.organisations.actions import audit
from app.visits.actions.operations.release import release_stuck
from app.visits.actions.operations.take import ENTITY as OPERATION
from app.visits.actions.placing import ENTITY as VISIT
from app.visits.queries import tending as queries
from app.web.feed import Change, FeedOp, announce, organisation_scope, technician_scope

#: How long an operation waits for the one before it until a person has to look.
PATIENCE: Final = timedelta(days=7)
#: How long a phone may be away and still be told of changes alone.
TOMBSTONES: Final = timedelta(days=90)
#: How far a technician sees.
SIGHT: Final = timedelta(days=7)


def open_tasks() -> None:
    """Give dispatchers what has been held for too long, and only by a gap."""
    release_stuck()
    with acting_as(SYSTEM), transaction() as tx:
        at = now()
        for operation_id, owner in queries.mark_overdue(at - PATIENCE, at):
            change = Change(OPERATION, operation_id, 0)
            announce(tx, [organisation_scope(owner)], change)


def move_window() -> None:
    """Tell phones of visits that came near, or lie too far back, since the last time.

    A phone asks what it may see when it is told: it need not be told to the minute.
    """
    with acting_as(SYSTEM), transaction() as tx:
        at = now()
        since = queries.move_window(at)
        if since is None:
            return
        for row in queries.started_between(since + SIGHT, at + SIGHT):
            _tell(tx, row, FeedOp.PUT)
        for row in queries.started_between(since - SIGHT, at - SIGHT):
            _tell(tx, row, FeedOp.GONE)


def _tell(tx: Transaction, row: queries.Start, op: FeedOp) -> None:
    change = Change(VISIT, row.visit_id, row.version, op)
    announce(tx, [technician_scope(row.technician_id)], change)


def forget_changes() -> None:
    """Delete what phones were told long ago; one that was away longer begins anew."""
    with acting_as(SYSTEM), transaction():
        queries.delete_told(now() - TOMBSTONES)


def raise_epoch() -> int:
    """Have every phone begin anew and say again what it said in the last two weeks.

    It is for a restored backup, which forgot what phones were told since it was made.
    """
    with acting_as(SYSTEM), transaction() as tx:
        epoch = queries.raise_epoch()
        for organisation_id in queries.organisations_with_devices():
            detail = {"epoch": epoch}
            audit.record(tx, organisation_id, "sync.epoch", "sync", epoch, detail)
    return epoch
