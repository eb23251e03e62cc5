"""A client that sends orders, now and then one that it sent before."""

from collections.abc import Iterator
from itertools import count

from tests.support.faults.clients.desk import Desk

AGAIN = 0.2


def send_orders(desk: Desk) -> Iterator[None]:
    for number in count(1):
        place = desk.random.choice(desk.world.places)
        reference = f"{desk.name}/{number}"
        order = desk.order(reference, place, sites=desk.random.choice([1, 1, 2]))
        desk.act("order.send", "/projects", order, order=order)
        yield
        if desk.random.random() < AGAIN:
            desk.act("order.send", "/projects", order, order=order)
            yield
