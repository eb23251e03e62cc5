"""Phones and dispatchers on a served installation whose processes are killed."""

import threading
import time
from collections import Counter
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from tests.support import sync_checker
from tests.support.cluster import Database
from tests.support.faults.caller import Caller
from tests.support.faults.clients.desk import Desk
from tests.support.faults.clients.plans import plan_places
from tests.support.faults.dice import dice
from tests.support.faults.kills import Reaper, plan_of_kills
from tests.support.faults.ledger import Ledger
from tests.support.faults.processes import Part, Processes
from tests.support.faults.rest import until_at_rest
from tests.support.faults.world import World as Places
from tests.support.simulator.client import Client, World
from tests.support.simulator.clocks import PhoneClock
from tests.support.simulator.dispatcher import Dispatcher
from tests.support.simulator.ground import FOREIGN, Ground, make_ground
from tests.support.simulator.hands import Hands
from tests.support.simulator.line import CALM, Weather
from tests.support.simulator.person import Person
from tests.support.simulator.phone import Phone
from tests.support.simulator.reference import FaultyLine, ReferencePhone
from tests.support.simulator.report import Report
from tests.support.simulator.servers import Served
from tests.support.simulator.store import Store
from tests.support.sync_checker import Deliveries, Kept

PHONES, REFERENCES, VISITS, DISPATCHERS = 8, 4, 12, 2
#: A phone may sync 120 times a minute; this is a little less often.
RHYTHM = 0.6
SCATTER = Weather(scatter=0.15)
ENDLESS = 10**9
#: Of four kills one is the worker's: it has to be at work first, which takes longest.
WORKERS_SHARE = 4
BEGIN = "UPDATE sync_state SET window_at = now()"


