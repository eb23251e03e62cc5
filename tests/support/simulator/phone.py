"""One phone: its store, its clocks, its person, and its days."""

from dataclasses import dataclass
from random import Random

from tests.support.simulator.calls import Life, Pause, Step
from tests.support.simulator.client import Client
from tests.support.simulator.person import Person
from tests.support.simulator.store import Store

KILLED = 0.01
#: Visits that nobody works on any more; of done ones something may be added.
ENDED = frozenset({"cancelled", "no_show"})
MOST_AT_ONCE = 12
OUT_OF_REACH, HALF_A_DAY = 0.1, 43_200.0


@dataclass
class Phone:
    technician_id: int
    client: Client
    person: Person
    random: Random
    #: How many operations its person does before it rests.
    operations: int
    #: Mean seconds between two of its syncs.
    rhythm: float
    #: Given visits, done without looking at what is in the store.
    script: tuple[int, ...] = ()
    made: int = 0
    is_killable: bool = True

    @property
    def store(self) -> Store:
        return self.client.store

    def is_killed(self) -> bool:
        return self.is_killable and self.random.random() < KILLED

    def away(self) -> float:
        """Start again after a while, with the whole phone or the program alone."""
        if self.random.random() < 1 / 2:
            self.client.clock.reboot(self.client.world.true)
        return self.random.expovariate(1 / self.rhythm)

    def live(self) -> Life:
        """Work and sync until all is done and told; begin here after each kill."""
        while self.store.device is None:
            yield Pause(self.random.expovariate(1 / 60))
            yield from self.client.sync()
        while self.made < self.operations or self.store.pending():
            yield Pause(self._gap())
            self.client.clock.live(self.client.world.true)
            yield from self.work()
            yield from self.client.sync()
            while self.store.has_more:
                yield from self.client.sync()

    def _gap(self) -> float:
        """Sync again soon, or be out of reach for as long as a night or a week-end."""
        is_far = self.random.random() < OUT_OF_REACH
        return self.random.expovariate(1 / (HALF_A_DAY if is_far else self.rhythm))

    def work(self) -> Life:
        for _ in range(self.random.randint(0, MOST_AT_ONCE)):
            if self.made >= self.operations:
                return
            yield Step.HERE
            self.do()

    def do(self) -> None:
        docs = self.store.visits
        visits = self.script or tuple(
            id_ for id_, doc in sorted(docs.items()) if doc["state"] not in ENDED
        )
        client, true = self.client, self.client.world.true
        told = self.person.act(visits, docs)
        times = {
            "at": client.clock.wall(true).isoformat(),
            "mono_ms": client.clock.mono_ms(true),
            "boot": client.clock.boot,
        }
        self.store.record({**told, **times}, true)
        self.made += 1

    def settle(self) -> Life:
        """Sync to the end; what waits behind what was forgotten is given up for."""
        yield from self._catch_up()
        if self.store.forgotten and self.store.is_waiting():
            yield from self.client.leave()
            yield from self._catch_up()

    def _catch_up(self) -> Life:
        while not (yield from self.client.sync()) or self._is_busy():
            yield Pause(self.random.uniform(1, 30))

    def _is_busy(self) -> bool:
        return bool(self.store.pending()) or self.store.has_more
