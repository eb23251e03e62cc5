"""A phone's program: it signs in and syncs, and can be killed between any two steps."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from random import Random

from tests.support.simulator.calls import Answer, Pause, Request, Step, Wanted
from tests.support.simulator.clocks import PhoneClock
from tests.support.simulator.line import Weather
from tests.support.simulator.store import Entry, Store

BATCH = 100
OK, CREATED, SIGNED_OUT, NOT_FOUND, OUT_OF_USE, TOO_MANY = 200, 201, 401, 404, 409, 429
Steps = Generator[Wanted, Answer | None, bool]


class ClientFaultError(Exception):
    """The server refuses what a client of ours should never send."""


@dataclass
class World:
    """The time as it is, and the weather."""

    true: float
    weather: Weather


@dataclass
class Client:
    store: Store
    clock: PhoneClock
    #: The person's own token, of which devices are made.
    person: str
    app: int
    random: Random
    world: World

    def sign_in(self) -> Steps:
        """Take this phone into use, or give it a new token."""
        device = self.store.device
        yield Step.HERE
        body = {"label": "Simulated", "app": self.app, "device": device}
        answer = yield Request.of("POST", "/mobile/v1/devices", self.person, body)
        if answer is not None and answer.status in (NOT_FOUND, OUT_OF_USE):
            fresh = {"label": "Simulated", "app": self.app}
            answer = yield Request.of("POST", "/mobile/v1/devices", self.person, fresh)
        told = answer.body() if answer is not None else None
        if answer is None or answer.status != CREATED or told is None:
            return False
        yield Step.HERE
        self.store.sign_in(told["device"], told["id"], told["token"])
        yield Step.HERE
        return True

    def leave(self) -> Steps:
        """Take this phone out of use: what waits behind gaps is given up for."""
        path = f"/mobile/v1/devices/{self.store.device_id}"
        answer = yield Request.of("DELETE", path, self.person)
        yield Step.HERE
        self.store.token = None
        return answer is not None and answer.is_good

    def sync(self) -> Steps:
        """Say what was done and hear what changed; true when it was answered."""
        if self.store.token is None and not (yield from self.sign_in()):
            return False
        yield Step.HERE
        ops = self._batch()
        answer = yield self._request(ops)
        yield Step.HERE
        if answer is None:
            return False
        told = answer.body()
        if answer.status != OK or told is None:
            yield from self._refused(answer)
            return False
        self.store.take(told, self.world.true)
        yield Step.HERE
        return True

    def _batch(self) -> Sequence[Entry]:
        """Send in order; in bad weather some stay behind, or come in another order."""
        ops = self.store.pending()[:BATCH]
        scattered = self.random.random() < self.world.weather.scatter
        kept = [each for each in ops if self.random.random() < 2 / 3]
        self.random.shuffle(kept)
        return kept if scattered else ops

    def _request(self, ops: Sequence[Entry]) -> Request:
        true = self.world.true
        body = {
            "device": self.store.device,
            "app": self.app,
            "boot": self.clock.boot,
            "mono_ms": self.clock.mono_ms(true),
            "now": self.clock.wall(true).isoformat(),
            "cursor": self.store.cursor,
            "ops": [each.op for each in ops],
        }
        return Request.of("POST", "/mobile/v1/sync", str(self.store.token), body)

    def _refused(self, answer: Answer) -> Generator[Wanted, Answer | None, None]:
        if answer.status in (SIGNED_OUT, NOT_FOUND, OUT_OF_USE):
            self.store.token = None
        elif answer.status == TOO_MANY:
            yield Pause(float(answer.headers.get("Retry-After", 60)))
        elif answer.status < 500 and answer.body() is not None:
            raise ClientFaultError(f"{answer.status} {answer.content!r}")
