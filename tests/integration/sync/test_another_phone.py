"""A phone that begins anew says again, under new numbers, what the log may have."""

from collections.abc import Callable

import pytest
from sqlalchemy import text

from app.core.actor import SYSTEM, Role, acting_as
from app.core.database import session
from app.core.transaction import transaction
from app.visits.actions import operations
from tests.factories.people import Person
from tests.factories.world import Side
from tests.integration.sync.sending import later_fates, notes, op, send
from tests.support.phone import Phone


@pytest.fixture
def other(phone: Phone, side: Side, login: Callable[[Person], str]) -> Phone:
    """The same person's next phone."""
    other = Phone(phone.line)
    other.register(login(side.people[Role.TECHNICIAN][0]))
    other.rest()
    return other


def run(sql: str) -> None:
    with acting_as(SYSTEM), transaction():
        session().execute(text(sql))


def test_a_number_ahead_whose_operation_is_known_is_not_waited_for(
    phone: Phone, other: Phone, visit_id: int
) -> None:
    known = op(1, visit_id)
    send(phone, known)
    ahead = send(other, {**known, "seq": 3}, op(4, visit_id))
    assert [each["status"] for each in ahead] == ["duplicate", "held"]
    rest = send(other, op(1, visit_id), op(2, visit_id))
    assert [each["status"] for each in rest] == ["applied", "applied"]
    other.sync()
    assert list(later_fates(other).values()) == ["applied"]
    assert notes() == ["note 1", "note 1", "note 2", "note 4"]


def test_numbers_far_ahead_and_each_once_are_remembered_in_any_order(
    phone: Phone, other: Phone, visit_id: int
) -> None:
    known = [op(n, visit_id) for n in (1, 2, 3)]
    send(phone, *known)
    for seq, one in ((4, 2), (2, 1), (4, 2), (3, 0)):
        send(other, {**known[one], "seq": seq})
    assert send(other, op(5, visit_id))[0]["status"] == "held"
    send(other, op(1, visit_id))
    other.sync()
    assert list(later_fates(other).values()) == ["applied"]


def test_what_is_still_held_elsewhere_is_not_waited_for_either(
    phone: Phone, other: Phone, visit_id: int
) -> None:
    held = op(2, visit_id)
    send(phone, held)
    answers = send(other, {**held, "seq": 1}, op(2, visit_id))
    assert [each["status"] for each in answers] == ["duplicate", "applied"]
    assert answers[0]["first"]["status"] == "held"


def test_what_comes_while_a_phone_goes_out_of_use_is_carried_out_in_time(
    phone: Phone, visit_id: int
) -> None:
    waiting = op(2, visit_id)
    send(phone, waiting)
    run("UPDATE devices SET retired_at = now()")
    assert notes() == []
    operations.open_tasks()
    assert notes() == ["note 2"]
