"""A simulation: phones, dispatchers and trouble for a while; then rest and a check."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Self

import psycopg

from tests.support import sync_checker
from tests.support.cluster import Database
from tests.support.faults.dice import dice
from tests.support.simulator.calls import Server
from tests.support.simulator.client import Client, World
from tests.support.simulator.clocks import DAY, PhoneClock
from tests.support.simulator.dispatcher import Dispatcher
from tests.support.simulator.ground import FOREIGN, Ground, make_ground
from tests.support.simulator.line import CALM, STORM, Weather
from tests.support.simulator.person import Person
from tests.support.simulator.phone import HALF_A_DAY, OUT_OF_REACH, Phone
from tests.support.simulator.report import Report
from tests.support.simulator.stage import Actor, Stage
from tests.support.simulator.store import Store
from tests.support.simulator.visible import unseen
from tests.support.sync_checker import Deliveries, Kept

#: Seconds between any two syncs, so that time on stage outruns the time it takes.
PACE = 6.0
OLD_APP, APP = 0, 57
SET_CLOCK = (
    "INSERT INTO clock_offset (id, seconds) VALUES (1, %(seconds)s) "
    "ON CONFLICT (id) DO UPDATE SET seconds = EXCLUDED.seconds"
)
END_LOGIN = (
    "UPDATE sessions SET revoked_at = now() WHERE id = "
    "(SELECT session_id FROM devices WHERE public_id = %(device)s)"
)
VISITS = (
    "SELECT v.id FROM visits v JOIN organisations o ON o.id = v.owner_organisation_id "
    "WHERE o.code = 'soak' ORDER BY v.id"
)

ALONE = (
    "SELECT visit_id FROM assignments GROUP BY visit_id "
    "HAVING array_agg(technician_id) = ARRAY[%(technician_id)s]::bigint[] ORDER BY 1"
)


@dataclass(frozen=True)
class Size:
    phones: int = 50
    operations: int = 20
    visits: int = 12
    dispatchers: int = 2
    threads: int = 4


@dataclass(frozen=True)
class Trouble:
    """What goes wrong; the person's deeds are the same without any of it."""

    weather: Weather = STORM
    clocks: bool = True
    crashes: bool = True
    logins: bool = True
    dispatchers: bool = True
    #: Every so many phones lose an operation from their store; none if it is 0.
    forgetful: int = 10
    #: Everybody does the same, whatever is heard: then only the way differs.
    is_scripted: bool = False


#: The same deeds on the way that no fault is on, and on the worst one.
SMOOTH = Trouble(
    CALM,
    clocks=False,
    crashes=False,
    logins=False,
    dispatchers=False,
    forgetful=0,
    is_scripted=True,
)
ROUGH = replace(SMOOTH, weather=STORM, clocks=True, crashes=True, logins=True)


