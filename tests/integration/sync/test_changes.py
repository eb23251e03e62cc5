"""What a phone is told: what changed, or all there is, and never a stranger's."""

from collections.abc import Callable
from datetime import timedelta

import psycopg
import pytest
from sqlalchemy import text

from app.core.actor import SYSTEM, Role, acting_as
from app.core.database import session
from app.core.transaction import transaction
from app.organisations.models import Membership
from app.visits.actions import operations
from app.visits.actions.operations import changes
from tests.factories.people import Person
from tests.factories.world import FOREIGN, Side
from tests.integration.sync.conftest import ClientLine
from tests.integration.sync.sending import op, reassign, send
from tests.support.clock import TestClock
from tests.support.cluster import Database
from tests.support.phone import Phone


def run(sql: str) -> None:
    with acting_as(SYSTEM), transaction():
        session().execute(text(sql))


def test_a_phone_begins_with_its_own_visits_whole(phone: Phone, visit_id: int) -> None:
    assert phone.last["reset"] is True
    assert list(phone.store.visits()) == [visit_id]
    _, document = phone.store.visits()[visit_id]
    assert document["site"]["contact_phone"] == "+8613800000002"
    assert FOREIGN not in str(phone.last)


def test_a_visit_given_to_others_is_gone_and_comes_to_them(
    phone: Phone,
    visit_id: int,
    side: Side,
    line: ClientLine,
    login: Callable[[Person], str],
) -> None:
    other = Phone(line)
    other.register(login(side.people[Role.TECHNICIAN][1]))
    other.rest()
    reassign(side)
    phone.sync()
    assert phone.last["changes"] == [{"entity": "visit", "id": visit_id, "op": "gone"}]
    assert phone.store.visits() == {}
    other.sync()
    assert visit_id in other.store.visits()


def test_a_visit_given_to_others_while_it_is_read_is_gone(
    phone: Phone, visit_id: int, side: Side, monkeypatch: pytest.MonkeyPatch
) -> None:
    reassign(side)
    monkeypatch.setattr("app.visits.queries.changes.seen_among", set)
    phone.sync()
    assert phone.last["changes"] == [{"entity": "visit", "id": visit_id, "op": "gone"}]


def test_the_phone_of_a_technician_who_dispatches_too_has_own_visits_alone(
    phone: Phone, visit_id: int, side: Side
) -> None:
    technician = side.people[Role.TECHNICIAN][0]
    with acting_as(SYSTEM), transaction():
        session().add(
            Membership(
                user_id=technician.user_id,
                organisation_id=technician.organisation_id,
                role=Role.DISPATCHER,
            )
        )
    phone.store.put(cursor=None)
    phone.rest()
    assert list(phone.store.visits()) == [visit_id]


def test_nothing_new_is_told_as_nothing(phone: Phone) -> None:
    before = phone.store.get("cursor")
    phone.sync()
    assert (phone.last["changes"], phone.last["cursor"]) == ([], before)
    assert (phone.last["reset"], phone.last["more"]) == (False, False)


@pytest.mark.parametrize("cursor", ["nonsense", "e9.1", "e1.99999", "e1.1~x"])
def test_a_cursor_of_no_use_begins_anew(phone: Phone, cursor: str) -> None:
    phone.store.put(cursor=cursor)
    phone.sync()
    assert phone.last["reset"] is True


def test_a_long_list_comes_in_pages(
    phone: Phone, visit_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "MOST_VISITS", 1)
    phone.store.put(cursor=None)
    assert phone.sync() is True
    assert (phone.last["reset"], phone.last["cursor"]) == (True, f"e1.0~{visit_id}")
    phone.rest()
    assert (phone.last["reset"], phone.last["cursor"]) == (False, "e1.0")
    assert list(phone.store.visits()) == [visit_id]


