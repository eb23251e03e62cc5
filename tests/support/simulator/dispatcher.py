"""A dispatcher who changes plans while phones are out of reach."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from tests.support.simulator.calls import Answer, Life, Pause, Request, Wanted

Deeds = Generator[Wanted, Answer | None, None]
Row = dict[str, Any]
DAYS = 3
HOURS = (7, 20)


@dataclass
class Dispatcher:
    token: str
    random: Random
    technician_ids: Sequence[int]
    visit_ids: Sequence[int]
    rhythm: float
    #: Says what time it is for whoever plans.
    now: Callable[[], datetime]
    #: Technicians whose phones may be taken out of use; everybody's if there are none.
    retirable: Sequence[int] = ()
    #: What was acknowledged, and what was refused, by its kind.
    done: dict[str, int] = field(default_factory=dict)
    is_over: bool = False

    def live(self) -> Life:
        while True:
            yield Pause(self.random.expovariate(1 / self.rhythm))
            if self.is_over:
                return
            yield from self._some_deed()

    def _some_deed(self) -> Deeds:
        deeds = {
            self._assign: 8,
            self._swap: 3,
            self._unassign: 1,
            self._pin: 1,
            self._send_off: 3,
            self._no_show: 1,
            self._cancel: 1,
            self._verify: 2,
            self._resolve: 2,
            self._retire: 1,
        }
        [deed] = self.random.choices(list(deeds), list(deeds.values()))
        yield from deed()

    def _get(self, path: str) -> Generator[Wanted, Answer | None, Row | None]:
        answer = yield Request.of("GET", f"/api/v1{path}", self.token)
        return answer.body() if answer is not None and answer.is_good else None

    def _post(self, path: str, body: Row, version: int | None) -> Deeds:
        headers = {} if version is None else {"If-Match": f'"{version}"'}
        answer = yield Request.of("POST", f"/api/v1{path}", self.token, body, **headers)
        told = answer.body() if answer is not None else None
        what = path.rsplit("/", 1)[-1]
        if answer is None or not answer.is_good:
            what += f": {(told or {}).get('code', 'no answer')}"
        self.done[what] = self.done.get(what, 0) + 1

    def _some_visit(self) -> Generator[Wanted, Answer | None, Row | None]:
        return (yield from self._get(f"/visits/{self.random.choice(self.visit_ids)}"))

    def _assign(self) -> Deeds:
        """Give a visit to others, at some other time near now."""
        visit = yield from self._some_visit()
        if visit is None:
            return
        size = max(1, len(visit.get("crew") or [0]))
        day = self.now() + timedelta(days=self.random.randint(-1, DAYS))
        hour, minute = self.random.randint(*HOURS), self.random.choice([0, 15, 30, 45])
        starts = day.replace(hour=hour, minute=minute, second=0, microsecond=0)
        body = {
            "technician_ids": self.random.sample(list(self.technician_ids), size),
            "starts_at": starts.isoformat(),
        }
        yield from self._post(f"/visits/{visit['id']}/assign", body, visit["version"])

    def _plain(self, verb: str, body: Row | None = None) -> Deeds:
        visit = yield from self._some_visit()
        if visit is not None:
            path = f"/visits/{visit['id']}/{verb}"
            yield from self._post(path, body or {}, visit["version"])

    def _swap(self) -> Deeds:
        yield from self._plain(
            "swap", {"with_visit_id": self.random.choice(self.visit_ids)}
        )

    def _unassign(self) -> Deeds:
        yield from self._plain("unassign")

    def _pin(self) -> Deeds:
        yield from self._plain("pin")

    def _send_off(self) -> Deeds:
        yield from self._plain("dispatch", {"override_reason": "It will be there"})

    def _no_show(self) -> Deeds:
        yield from self._plain("no-show", {"note": "Nobody came"})

    def _order(self) -> Generator[Wanted, Answer | None, Row | None]:
        visit = yield from self._some_visit()
        if visit is None:
            return None
        return (yield from self._get(f"/work-orders/{visit['work_order_id']}"))

    def _cancel(self) -> Deeds:
        order = yield from self._order()
        if order is not None:
            path = f"/work-orders/{order['id']}/cancel"
            yield from self._post(path, {"reason": "Called off"}, order["version"])

    def _verify(self) -> Deeds:
        order = yield from self._order()
        if order is not None:
            path = f"/work-orders/{order['id']}/verify"
            yield from self._post(path, {"waiver": "Seen"}, order["version"])

    def _resolve(self) -> Deeds:
        """Decide on one of the reports that wait for a person."""
        fate = self.random.choice(["parked", "parked", "rejected", "held"])
        found = yield from self._get(f"/operations?open=true&fate={fate}&limit=20")
        if found is None or not found["items"]:
            return
        row = self.random.choice(found["items"])
        decision = self.random.choice(["accept", "dismiss", "dismiss"])
        body = {"decision": decision, "note": "Seen"}
        yield from self._post(f"/operations/{row['id']}/resolve", body, None)

    def _retire(self) -> Deeds:
        """Take some technician's phone out of use."""
        technician_id = self.random.choice(self.retirable or self.technician_ids)
        found = yield from self._get(f"/devices?technician_id={technician_id}")
        for row in (found or {"items": []})["items"][:1]:
            yield from self._post(f"/devices/{row['id']}/retire", {}, None)
