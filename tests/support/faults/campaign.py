"""A campaign: clients at work, kills among them, rest, and the verdict."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

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
from tests.support.faults.report import Report
from tests.support.faults.rest import until_at_rest
from tests.support.faults.world import make_world


class Killer(Protocol):
    """Kills something a number of times, and counts."""

    done: int
    hits: int

    def run(self) -> None: ...


@dataclass(frozen=True)
class Stage:
    """Where a campaign takes place, and what its processes complain of afterwards."""

    database: Database
    address: tuple[str, int]
    complaints: Callable[[], list[str]]


def run(database: Database, home: Path, *, seed: int, kills: int) -> Report:
    """Kill web and worker by turns `kills` times; a seed repeats its kills."""
    ledger = Ledger()
    processes = Processes(database, home)
    killers = [
        Reaper(plan_of_kills(seed, part, share), processes, ledger, database)
        for part, share in ((Part.WEB, kills - kills // 2), (Part.WORKER, kills // 2))
    ]
    stage = Stage(database, processes.address, processes.complaints)
    try:
        processes.start()
        return perform(stage, ledger, killers, seed)
    finally:
        processes.stop()


def perform(
    stage: Stage, ledger: Ledger, killers: Sequence[Killer], seed: int
) -> Report:
    """Let clients work until the last kill, wait for rest, and check everything."""
    world = make_world(stage.database, len(CLIENTS))
    desks = [
        Desk(name, Caller(stage.address, name, ledger), world, dice(seed, name))
        for name in world.tokens
    ]
    _let_loose(desks, killers)
    until_at_rest(stage.database)
    with psycopg.connect(stage.database.superuser_url) as connection:
        found = checks.problems(connection, ledger)
    return Report(
        seed=seed,
        kills=sum(killer.done for killer in killers),
        hits=sum(killer.hits for killer in killers),
        requests=ledger.requests,
        lost=ledger.lost,
        refused=ledger.refused,
        acknowledged=Counter(entry.deed for entry in ledger.acknowledged),
        problems=[*ledger.wrong, *stage.complaints(), *found],
    )


def _let_loose(desks: Sequence[Desk], killers: Sequence[Killer]) -> None:
    """Let clients work for as long as somebody kills."""
    over = threading.Event()
    with ThreadPoolExecutor(len(desks) + len(killers)) as threads:
        working: list[Future[None]] = [
            threads.submit(_work, deeds(desk), over)
            for desk, deeds in zip(desks, CLIENTS, strict=True)
        ]
        try:
            for killing in [threads.submit(killer.run) for killer in killers]:
                killing.result()
        finally:
            over.set()
        for future in working:
            future.result()


def _work(deeds: Iterator[None], over: threading.Event) -> None:
    with suppress(StopIteration):
        while not over.is_set():
            next(deeds)