def test_what_was_told_long_ago_is_forgotten_and_such_a_phone_begins_anew(
    phone: Phone, visit_id: int, clock: TestClock
) -> None:
    phone.do("visit.acknowledge", visit_id)
    early = phone.store.get("cursor")
    phone.rest()
    latest = phone.store.get("cursor")
    run("UPDATE feed_entries SET created_at = created_at - interval '91 days'")
    with acting_as(SYSTEM):
        operations.forget_changes()
    phone.sync()
    assert not phone.last["reset"]
    phone.store.put(cursor=early)
    phone.do("evidence.add", visit_id, {"kind": "note", "data": {"text": "still"}})
    phone.sync()
    assert phone.last["reset"]
    assert phone.fates() == ["applied", "applied"]
    assert phone.last["cursor"] > latest
    assert clock


def test_a_restored_backup_has_phones_begin_anew_and_say_everything_again(
    phone: Phone, visit_id: int, database: Database
) -> None:
    for number in range(3):
        phone.do(
            "evidence.add", visit_id, {"kind": "note", "data": {"text": f"{number}"}}
        )
    phone.rest()
    # The backup was made before the last two.
    with psycopg.connect(database.superuser_url) as connection:
        connection.execute("DELETE FROM visit_evidence WHERE data->>'text' <> '0'")
        connection.execute("DELETE FROM operations WHERE seq > 1")
        connection.execute("UPDATE operation_streams SET next_seq = 2")
    with acting_as(SYSTEM):
        assert operations.raise_epoch() == 2
    phone.rest()
    assert phone.store.get("cursor").startswith("e2.")
    assert phone.fates() == ["applied"] * 3
    with acting_as(SYSTEM), transaction():
        query = text("SELECT count(*) FROM visit_evidence")
        assert session().scalar(query) == 3


def test_a_visit_comes_near_and_lies_too_far_back_by_time_alone(
    phone: Phone, visit_id: int, clock: TestClock
) -> None:
    run("UPDATE assignments SET starts_at = starts_at + interval '10 days', "
        "ends_at = ends_at + interval '10 days'")  # fmt: skip
    phone.store.put(cursor=None)
    phone.rest()
    assert phone.store.visits() == {}
    with acting_as(SYSTEM):
        operations.move_window()
    for days, there in ((5, [visit_id]), (15, [])):
        clock.advance(timedelta(days=days))
        with acting_as(SYSTEM):
            operations.move_window()
        phone.sync()
        assert list(phone.store.visits()) == there


def test_a_held_operation_tells_its_fate_to_a_phone_that_begins_anew(
    phone: Phone, visit_id: int
) -> None:
    second = op(2, visit_id)
    send(phone, second)
    send(phone, op(1, visit_id))
    phone.store.put(cursor=None)
    phone.sync()
    told = [change for change in phone.last["changes"] if change["entity"] == "op"]
    assert [(each["id"], each["data"]["fate"]) for each in told] == [
        (second["id"], "applied")
    ]


def test_the_day_and_a_visit_are_what_the_phone_was_told(
    phone: Phone, visit_id: int
) -> None:
    _, document = phone.store.visits()[visit_id]
    token = phone.store.get("token")
    path = f"/mobile/v1/visits/{visit_id}"
    assert phone.line("GET", path, None, token) == (200, document)
    status, day = phone.line(
        "GET", f"/mobile/v1/day?date={_local_day(document)}", None, token
    )
    assert (status, day["visits"]) == (200, [document])
    assert day["technician"]["name"]
    _, other = phone.line("GET", "/mobile/v1/day?date=2026-01-01", None, token)
    assert other["visits"] == []


def _local_day(document: dict[str, str]) -> str:
    with acting_as(SYSTEM), transaction():
        query = "SELECT (CAST(:at AS timestamptz) AT TIME ZONE 'Asia/Shanghai')::date"
        return str(session().scalar(text(query), {"at": document["starts_at"]}))


def test_an_old_program_is_told_so_and_taken_all_the_same(
    phone: Phone, visit_id: int
) -> None:
    phone.app = 0
    phone.do("visit.acknowledge", visit_id)
    phone.sync()
    assert phone.last["upgrade_required"] is True
    assert phone.fates() == ["applied"]
