"""What follows upon each other in a stream is taken at once, or each on its own."""

from sqlalchemy import text

from app.core.actor import SYSTEM, acting_as
from app.core.database import session
from app.core.transaction import transaction
from tests.integration.sync.sending import notes, op, send
from tests.support.phone import Phone


def written() -> list[tuple[int, int | None, int]]:
    """Return each row of the log: number, version, and which commit wrote it."""
    query = (
        "SELECT seq, version, dense_rank() OVER (ORDER BY xmin::text::bigint) "
        "FROM operations ORDER BY seq"
    )
    with acting_as(SYSTEM), transaction():
        return [tuple(row) for row in session().execute(text(query))]


def told(phone: Phone, visit_id: int) -> list[int]:
    query = (
        "SELECT version FROM feed_entries f JOIN devices d ON d.public_id = :device "
        "AND f.scope = 'technician:' || d.technician_id "
        "WHERE entity = 'visit' AND entity_id = :visit_id ORDER BY number"
    )
    values = {"device": phone.device, "visit_id": visit_id}
    with acting_as(SYSTEM), transaction():
        return list(session().scalars(text(query), values))


def test_what_is_in_order_is_one_commit_with_a_version_each_and_told_once(
    phone: Phone, visit_id: int
) -> None:
    ops = [
        op(1, visit_id, "visit.acknowledge"),
        op(2, visit_id, "visit.depart"),
        op(3, visit_id, "visit.arrive", data={"reason": "indoors"}),
        op(4, visit_id, "visit.start"),
        op(5, visit_id),
        op(6, visit_id, "visit.finish"),
        op(7, visit_id),
    ]
    before = told(phone, visit_id)
    assert [r["status"] for r in send(phone, *ops)] == ["applied"] * 7
    assert written() == [(n, n + 1, 1) for n in range(1, 8)]
    assert told(phone, visit_id) == [*before, 8]
    assert notes() == ["note 5", "note 7"]


def test_one_that_is_refused_does_not_take_the_others_with_it(
    phone: Phone, visit_id: int
) -> None:
    ops = [op(1, visit_id), op(2, visit_id, data={"kind": "smell"}), op(3, visit_id)]
    statuses = [r["status"] for r in send(phone, *ops)]
    assert statuses == ["applied", "rejected", "applied"]
    assert written() == [(1, 2, 1), (2, None, 2), (3, 3, 3)]
    assert notes() == ["note 1", "note 3"]


def test_what_comes_again_is_answered_and_what_is_new_behind_it_taken_at_once(
    phone: Phone, visit_id: int
) -> None:
    ops = [op(n, visit_id) for n in range(1, 5)]
    send(phone, *ops[:2])
    statuses = [r["status"] for r in send(phone, *ops)]
    assert statuses == ["duplicate", "duplicate", "applied", "applied"]
    assert written() == [(1, 2, 1), (2, 3, 1), (3, 4, 2), (4, 5, 2)]
