"""Whoever may see work orders hears that they changed."""

from collections.abc import Sequence

from app.core.transaction import Transaction
from app.web.feed import Change, announce, organisation_scope, project_scope
from app.work_orders import queries
from app.work_orders.models import WorkOrder


def tell(tx: Transaction, orders: Sequence[WorkOrder]) -> None:
    """Announce changed orders, at the versions they have now."""
    seers = queries.audience([order.id for order in orders])
    for order in orders:
        scopes = map(organisation_scope, sorted(seers[order.id]))
        everybody = (project_scope(order.project_id), *scopes)
        announce(tx, everybody, Change("work_order", order.id, order.version))
