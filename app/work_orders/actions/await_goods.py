"""Deliveries wait for their goods; within the verb's transaction."""

from collections.abc import Mapping
from datetime import datetime

from app.core.transaction import transaction
from app.work_orders import queries
from app.work_orders.actions.telling import tell
from app.work_orders.states import UNSTARTED


def begin_from(earliest: Mapping[int, datetime | None]) -> list[int]:
    """Let these orders begin when their goods are there; return those that changed.

    Orders that have begun stay. Their visits are as long as before: nobody lays them
    out anew.
    """
    with transaction() as tx:
        changed = [
            order
            for order in queries.for_moving(earliest)
            if order.state in UNSTARTED and order.earliest != earliest[order.id]
        ]
        for order in changed:
            order.earliest = earliest[order.id]
            order.version += 1
        tx.session.flush()
        tell(tx, changed)
    return [order.id for order in changed]
