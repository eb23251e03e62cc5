"""What phones send: taken once, in order, each in a transaction of its own."""

from app.visits.actions.operations.devices import (
    Registered,
    register_device,
    retire_device,
)
from app.visits.actions.operations.pieces import Envelope, Result, Sent
from app.visits.actions.operations.sync import Synced, sync

__all__ = [
    "Envelope",
    "Registered",
    "Result",
    "Sent",
    "Synced",
    "register_device",
    "retire_device",
    "sync",
]
