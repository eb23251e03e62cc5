"""One client: its name, its hands, what it knows of the world, its own dice."""

import threading
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.support.faults.caller import Answer, Caller, Payload
from tests.support.faults.world import Place, World

#: About five kilometres either way.
NEARBY_DEGREES = 0.05
LINGER_SECONDS = 0.2


@dataclass
class Desk:
    name: str
    caller: Caller
    world: World
    random: Random
    _keys: int = field(default=0)
    _pause: threading.Event = field(default_factory=threading.Event)

    def act(
        self,
        deed: str,
        path: str,
        body: dict[str, Any] | Payload,
        version: int | None = None,
        **asked: Any,
    ) -> Answer:
        """Do something once under a key of its own."""
        self._keys += 1
        payload = body if isinstance(body, Payload) else Payload.of(body)
        key = f"{self.name}-{self._keys}"
        return self.caller.act(
            deed, f"/api/v1{path}", payload, key=key, version=version, **asked
        )

    def linger(self) -> None:
        """Look elsewhere for a moment, as whoever waits for something does."""
        self._pause.wait(LINGER_SECONDS)

    def get(self, path: str) -> dict[str, Any]:
        return self.caller.get(f"/api/v1{path}")

    def site(self, place: Place, number: int) -> dict[str, Any]:
        models = self.random.sample(["ONE", "TWO"], self.random.choice([1, 1, 2]))
        return {
            "name": f"Site {number}",
            "address": f"{number} Soak Road",
            "point": {
                "lat": place.lat + self.random.uniform(-1, 1) * NEARBY_DEGREES,
                "lon": place.lon + self.random.uniform(-1, 1) * NEARBY_DEGREES,
            },
            "lines": [
                {"brand": "SOAK", "model": model, "quantity": self.random.randint(1, 2)}
                for model in models
            ],
        }

    def order(self, reference: str, place: Place, sites: int) -> dict[str, Any]:
        return {
            "external_reference": reference,
            "name": f"Order {reference}",
            "customer": {"name": "Soak", "phone": "+8613800138000"},
            "sites": [self.site(place, number) for number in range(1, sites + 1)],
        }
