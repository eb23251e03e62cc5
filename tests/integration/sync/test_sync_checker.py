"""The checker finds what it is there to find: each rule is broken on purpose."""

import json
from collections.abc import Callable
from copy import deepcopy

import psycopg
import pytest
from flask import Flask

from tests.support import sync_checker
from tests.support.cluster import Database
from tests.support.simulator.calls import Answer, Request
from tests.support.simulator.campaign import Campaign, Size
from tests.support.simulator.jobs import do_what_is_due
from tests.support.simulator.servers import InProcess
from tests.support.simulator.store import Entry, Store
from tests.support.sync_checker import DEVICES, SYNC, Deliveries, Kept

PARK_NOTES = (
    "UPDATE operations SET fate = 'parked' "
    "WHERE type = 'evidence.add' AND fate = 'applied'"
)
TURN_DOWN = "UPDATE operations SET fate = 'rejected' WHERE fate = 'applied'"
LOSE_THEM = "DELETE FROM operations WHERE seq = 1"
BOOK_TWICE = (
    "ALTER TABLE assignments DROP CONSTRAINT "
    "assignments_no_overlap; INSERT INTO assignments (visit_id, seat, "
    "owner_organisation_id, technician_id, starts_at, ends_at, state) "
    "SELECT visit_id, seat + 1, owner_organisation_id, technician_id, starts_at, "
    "ends_at, state FROM assignments"
)
IN_DATABASE = (
    ("An operation is decided", "UPDATE operations SET decided_at = NULL"),
    (
        "Held operations wait",
        "UPDATE operations SET fate = 'held', decided_at = NULL",
    ),
    ("A stream stands behind", "UPDATE operation_streams SET held = held + 1"),
    ("A stream stands behind", "UPDATE operation_streams SET next_seq = 1"),
    (
        "A stream's operations took effect in the order",
        "UPDATE operations SET version = 1000 - seq WHERE version IS NOT NULL",
    ),
    ("A stream's numbers", "UPDATE operation_streams SET next_seq = next_seq + 1"),
    (
        "Each effect made a version",
        "UPDATE operations SET version = 2 WHERE version IS NOT NULL",
    ),
    ("A visit has every version", "UPDATE visits SET version = 1"),
    ("Each effect was announced", "DELETE FROM feed_entries WHERE entity = 'visit'"),
    ("What has no effect", "UPDATE operations SET version = NULL"),
    ("What only phones changed", "UPDATE visits SET version = version + 1"),
    ("Evidence is there once", "DELETE FROM visit_evidence"),
    ("Evidence is there once", PARK_NOTES),
    ("Evidence is there once", "UPDATE visit_evidence SET data = '{}'"),
    (
        "Evidence is there once",
        "UPDATE visit_evidence SET sha256 = sha256('x') WHERE sha256 IS NOT NULL",
    ),
    (
        "Every step that took effect",
        "UPDATE assignments SET acknowledged_at = NULL, arrived_at = NULL",
    ),
    ("Nothing happened after", "UPDATE operations SET is_skewed = NOT is_skewed"),
    (
        "Nothing happened after",
        "UPDATE operations SET estimated_at = received_at + interval '1 s'",
    ),
    ("What is held, parked or rejected", "DELETE FROM memberships"),
    (
        "Nobody is booked in two places",
        BOOK_TWICE,
    ),
    ("What a feed told last", "UPDATE visits SET version = version + 1"),
    (
        "Every operation has one fate",
        LOSE_THEM,
    ),
    (
        "Every operation has one fate",
        TURN_DOWN,
    ),
    ("What a phone wrote", "UPDATE operations SET data = '{\"x\": 1}'"),
    (
        "A phone at rest shows",
        "UPDATE visits SET state = 'no_show' WHERE starts_at > '2000-01-01'",
    ),
    ("A phone at rest shows", "DELETE FROM assignments"),
    ("A phone at rest shows", "UPDATE sites SET contact_name = 'Somebody else'"),
    ("A feed's numbers", "DELETE FROM feed_entries WHERE number = 1"),
    ("A chain of audit rows", "UPDATE audit_heads SET number = number + 1"),
)


def _first(store: Store) -> Entry:
    return next(each for each in store.entries.values() if each.fate == "applied")


def _unlearn(store: Store) -> None:
    _first(store).heard.clear()


def _hear_otherwise(store: Store) -> None:
    heard = _first(store).heard
    heard[:0] = [{**heard[0], "status": "rejected"}]


def _never_wrote(store: Store) -> None:
    del store.entries[_first(store).op["id"]]


def _see_another(store: Store) -> None:
    store.visits[10**9] = next(iter(store.visits.values()))


def _miss_one(store: Store) -> None:
    store.visits.popitem()


IN_STORE: tuple[tuple[str, Callable[[Store], None]], ...] = (
    ("Every operation has one fate", _unlearn),
    ("What was told first stays", _hear_otherwise),
    ("The log holds what phones wrote", _never_wrote),
    ("A phone at rest shows", _see_another),
    ("A phone at rest shows", _miss_one),
)


@pytest.fixture
def played(app: Flask, database: Database) -> Campaign:
    campaign = Campaign(
        database,
        InProcess(app),
        seed=4,
        size=Size(phones=4, operations=25, threads=1),
        run_jobs=lambda: do_what_is_due(app, database.app_url),
    )
    assert campaign.run().problems == []
    return campaign


def test_the_checker_finds_each_fault_that_it_is_there_to_find(
    played: Campaign,
) -> None:
    kept = [Kept(each.technician_id, each.store) for each in played.phones]
    missed = []
    with psycopg.connect(played.database.superuser_url) as connection:

        def found(phones: list[Kept], sentence: str) -> bool:
            problems = sync_checker.problems(connection, phones, played.now())
            return any(problem.startswith(sentence) for problem in problems)

        for sentence, fault in IN_DATABASE:
            # Without triggers, so that nothing mends or refuses the fault.
            connection.execute("SET LOCAL session_replication_role = replica")
            connection.execute(fault.encode())
            if not found(kept, sentence):
                missed.append((sentence, fault))
            connection.rollback()
        for sentence, spoil in IN_STORE:
            spoiled = deepcopy(kept)
            spoil(spoiled[0].store)
            if not found(spoiled, sentence):
                missed.append((sentence, spoil.__name__))
    assert missed == []


def _deliver(change: dict[str, object], *, name: str = "Job") -> Deliveries:
    deliveries = Deliveries("FOREIGN")
    made = {"device": "d", "technician": {"id": 1}, "name": name}
    said = json.dumps({"device": "d"}).encode()
    told = {"changes": [change]}
    for path, body in ((DEVICES, made), (SYNC, told)):
        request = Request("POST", path, "token", said)
        deliveries.watch(request, Answer(200, json.dumps(body).encode()))
    return deliveries


def _visit(technician_id: int) -> dict[str, object]:
    crew = [{"technician_id": technician_id}]
    return {"entity": "visit", "id": 7, "op": "put", "data": {"crew": crew}}


def test_what_is_delivered_is_ones_own(database: Database) -> None:
    op: dict[str, object] = {"entity": "op", "id": "0198", "data": {}}
    with psycopg.connect(database.superuser_url) as connection:
        assert _deliver(_visit(1)).problems(connection) == []
        for delivered, sentence in (
            (_deliver(_visit(2)), "Only visits of one's own"),
            (_deliver(_visit(1), name="FOREIGN"), "Nothing foreign"),
            (_deliver(op), "A phone is told of its person's operations alone"),
        ):
            [problem] = delivered.problems(connection)
            assert problem.startswith(sentence)
