"""What phones send: taken once, in order, each in a transaction of its own."""

from app.visits.actions.operations.devices import (
    Registered,
    register_device,
    retire_device,
)
from app.visits.actions.operations.exchange import Synced, sync
from app.visits.actions.operations.pieces import Envelope, Result, Sent
from app.visits.actions.operations.resolve import resolve_operation
from app.visits.actions.operations.tending import (
    forget_changes,
    move_window,
    open_tasks,
    raise_epoch,
)

__all__ = [
    "Envelope",
    "Registered",
    "Result",
    "Sent",
    "Synced",
    "forget_changes",
    "move_window",
    "open_tasks",
    "raise_epoch",
    "register_device",
    "resolve_operation",
    "retire_device",
    "sync",
]
