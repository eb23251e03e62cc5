"""What clients do, each as an endless generator: one step, then it may be stopped."""

from collections.abc import Callable, Iterator

from tests.support.faults.clients.desk import Desk
from tests.support.faults.clients.imports import import_files
from tests.support.faults.clients.orders import send_orders
from tests.support.faults.clients.plans import plan_places
from tests.support.faults.clients.visits import place_visits

Deeds = Callable[[Desk], Iterator[None]]

#: One client each, all at the same time.
CLIENTS: tuple[Deeds, ...] = (
    send_orders,
    import_files,
    plan_places,
    place_visits,
    place_visits,
)
