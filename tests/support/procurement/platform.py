"""The platform: what it ordered and shipped, and what it was told of it since.

Its line loses requests, answers and messages, says things twice and out of order; it
keeps the highest version of everything, and so do we.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.factories.market import order
from tests.support.procurement.listener import Heard, Listener
from tests.support.procurement.program import Program

#: Of a hundred requests and messages.
LOST = 20
SAID_TWICE = 20
BRAND = "polar-one"


@dataclass
class Known:
    """What the platform knows of one order, each thing by its highest version."""

    state: str = ""
    version: int = 0
    work: dict[int, tuple[int, str, str]] = field(default_factory=dict)
    goods: dict[str, tuple[int, int, int]] = field(default_factory=dict)


class Platform(Listener):
    """Orders and ships through `program`, and hears by webhook."""

    def __init__(self, program: Program, seed: int) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - a run can be repeated
        self._program = program
        self._taken: set[str] = set()
        self.projects: dict[str, int] = {}
        self.known: dict[str, Known] = {}
        self.lost = 0
        self.doubled = 0
        super().__init__()

    def listen(self) -> int:
        """Set the webhook up; return its id."""
        events = ["project.changed", "work_order.changed", "goods.changed"]
        made = self._program.ask(
            "POST", "/webhooks", {"url": self.url, "events": events}
        )
        assert made.status_code == 201, made.text
        self.secrets.append(made.json["secret"])
        return int(made.json["id"])

    def place(self, reference: str) -> None:
        """Order, again and again until an answer comes through."""
        body = order(external_reference=reference)
        answer = self._until_answered("POST", "/projects", body)
        assert answer.status_code in {200, 201}, answer.text
        self.projects[reference] = answer.json["id"]

    def ship(self, reference: str) -> None:
        """Tell of goods in three revisions each, shuffled and some of them twice."""
        told = [
            self._line(model, quantity, revision)
            for model, quantity in (("VRF-1", 2), ("SPLIT-1", 3))
            for revision in (1, 2, 3)
        ]
        told += self._chance.sample(told, 2)
        self._chance.shuffle(told)
        path = f"/projects/{self.projects[reference]}/goods"
        for line in told:
            answer = self._until_answered("POST", path, {"items": [line]})
            assert answer.status_code == 200, answer.text

    @staticmethod
    def _line(model: str, quantity: int, revision: int) -> dict[str, Any]:
        return {
            "reference": f"SHIP-{model}",
            "revision": revision,
            "brand": BRAND,
            "model": model,
            "quantity": quantity,
            "expected_at": f"2027-01-{10 + revision}T00:00:00+00:00",
            "received_quantity": quantity if revision == 3 else 0,
        }

    def _until_answered(self, method: str, path: str, body: Any) -> Any:
        """A lost request has no effect; a lost answer has, and is asked for again."""
        while True:
            fate = self._chance.randrange(100)
            if fate < LOST:
                self.lost += 1
                continue
            answer = self._program.ask(method, path, body)
            if fate >= LOST + SAID_TWICE:
                return answer
            self.doubled += 1

    def take(self, heard: Heard) -> int:
        """Lose the message, take it and lose the answer, or take it."""
        assert heard.is_signed
        self.heard.append(heard)
        fate = self._chance.randrange(100)
        if fate < LOST:
            self.lost += 1
            return 503
        if heard.id in self._taken:
            self.doubled += 1
        else:
            self._taken.add(heard.id)
            self._apply(heard.payload["type"], heard.payload["data"])
        return 500 if fate < LOST + SAID_TWICE else 204

    def _apply(self, kind: str, data: dict[str, Any]) -> None:
        known = self.known.setdefault(data["external_reference"], Known())
        if kind == "project.changed" and data["version"] > known.version:
            known.version, known.state = data["version"], data["state"]
        if kind == "work_order.changed":
            before = known.work.get(data["work_order_id"], (0, "", ""))
            now = (data["version"], data["kind"], data["state"])
            known.work[data["work_order_id"]] = max(before, now)
        for line in data.get("goods", ()):
            before_it = known.goods.get(line["reference"], (-1, 0, 0))
            now_it = (line["revision"], line["quantity"], line["received_quantity"])
            known.goods[line["reference"]] = max(before_it, now_it)

    def orders(self) -> dict[str, Known]:
        """Ask how far all orders are: what the messages must have come to."""
        return {
            each["external_reference"]: Known(
                each["state"],
                each["version"],
                {
                    w["id"]: (w["version"], w["kind"], w["state"])
                    for w in each["work_orders"]
                },
                {
                    g["reference"]: (
                        g["revision"],
                        g["quantity"],
                        g["received_quantity"],
                    )
                    for g in each["goods"]
                },
            )
            for each in self._pages("/orders?limit=20")
        }

    def _pages(self, path: str) -> Iterator[dict[str, Any]]:
        after = ""
        while True:
            page = self._program.ask("GET", f"{path}{after}").json
            yield from page["items"]
            if page["next"] is None:
                return
            after = f"&after={page['next']}"
