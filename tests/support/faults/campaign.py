"""A campaign: clients at work, kills among them, rest, and the verdict."""

import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.support.cluster import Database
from tests.support.faults import checks
from tests.support.faults.caller import Caller
from tests.support.faults.clients import CLIENTS
from tests.support.faults.clients.desk import Desk
from tests.support.faults.dice import dice
from tests.support.faults.kills import Reaper, plan_of_kills
from tests.support.faults.ledger import Ledger
from tests.support.faults.processes import Part, Processes
from tests.support.faults.rest import until_at_rest
from tests.support.faults.world import World, make_world


@dataclass(frozen=True)
class Report:
    """What a campaign did, and every problem that it found."""

    seed: int
    kills: int
    hits: int
    requests: int
    unanswered: int
    refused: Mapping[str, int]
    acknowledged: Mapping[str, int]
    problems: Sequence[str]

    def __str__(self) -> str:
        summary = (
            f"seed {self.seed}: {self.kills} kills ({self.hits} during a job), "
            f"{self.requests} requests of which {self.unanswered} lost, "
            f"{sum(self.acknowledged.values())} acknowledgements checked, "
            f"{len(self.problems)} problems"
        )
        details = [
            f"{title}: {', '.join(f'{name} × {n}' for name, n in counts.items())}"
            for title, counts in (
                ("acknowledged", self.acknowledged),
                ("refused", self.refused),
            )
        ]
        return "\n  ".join([summary, *details, *self.problems])


def run(database: Database, home: Path, *, seed: int, kills: int) -> Report:
    """Kill web and worker by turns `kills` times; a seed repeats its kills."""
    world = make_world(database, len(CLIENTS))
    ledger = Ledger()
    processes = Processes(database, home)
    reapers = [
        Reaper(plan_of_kills(seed, part, share), processes, ledger, database)
        for part, share in ((Part.WEB, kills - kills // 2), (Part.WORKER, kills // 2))
    ]
    try:
        processes.start()
        _let_loose(_desks(world, processes, ledger, seed), reapers)
        until_at_rest(database)
        with psycopg.connect(database.superuser_url) as connection:
            found = checks.problems(connection, ledger)
    finally:
        processes.stop()
    return Report(
        seed=seed,
        kills=sum(reaper.done for reaper in reapers),
        hits=sum(reaper.hits for reaper in reapers),
        requests=ledger.requests,
        unanswered=ledger.unanswered,
        refused=ledger.refused,
        acknowledged=Counter(entry.deed for entry in ledger.acknowledged),
        problems=[*ledger.wrong, *processes.complaints(), *found],
    )


def _desks(world: World, processes: Processes, ledger: Ledger, seed: int) -> list[Desk]:
    return [
        Desk(
            token,
            Caller(processes.address, token, ledger),
            world,
            dice(seed, token),
        )
        for token in world.tokens
    ]


def _let_loose(desks: Sequence[Desk], reapers: Sequence[Reaper]) -> None:
    """Let clients work for as long as somebody kills."""
    over = threading.Event()
    with ThreadPoolExecutor(len(desks) + len(reapers)) as threads:
        working: list[Future[None]] = [
            threads.submit(_work, deeds(desk), over)
            for desk, deeds in zip(desks, CLIENTS, strict=True)
        ]
        try:
            for killing in [threads.submit(reaper.run) for reaper in reapers]:
                killing.result()
        finally:
            over.set()
        for future in working:
            future.result()


def _work(deeds: Iterator[None], over: threading.Event) -> None:
    with suppress(StopIteration):
        while not over.is_set():
            next(deeds)
