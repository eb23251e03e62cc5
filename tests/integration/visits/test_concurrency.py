"""Many dispatchers at once over HTTP: one winner each time, and nothing breaks."""

import json
import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import psycopg
import pytest
from flask import Flask

from app.core.actor import acting_as
from app.organisations.actions import make_token
from tests.integration.visits.world import Work, add_project, at, make_world
from tests.support.cluster import Database

CLIENTS = 50
TECHNICIANS = 6
VISITS = 30
#: All want the same few technicians on one morning, in steps of a quarter.
STARTS = [at(8 + quarter / 4) for quarter in range(16)]

Answer = tuple[str, int]
Wish = tuple[str, dict[str, object] | None]

OVERLAPS = """
SELECT count(*) FROM assignments a JOIN assignments b
ON a.technician_id = b.technician_id AND a.id < b.id AND a.during && b.during
WHERE a.is_booked AND b.is_booked
"""


class Client:
    """One dispatcher at a board that is always a little out of date."""

    def __init__(self, app: Flask, token: str, seed: int, attempts: int) -> None:
        self._http = app.test_client()
        self._token = token
        # Chance makes the contention; the seed makes it the same each time.
        self._random = random.Random(seed)  # noqa: S311 - nothing secret
        self._attempts = attempts
        self._versions: dict[int, int] = {}

    def run(
        self, barrier: Barrier, visits: list[int], people: list[int]
    ) -> Counter[Answer]:
        answers = Counter[Answer]()
        barrier.wait()
        for _ in range(self._attempts):
            visit_id = self._random.choice(visits)
            verb, body = self._wish(visits, people)
            answers[verb, self._post(visit_id, verb, body)] += 1
        return answers

    def _wish(
        self, visits: list[int], people: list[int]
    ) -> tuple[str, dict[str, object] | None]:
        verb = self._random.choices(["assign", "swap", "unassign"], [7, 2, 1])[0]
        if verb == "assign":
            crew = [self._random.choice(people)]
            starts_at = self._random.choice(STARTS).isoformat()
            return verb, {"technician_ids": crew, "starts_at": starts_at}
        if verb == "swap":
            return verb, {"with_visit_id": self._random.choice(visits)}
        return verb, None

    def _post(self, visit_id: int, verb: str, body: dict[str, object] | None) -> int:
        headers = {
            "Authorization": f"Bearer {self._token}",
            "If-Match": f'"{self._versions.get(visit_id, 1)}"',
        }
        path = f"/api/v1/visits/{visit_id}"
        answer = self._http.post(f"{path}/{verb}", json=body, headers=headers)
        if answer.status_code == 412:
            seen = self._http.get(path, headers=headers)
            if seen.status_code != 200:
                return seen.status_code
            self._versions[visit_id] = json.loads(seen.data)["version"]
        elif answer.status_code == 200:
            self._versions[visit_id] = json.loads(answer.data)["version"]
        return answer.status_code


def contend(app: Flask, database: Database, attempts: int) -> Counter[Answer]:
    """Let every client make so many attempts; return how they were answered."""
    with app.app_context():
        world = make_world(TECHNICIANS)
        visits = [add_project(world, Work(seconds=1800))[0].id for _ in range(VISITS)]
        with acting_as(world.dispatcher):
            token = make_token("many", 1).token
    barrier = Barrier(CLIENTS)
    with ThreadPoolExecutor(CLIENTS) as pool:
        runs = [
            pool.submit(
                Client(app, token, seed, attempts).run,
                barrier,
                visits,
                world.technicians,
            )
            for seed in range(CLIENTS)
        ]
        answers = sum((run.result() for run in runs), Counter[Answer]())
    with psycopg.connect(database.superuser_url) as connection:
        assert connection.execute(OVERLAPS).fetchone() == (0,)
    return answers


@pytest.mark.parametrize(
    "attempts", [8, pytest.param(200, marks=pytest.mark.soak)], ids=["few", "many"]
)
def test_fifty_dispatchers_want_the_same_technicians(
    app: Flask, database: Database, attempts: int
) -> None:
    answers = contend(app, database, attempts)
    assert {status for _, status in answers} <= {200, 409, 412, 422}, answers
    assert sum(answers.values()) == CLIENTS * attempts
    assert answers["assign", 200] > 0
    assert answers["swap", 200] > 0
    assert answers["assign", 409] > 0