@dataclass
class KillCampaign:
    database: Database
    home: Path
    seed: int
    kills: int

    def run(self) -> Report:
        began = time.monotonic()
        self._ledger = Ledger()
        self._processes = Processes(self.database, self.home)
        self._set_up()
        try:
            self._processes.start()
            done = self._perform()
            self._settle()
            until_at_rest(self.database)
        finally:
            self._processes.stop()
        found, fates = self._check()
        return Report(
            seed=self.seed,
            phones=PHONES + REFERENCES,
            operations=sum(each.made for each in self._phones)
            + sum(each.made for each in self._references),
            kills=done,
            crashes=sum(each.crashes for each in self._hands),
            requests=self._ledger.requests,
            lost=self._ledger.lost,
            doubled=0,
            late=0,
            cut=0,
            fates=fates,
            deeds=sum(
                (Counter(each.done) for each in self._dispatchers),
                Counter(entry.deed for entry in self._ledger.acknowledged),
            ),
            seconds=time.monotonic() - began,
            problems=[*self._ledger.wrong, *self._processes.complaints(), *found],
        )

    def _set_up(self) -> None:
        self._ground = make_ground(
            self.database,
            phones=PHONES + REFERENCES,
            visits=VISITS,
            dispatchers=DISPATCHERS + 1,
        )
        with psycopg.connect(self.database.superuser_url) as connection:
            connection.execute(BEGIN)
            rows = connection.execute(
                "SELECT v.id FROM visits v JOIN organisations o "
                "ON o.id = v.owner_organisation_id WHERE o.code = 'soak' ORDER BY 1"
            ).fetchall()
        visit_ids = [row[0] for row in rows]
        self._deliveries = Deliveries(FOREIGN)
        self._phones = [_phone(self._ground, self.seed, n) for n in range(PHONES)]
        self._hands = [
            self._hand(f"phone-{n}", phone.client.world, phone)
            for n, phone in enumerate(self._phones)
        ]
        self._references = [
            self._reference(n) for n in range(PHONES, PHONES + REFERENCES)
        ]
        *tokens, self._planner = self._ground.dispatchers
        self._dispatchers = [
            Dispatcher(
                token,
                dice(self.seed, token),
                [each.id for each in self._ground.technicians],
                visit_ids,
                RHYTHM,
                lambda: datetime.now(UTC),  # noqa: TID251 - the server's own clock
                # The reference client leaves it to its person to begin anew.
                [each.technician_id for each in self._phones],
            )
            for token in tokens
        ]

    def _reference(self, place: int) -> ReferencePhone:
        """Give a technician the reference client, which only kills and lines try."""
        technician = self._ground.technicians[place]
        who = f"phone-{technician.number}"
        line = FaultyLine(self._hand(who, World(0.0, CALM)))
        others = self._ground.foreign_visit_ids
        person = Person(dice(self.seed, f"{who}/person"), self._ground.model_id, others)
        life = dice(self.seed, f"{who}/life")
        return ReferencePhone(
            technician.id, technician.token, line, person, life, RHYTHM
        )

    def _hand(self, who: str, world: World, phone: Phone | None = None) -> Hands:
        return Hands(
            Served(self._processes.address),
            world,
            self._ledger,
            dice(self.seed, f"{who}/line"),
            self._deliveries.watch,
            phone.is_killed if phone else lambda: False,
        )

    def _perform(self) -> int:
        """Let everybody work for as long as somebody kills."""
        reapers = [
            Reaper(
                plan_of_kills(self.seed, part, share),
                self._processes,
                self._ledger,
                self.database,
            )
            for part, share in (
                (Part.WEB, self.kills - self.kills // WORKERS_SHARE),
                (Part.WORKER, self.kills // WORKERS_SHARE),
            )
        ]
        others = len(self._dispatchers) + len(reapers) + 1
        everybody = len(self._phones) + len(self._references) + others
        over = threading.Event()
        with ThreadPoolExecutor(everybody) as threads:
            working: list[Future[None]] = [
                threads.submit(hand.live, phone.live)
                for hand, phone in zip(self._hands, self._phones, strict=True)
            ]
            working += [threads.submit(each.live, over) for each in self._references]
            working += [
                threads.submit(self._hand(each.token, World(0.0, CALM)).live, each.live)
                for each in self._dispatchers
            ]
            working.append(threads.submit(self._plan, over))
            try:
                for killing in [threads.submit(reaper.run) for reaper in reapers]:
                    killing.result()
            finally:
                over.set()
                self._end()
            for future in working:
                future.result()
        return sum(reaper.done for reaper in reapers)

    def _plan(self, over: threading.Event) -> None:
        """Have places planned and publish what comes of it, phones' visits too."""
        caller = Caller(self._processes.address, self._planner, self._ledger)
        places = Places(self._ground.dispatchers, self._ground.places)
        desk = Desk(self._planner, caller, places, dice(self.seed, self._planner))
        for _ in plan_places(desk):
            if over.is_set():
                return

    def _end(self) -> None:
        for dispatcher in self._dispatchers:
            dispatcher.is_over = True
        for phone in self._phones:
            phone.operations = phone.made
            phone.client.world.weather = CALM

    def _settle(self) -> None:
        """Have every phone say the last it has to say; twice, for they are crews."""
        for _ in range(2):
            with ThreadPoolExecutor(PHONES + REFERENCES) as threads:
                settling = [
                    threads.submit(hand.live, phone.settle)
                    for hand, phone in zip(self._hands, self._phones, strict=True)
                ]
                settling += [threads.submit(each.settle) for each in self._references]
                for done in settling:
                    done.result()

    def _check(self) -> tuple[list[str], dict[str, int]]:
        kept = [Kept(each.technician_id, each.store) for each in self._phones]
        kept += [each.kept() for each in self._references]
        at = datetime.now(UTC)  # noqa: TID251 - the server's own clock
        with psycopg.connect(self.database.superuser_url) as connection:
            found = sync_checker.problems(connection, kept, at)
            found += self._deliveries.problems(connection)
            return found, sync_checker.summary(connection)


def _phone(ground: Ground, seed: int, place: int) -> Phone:
    technician = ground.technicians[place]
    who = f"phone-{technician.number}"
    clock = PhoneClock(
        dice(seed, f"{who}/clock"),
        datetime.now(UTC),  # noqa: TID251 - the stage's own clock
    )
    client = Client(
        Store(),
        clock,
        technician.token,
        57,
        dice(seed, f"{who}/client"),
        World(0.0, SCATTER),
    )
    person = Person(
        dice(seed, f"{who}/person"), ground.model_id, ground.foreign_visit_ids
    )
    life = dice(seed, f"{who}/life")
    return Phone(technician.id, client, person, life, ENDLESS, RHYTHM)
