"""Kills in an order that a seed fixes: one hand for web, one for the worker."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

import psycopg

from app.core.jobs import Queue
from tests.support.cluster import Database
from tests.support.faults.dice import dice
from tests.support.faults.ledger import Ledger
from tests.support.faults.processes import MANNERS, Manner, Part, Processes

#: Without work going on for this long, the kill comes all the same.
PATIENCE_SECONDS = 5.0
ANSWER_SECONDS = 60.0
MOST_ANSWERS = 25
WEB_DELAY_SECONDS = 0.2
WORKER_DELAY_SECONDS = 6.0
POLL_SECONDS = 0.01
#: Of the worker that lives, in any lane: a dead one's jobs are `doing` until rescued.
AT_WORK = (
    "SELECT EXISTS (SELECT FROM procrastinate_jobs WHERE status = 'doing' "
    "AND worker_id IN "
    "(SELECT id FROM procrastinate_workers ORDER BY id DESC LIMIT %s))"
)


@dataclass(frozen=True)
class Kill:
    """`after` counts answers of web; the worker is killed once it is at work."""

    part: Part
    manner: Manner
    after: int
    delay: float


def plan_of_kills(seed: int, part: Part, count: int) -> list[Kill]:
    random = dice(seed, part)
    longest = WEB_DELAY_SECONDS if part is Part.WEB else WORKER_DELAY_SECONDS
    return [
        Kill(
            part,
            random.choice(MANNERS[part]),
            random.randint(1, MOST_ANSWERS),
            random.uniform(0, longest),
        )
        for _ in range(count)
    ]


class Reaper:
    """Carries out the kills of one part."""

    def __init__(
        self,
        kills: list[Kill],
        processes: Processes,
        ledger: Ledger,
        database: Database,
    ) -> None:
        self._kills = kills
        self._processes = processes
        self._ledger = ledger
        self._url = database.superuser_url
        self._pause = threading.Event()
        self.done = 0
        self.hits = 0

    def run(self) -> None:
        """Kill as planned; `hits` counts those that struck a job under way."""
        with psycopg.connect(self._url, autocommit=True) as connection:
            for kill in self._kills:
                self._await_moment(kill, connection)
                self._pause.wait(kill.delay)
                self.hits += _is_at_work(connection)
                self._processes.kill(kill.part, kill.manner)
                self.done += 1

    def _await_moment(self, kill: Kill, connection: psycopg.Connection) -> None:
        if kill.part is Part.WEB:
            self._ledger.await_answers(kill.after, ANSWER_SECONDS)
        else:
            self._poll(lambda: _is_at_work(connection))

    def _poll(self, fact: Callable[[], bool]) -> None:
        for _ in range(round(PATIENCE_SECONDS / POLL_SECONDS)):
            if fact():
                return
            self._pause.wait(POLL_SECONDS)


def _is_at_work(connection: psycopg.Connection) -> bool:
    row = connection.execute(AT_WORK, (len(Queue),)).fetchone()
    return bool(row and row[0])
