"""What becomes of an operation: once, in its order, and never a queue that stops."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from app.core.actor import SYSTEM, Role, acting_as
from app.core.database import session
from app.core.transaction import transaction
from app.visits.actions.operations import verbs
from tests.factories.people import Person
from tests.factories.world import Side
from tests.integration.sync.conftest import ClientLine
from tests.integration.sync.sending import count, later_fates, notes, op, reassign, send
from tests.support.phone import LineError, Phone


def test_an_operation_takes_effect_and_says_the_visits_version(
    phone: Phone, visit_id: int
) -> None:
    phone.do("visit.acknowledge", visit_id)
    phone.rest()
    assert phone.fates() == ["applied"]
    version, document = phone.store.visits()[visit_id]
    assert (version, document["state"]) == (2, "acknowledged")


def test_the_same_operation_twice_has_one_effect_and_its_first_answer(
    phone: Phone, visit_id: int
) -> None:
    one = op(1, visit_id)
    first, again = send(phone, one), send(phone, one)
    assert first[0]["status"] == "applied"
    assert again[0]["status"] == "duplicate"
    assert again[0]["first"] == {"status": "applied", "version": first[0]["version"]}
    assert send(phone, one, one)[1]["status"] == "duplicate"
    assert (count("operations"), count("visit_evidence")) == (1, 1)


def test_an_id_with_another_content_is_rejected_and_counted(
    phone: Phone, visit_id: int
) -> None:
    one = op(1, visit_id)
    send(phone, one)
    forged = {**one, "data": {"kind": "note", "data": {"text": "other"}}}
    assert send(phone, forged)[0]["code"] == "body_differs"
    assert notes() == ["note 1"]
    with acting_as(SYSTEM), transaction():
        assert session().scalar(text("SELECT other_bodies FROM operations")) == 1


def test_a_gap_holds_what_comes_after_until_it_is_filled(
    phone: Phone, visit_id: int
) -> None:
    first, second, third = (op(seq, visit_id) for seq in (1, 2, 3))
    held = send(phone, third, second)
    assert [r["status"] for r in held] == ["held", "held"]
    assert notes() == []
    assert send(phone, first)[0]["status"] == "applied"
    assert notes() == ["note 1", "note 2", "note 3"]
    phone.sync()
    told = later_fates(phone)
    assert told == {second["id"]: "applied", third["id"]: "applied"}


def test_a_gap_blocks_its_own_stream_alone(phone: Phone, visit_id: int) -> None:
    report = {**op(1, visit_id, "device.report"), "stream": "device", "data": {}}
    answers = send(phone, op(2, visit_id), report)
    assert [r["status"] for r in answers] == ["held", "applied"]


def test_a_batch_out_of_order_is_taken_in_order(phone: Phone, visit_id: int) -> None:
    ops = [op(seq, visit_id) for seq in (3, 1, 2)]
    assert [r["status"] for r in send(phone, *ops)] == ["applied"] * 3
    assert notes() == ["note 1", "note 2", "note 3"]


def test_a_number_that_is_taken_is_kept_for_a_person(
    phone: Phone, visit_id: int
) -> None:
    send(phone, op(1, visit_id))
    other = op(1, visit_id)
    assert send(phone, other)[0]["code"] == "sequence_taken"
    assert send(phone, other)[0]["first"]["code"] == "sequence_taken"
    held = op(3, visit_id)
    send(phone, held)
    assert send(phone, op(3, visit_id))[0]["code"] == "sequence_taken"
    assert count("operations") == 4


def test_what_cannot_be_read_is_an_answer_and_the_queue_goes_on(
    phone: Phone, visit_id: int
) -> None:
    answers = send(
        phone,
        op(1, visit_id, "visit.explode"),
        op(2, visit_id, data={"kind": "smell"}),
        op(3, visit_id, "device.report"),
        op(4, visit_id),
    )
    assert [(r["status"], r.get("code")) for r in answers] == [
        ("rejected", "unknown_type"),
        ("rejected", "invalid"),
        ("rejected", "unknown_type"),
        ("applied", None),
    ]
    assert answers[1]["errors"][0]["pointer"] == "/data/kind"


def test_a_character_that_cannot_be_kept_does_not_stop_the_queue(
    phone: Phone, visit_id: int
) -> None:
    odd = {"kind": "note", "data": {"text": "one\0two"}, "purpose": None}
    answers = send(phone, op(1, visit_id, data=odd), op(2, visit_id))
    assert [r["status"] for r in answers] == ["applied", "applied"]
    assert notes() == ["one\ufffdtwo", "note 2"]


def test_a_strangers_or_absent_visit_is_rejected_and_shown_to_ones_own_organisation(
    phone: Phone, side: Side, desk: Callable[..., tuple[int, Any]]
) -> None:
    others = [side.orders[1].visit_id, 999_999]
    assert [send(phone, op(1, v))[0]["code"] for v in others] == ["not_yours"] * 2
    _, page = desk("GET", "/api/v1/operations?fate=rejected")
    assert [(r["visit_id"], r["code"]) for r in page["items"]] == [
        (None, "not_yours")
    ] * 2


def test_what_was_done_on_a_visit_given_to_others_is_parked(
    phone: Phone, visit_id: int, side: Side
) -> None:
    phone.do("visit.acknowledge", visit_id)
    phone.rest()
    reassign(side)
    phone.do("evidence.add", visit_id, {"kind": "note", "data": {"text": "late"}})
    phone.rest()
    assert phone.fates() == ["applied", "parked"]
    assert phone.store.ops()[1].told["code"] == "visit_reassigned"
    assert visit_id not in phone.store.visits()


def test_a_fault_of_ours_parks_the_operation_and_the_queue_goes_on(
    phone: Phone, visit_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*_: Any) -> None:
        raise RuntimeError("a fault of ours")

    shape, _ = verbs.VERBS["visit.acknowledge"]
    monkeypatch.setitem(verbs.VERBS, "visit.acknowledge", (shape, break_down))
    answers = send(phone, op(1, visit_id, "visit.acknowledge"), op(2, visit_id))
    assert [r.get("code") for r in answers] == ["internal", None]


def test_another_person_cannot_send_for_a_device(
    phone: Phone, side: Side, line: ClientLine, login: Callable[[Person], str]
) -> None:
    thief = Phone(line)
    thief.store.put(device=phone.device, token=login(side.people[Role.TECHNICIAN][1]))
    with pytest.raises(LineError, match="404"):
        thief.sync()


def test_an_id_of_somebody_elses_operation_is_rejected_without_its_answer(
    phone: Phone,
    visit_id: int,
    side: Side,
    line: ClientLine,
    login: Callable[[Person], str],
) -> None:
    one = op(1, visit_id)
    send(phone, one)
    other = Phone(line)
    other.register(login(side.people[Role.TECHNICIAN][1]))
    assert send(other, one)[0]["code"] == "id_taken"


def test_more_than_a_hundred_operations_are_a_fault_of_the_envelope(
    phone: Phone, visit_id: int
) -> None:
    for _ in range(101):
        phone.do("visit.acknowledge", visit_id)
    with pytest.raises(LineError, match="422"):
        phone.sync(101)
    phone.rest()
    assert set(phone.fates()) == {"applied"}


def test_a_visit_that_moved_on_meanwhile_merges(phone: Phone, visit_id: int) -> None:
    with acting_as(SYSTEM), transaction():
        session().execute(
            text("UPDATE visits SET version = 5 WHERE id = :id"), {"id": visit_id}
        )
    answers = send(phone, op(1, visit_id, base=1), op(2, visit_id, base=1))
    assert [r["status"] for r in answers] == ["merged", "applied"]


def test_a_conflict_over_a_contact_keeps_ours_and_parks_theirs(
    phone: Phone, visit_id: int, desk: Callable[..., tuple[int, Any]]
) -> None:
    wish = {
        "base": {"contact_name": "Who was never there", "access_note": None},
        "values": {"contact_name": "Bo", "access_note": "Ring twice"},
    }
    answer = send(phone, op(1, visit_id, "contact.change", data=wish))[0]
    assert (answer["status"], answer["code"]) == ("parked", "contact_conflict")
    phone.sync()
    site = phone.store.visits()[visit_id][1]["site"]
    assert (site["contact_name"] != "Bo", site["access_note"]) == (True, "Ring twice")
    _, page = desk("GET", "/api/v1/operations?fate=parked")
    path = f"/api/v1/operations/{page['items'][0]['id']}/resolve"
    status, report = desk("POST", path, {"decision": "accept", "note": "She is new"})
    assert (status, report["fate"], report["decision"]) == (200, "applied", "accept")
    phone.sync()
    assert phone.store.visits()[visit_id][1]["site"]["contact_name"] == "Bo"
