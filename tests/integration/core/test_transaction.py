"""One transaction per verb, against the real database."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError

from app.core import events, jobs
from app.core.actor import SYSTEM, acting_as
from app.core.database import db, session
from app.core.errors import ConflictError, refuse_on
from app.core.transaction import Transaction, retry_conflicts, transaction

pytestmark = pytest.mark.usefixtures("system")


@dataclass(frozen=True)
class Stored:
    prefix: str


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What subscribers of `Stored` saw, each of which stores one row more."""
    found: list[str] = []

    def hear(fact: Stored) -> None:
        found.append(fact.prefix)
        if len(found) < 3:
            with transaction() as tx:
                store(tx, f"{fact.prefix}+")
                tx.publish(Stored(f"{fact.prefix}+"))

    monkeypatch.setattr(events, "_subscribers", {Stored: [hear]})
    return found


def store(tx: Transaction, prefix: str) -> None:
    tx.session.execute(
        text("INSERT INTO reference_counters (prefix, year, last) VALUES (:p, 1, 1)"),
        {"p": prefix},
    )


def stored() -> list[str]:
    """What another connection sees, which is what is committed."""
    with db.engine.connect() as other:
        rows = other.execute(text("SELECT prefix FROM reference_counters ORDER BY 1"))
        return [row.prefix for row in rows]


def test_leaving_the_block_commits() -> None:
    with transaction() as tx:
        store(tx, "A")
        assert stored() == []
    assert stored() == ["A"]


def test_an_error_rolls_everything_back() -> None:
    def fail() -> None:
        with transaction() as tx:
            store(tx, "A")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert stored() == []


def test_a_verb_within_a_verb_joins_it() -> None:
    def outermost() -> None:
        with transaction() as outer:
            store(outer, "A")
            with transaction() as inner:
                assert inner is outer
                store(inner, "B")
            assert stored() == []
            raise RuntimeError

    with pytest.raises(RuntimeError):
        outermost()
    assert stored() == []
    with transaction() as tx:
        store(tx, "C")
    assert stored() == ["C"]


def test_facts_are_handled_before_the_commit_and_inside_it(heard: list[str]) -> None:
    with transaction() as tx:
        store(tx, "A")
        tx.publish(Stored("A"))
        assert heard == []
    assert heard == ["A", "A+", "A++"]
    assert stored() == ["A", "A+", "A++"]


def test_a_handler_that_fails_undoes_the_verb(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Stored) -> None:
        raise RuntimeError

    monkeypatch.setattr(events, "_subscribers", {Stored: [fail]})

    def verb() -> None:
        with transaction() as tx:
            store(tx, "A")
            tx.publish(Stored("A"))

    with pytest.raises(RuntimeError):
        verb()
    assert stored() == []


def test_hooks_run_last_before_and_first_after_the_commit() -> None:
    seen: list[tuple[str, list[str]]] = []

    def note(when: str) -> Callable[[], None]:
        return lambda: seen.append((when, stored()))

    with transaction() as tx:
        tx.after_commit(note("after"))
        tx.before_commit(note("before"))
        store(tx, "A")
        assert seen == []
    assert seen == [("before", []), ("after", ["A"])]


def test_after_an_error_no_hook_runs() -> None:
    seen: list[str] = []

    def fail() -> None:
        with transaction() as tx:
            tx.before_commit(lambda: seen.append("before"))
            tx.after_commit(lambda: seen.append("after"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert seen == []


def test_a_job_is_deferred_once_the_rows_it_is_about_are_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[tuple[str, dict[str, int]]] = []
    monkeypatch.setattr(jobs, "_deferrer", lambda n, **ids: asked.append((n, ids)))
    monkeypatch.setattr(jobs, "_jobs", {"tests.ring": None})
    with transaction() as tx:
        tx.defer("tests.ring", bell_id=1)
    assert asked == [("tests.ring", {"bell_id": 1})]


def test_a_violated_constraint_comes_out_as_the_refusal_it_means() -> None:
    refuse_on("pk_reference_counters", lambda: ConflictError("Counted already."))
    with transaction() as tx:
        store(tx, "A")
    with pytest.raises(ConflictError, match=r"Counted already\."), transaction() as tx:
        store(tx, "A")


def test_a_constraint_without_a_meaning_is_a_fault_of_the_program() -> None:
    with pytest.raises(IntegrityError), transaction() as tx:
        tx.session.execute(
            text(
                "INSERT INTO memberships (user_id, organisation_id, role) "
                "VALUES (1, 1, 'store')"
            )
        )


def lock(number: int) -> None:
    session().execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": number})


def test_of_two_that_deadlock_both_succeed_in_the_end(app: Flask) -> None:
    both_hold = threading.Barrier(2)
    tries: list[int] = []
    failures: list[BaseException] = []

    @retry_conflicts
    def take(first: int, second: int) -> None:
        with transaction() as tx:
            tries.append(first)
            lock(first)
            if len(tries) <= 2:
                both_hold.wait()
            lock(second)
            store(tx, f"{first}{second}")

    def run(first: int, second: int) -> None:
        try:
            with app.app_context(), acting_as(SYSTEM):
                take(first, second)
        except BaseException as error:  # noqa: BLE001 - told to the test below
            failures.append(error)

    threads = [threading.Thread(target=run, args=pair) for pair in ((1, 2), (2, 1))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert stored() == ["12", "21"]
    assert len(tries) == 3


class Tie(Exception):  # noqa: N818 - it stands in for a driver's error
    sqlstate = "40001"


def tie() -> OperationalError:
    return OperationalError("SELECT 1", {}, Tie())


def test_a_tie_that_lasts_is_told_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.core.transaction.time.sleep", lambda _: None)
    tries: list[int] = []

    @retry_conflicts
    def unlucky() -> None:
        tries.append(1)
        raise tie()

    with pytest.raises(OperationalError):
        unlucky()
    assert len(tries) == 8


def test_a_joined_verb_leaves_trying_again_to_its_caller() -> None:
    tries: list[int] = []

    @retry_conflicts
    def unlucky() -> None:
        tries.append(1)
        raise tie()

    with pytest.raises(OperationalError), transaction():
        unlucky()
    assert len(tries) == 1


def test_what_is_no_tie_is_not_tried_again() -> None:
    tries: list[int] = []

    @retry_conflicts
    def wrong() -> None:
        tries.append(1)
        with transaction() as tx:
            tx.session.execute(text("SELECT 1 / 0"))

    with pytest.raises(Exception, match="division by zero"):
        wrong()
    assert len(tries) == 1
