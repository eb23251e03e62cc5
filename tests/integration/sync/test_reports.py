"""A dispatcher decides on what was held, parked or rejected."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import psycopg

from app.core.actor import SYSTEM, acting_as
from app.visits.actions import operations
from tests.factories.world import Side
from tests.integration.sync.sending import later_fates, notes, op, reassign, send
from tests.support.clock import TestClock
from tests.support.cluster import Database
from tests.support.phone import Phone

Desk = Callable[..., tuple[int, Any]]


def reports(desk: Desk, query: str = "open=true") -> list[dict[str, Any]]:
    status, page = desk("GET", f"/api/v1/operations?{query}")
    assert status == 200, page
    items: list[dict[str, Any]] = page["items"]
    return items


def resolve(desk: Desk, report: dict[str, Any], decision: str) -> tuple[int, Any]:
    path = f"/api/v1/operations/{report['id']}/resolve"
    return desk("POST", path, {"decision": decision, "note": "so be it"})


def test_what_is_held_for_a_week_is_a_dispatchers_task(
    phone: Phone, visit_id: int, desk: Desk, clock: TestClock
) -> None:
    send(phone, op(2, visit_id))
    for days, tasks in ((6, 0), (2, 1)):
        clock.advance(timedelta(days=days))
        with acting_as(SYSTEM):
            operations.open_tasks()
        assert len(reports(desk, "overdue=true")) == tasks
    [report] = reports(desk)
    assert (report["fate"], report["technician_name"] is not None) == ("held", True)


def test_accepting_a_held_one_gives_up_the_gap_and_carries_out_those_before_it(
    phone: Phone, visit_id: int, desk: Desk
) -> None:
    send(phone, *(op(seq, visit_id) for seq in (2, 4, 5, 7)))
    fourth = next(report for report in reports(desk) if report["seq"] == 4)
    status, report = resolve(desk, fourth, "accept")
    assert (status, report["fate"]) == (200, "applied")
    assert notes() == ["note 2", "note 4", "note 5"]
    assert [report["seq"] for report in reports(desk)] == [7]
    phone.sync()
    assert list(later_fates(phone).values()) == ["applied"] * 3
    assert send(phone, op(1, visit_id))[0]["code"] == "sequence_taken"


def test_dismissing_a_held_one_lets_the_next_ones_go_on(
    phone: Phone, visit_id: int, desk: Desk
) -> None:
    send(phone, op(2, visit_id), op(3, visit_id))
    second = next(report for report in reports(desk) if report["seq"] == 2)
    status, report = resolve(desk, second, "dismiss")
    assert (status, report["fate"], report["code"]) == (200, "rejected", "dismissed")
    assert notes() == ["note 3"]
    assert resolve(desk, second, "accept")[0] == 409


def test_what_was_parked_can_be_accepted_only_where_it_can_take_effect(
    phone: Phone, visit_id: int, desk: Desk, side: Side
) -> None:
    reassign(side)
    answer = send(phone, op(1, visit_id))[0]
    assert (answer["status"], answer["code"]) == ("parked", "visit_reassigned")
    [report] = reports(desk)
    assert report["reference"]
    status, problem = resolve(desk, report, "accept")
    assert (status, problem["code"]) == (409, "visit_reassigned")
    assert len(reports(desk)) == 1
    status, done = resolve(desk, report, "dismiss")
    assert (status, done["fate"], done["resolution_note"]) == (
        200,
        "parked",
        "so be it",
    )
    assert reports(desk) == []
    assert [report["id"] for report in reports(desk, "open=false")] == [done["id"]]


def test_what_a_killed_process_left_held_is_carried_out_all_the_same(
    phone: Phone, visit_id: int, database: Database
) -> None:
    ops = [op(seq, visit_id) for seq in (2, 1)]
    send(phone, ops[0])
    # Killed between taking the first one and releasing the second.
    with psycopg.connect(database.superuser_url) as connection:
        connection.execute("UPDATE operation_streams SET next_seq = 2")
    with acting_as(SYSTEM):
        operations.open_tasks()
    assert notes() == ["note 2"]
    assert send(phone, ops[0])[0]["first"]["status"] == "applied"
    with psycopg.connect(database.superuser_url) as connection:
        query = "SELECT next_seq, held FROM operation_streams"
        assert connection.execute(query).fetchone() == (3, 0)
