"""A listener's webhook, orders for it to hear of, and what it was sent."""

from typing import Any

from tests.factories.market import order
from tests.factories.network import Person
from tests.support.procurement.listener import Listener

BOTH = ["project.changed", "work_order.changed"]


def hook(person: Person, listener: Listener, *events: str) -> dict[str, Any]:
    body = {"url": listener.url, "events": events or BOTH, "label": "ERP"}
    made = person.ask("POST", "/webhooks", body)
    assert made.status_code == 201, made.text
    listener.secrets.append(made.json["secret"])
    found: dict[str, Any] = made.json
    return found


def take(person: Person, reference: str = "SO-1") -> dict[str, Any]:
    made = person.ask("POST", "/projects", order(external_reference=reference))
    assert made.status_code == 201, made.text
    project: dict[str, Any] = made.json
    return project


def history(person: Person, made: dict[str, Any], query: str = "") -> Any:
    return person.ask("GET", f"/webhooks/{made['id']}/deliveries{query}").json["items"]


def read(person: Person, made: dict[str, Any]) -> Any:
    return person.ask("GET", f"/webhooks/{made['id']}").json


def store_role(person: Person) -> Any:
    return next(iter(person.actor.roles))