@dataclass
class Campaign:
    database: Database
    server: Server
    seed: int
    size: Size
    trouble: Trouble = field(default_factory=Trouble)
    #: Carries out what clock and worker would by now.
    run_jobs: Callable[[], None] = lambda: None

    def run(self) -> Report:
        with self:
            self.act()
            return self.judge()

    def __enter__(self) -> Self:
        self._began = time.monotonic()
        self._clock = self._connect()
        self._set_up()
        return self

    def __exit__(self, *_: object) -> None:
        self.stage.close()
        self._clock.close()

    def act(self) -> None:
        """Let everybody do what they are there for, and come to rest."""
        self.world.weather = self.trouble.weather
        for each in self.phones:
            each.operations += self.size.operations
            each.is_killable = self.trouble.crashes
        self._perform()
        self._come_to_rest()

    def apart(self, deed: Callable[[], None]) -> None:
        """Do something to the database that nobody may be connected for."""
        self._clock.close()
        deed()
        self._clock = self._connect()
        self.stage.tell_time()

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(self.database.superuser_url, autocommit=True)

    def judge(self) -> Report:
        kept = [Kept(each.technician_id, each.store) for each in self.phones]
        found = sync_checker.problems(self._clock, kept, self.now())
        found += self.deliveries.problems(self._clock)
        found += unseen(self.server, self.ground.dispatchers[0], self._clock)
        fates = sync_checker.summary(self._clock)
        tally = self.stage.tally
        return Report(
            seed=self.seed,
            phones=len(self.phones),
            operations=sum(each.made for each in self.phones),
            kills=0,
            crashes=tally.crashes,
            requests=tally.requests,
            lost=tally.lost,
            doubled=tally.doubled,
            late=tally.late,
            cut=tally.cut,
            fates=fates,
            deeds=sum((Counter(each.done) for each in self.dispatchers), Counter()),
            seconds=time.monotonic() - self._began,
            problems=[*tally.wrong, *found],
        )

    def _set_up(self) -> None:
        size = self.size
        self.ground = make_ground(
            self.database,
            phones=size.phones,
            visits=size.visits,
            dispatchers=size.dispatchers,
        )
        self._start = datetime.now(UTC)  # noqa: TID251 - the stage's own clock
        self._real = time.monotonic()
        self._offset = 0
        self.world = World(0.0, self.trouble.weather)
        self.stage = Stage(self.server, self.world, size.threads)
        self.stage.tell_time = self._move_clock
        self.deliveries = Deliveries(FOREIGN)
        self.stage.watch = self.deliveries.watch
        self._trouble_dice = dice(self.seed, "trouble")
        self._visit_ids = [row[0] for row in self._clock.execute(VISITS).fetchall()]
        self.run_jobs()
        self.phones = [self._phone(self.ground, n) for n in range(size.phones)]
        self.dispatchers = [
            self._dispatcher(token) for token in self.ground.dispatchers
        ]
        self._actors = [self._actor(each) for each in self.phones]

    def now(self) -> datetime:
        return self._start + timedelta(seconds=self.world.true)

    def _move_clock(self) -> None:
        """Let the server's clock follow the stage's, which never falls behind it."""
        real = time.monotonic() - self._real
        self._offset = max(self._offset, int(self.world.true - real))
        self.world.true = max(self.world.true, real + self._offset)
        self._clock.execute(SET_CLOCK, {"seconds": self._offset})

    def _phone(self, ground: Ground, place: int) -> Phone:
        technician, trouble = ground.technicians[place], self.trouble
        who = f"phone-{technician.number}"
        clock = PhoneClock(
            dice(self.seed, f"{who}/clock"), self._start, is_honest=not trouble.clocks
        )
        client = Client(
            Store(),
            clock,
            technician.token,
            OLD_APP if place % 17 == 0 else APP,
            dice(self.seed, f"{who}/client"),
            self.world,
        )
        others = [*ground.foreign_visit_ids, *self._visit_ids[:: max(1, place)]]
        person = Person(
            dice(self.seed, f"{who}/person"),
            ground.model_id,
            others,
            trouble.is_scripted,
        )
        return Phone(
            technician.id,
            client,
            person,
            dice(self.seed, f"{who}/life"),
            0,
            PACE * self.size.phones,
            script=self._script(technician.id) if trouble.is_scripted else (),
        )

    @property
    def _gap(self) -> float:
        """Mean seconds between any two syncs, with those who are out of reach."""
        return PACE + OUT_OF_REACH * HALF_A_DAY / self.size.phones

    def _script(self, technician_id: int) -> tuple[int, ...]:
        """Name the visits that are this technician's alone."""
        rows = self._clock.execute(ALONE, {"technician_id": technician_id}).fetchall()
        return tuple(row[0] for row in rows)

    def _dispatcher(self, token: str) -> Dispatcher:
        return Dispatcher(
            token,
            dice(self.seed, token),
            [each.id for each in self.ground.technicians],
            self._visit_ids,
            self._gap * 8 * self.size.dispatchers,
            self.now,
        )

    def _actor(self, phone: Phone) -> Actor:
        line = dice(self.seed, f"phone-{phone.technician_id}/line")
        return Actor(
            self.stage,
            phone.live,
            lambda request, heard: self.stage.send(request, line, heard),
            phone.is_killed,
            phone.away,
        )

    def _perform(self) -> None:
        for phone, actor in zip(self.phones, self._actors, strict=True):
            actor.begin = phone.live
            actor.start()
        if self.trouble.dispatchers:
            for each in self.dispatchers:
                each.is_over = False
                Actor(self.stage, each.live, self.stage.ask).start()
        self.stage.after(DAY, self._night)
        self.stage.after(PACE, self._make_trouble)
        self.stage.run()

    def _is_over(self) -> bool:
        return all(actor.is_over for actor in self._actors)

    def _night(self) -> None:
        self.run_jobs()
        if not self._is_over():
            self.stage.after(DAY, self._night)

    def _make_trouble(self) -> None:
        """End a login, or lose a piece of a store; stop once all phones are done."""
        random = self._trouble_dice
        phone = random.choice(self.phones)
        if self.trouble.logins and random.random() < 0.2 and phone.store.device:
            self._clock.execute(END_LOGIN, {"device": phone.store.device})
        every = self.trouble.forgetful
        if every:
            random.choice(self.phones[::every]).store.lose_something(random)
        if self._is_over():
            for each in self.dispatchers:
                each.is_over = True
        else:
            self.stage.after(self._gap * 6, self._make_trouble)

    def _come_to_rest(self) -> None:
        """Let the weather clear, give up what was lost, and hear the last of it."""
        self.world.weather = CALM
        for each in self.phones:
            each.is_killable = False
        for _ in range(2):
            self.run_jobs()
            for phone, actor in zip(self.phones, self._actors, strict=True):
                actor.begin = phone.settle
                actor.start()
            self.stage.run()
