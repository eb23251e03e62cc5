"""Operations made by hand, sent past the phone's outbox, and what became of them."""

import uuid
from datetime import timedelta
from typing import Any

from sqlalchemy import text

from app.core.actor import SYSTEM, acting_as
from app.core.database import session
from app.core.transaction import transaction
from app.organisations.states import OrganisationKind
from app.visits.actions.placing import Placement, place_all
from app.visits.models import Visit
from app.visits.rules import Span
from tests.factories.world import Side
from tests.support.phone import Phone


def send(phone: Phone, *ops: dict[str, Any]) -> list[dict[str, Any]]:
    """Send made-up operations past the outbox."""
    body = {
        "device": phone.device,
        "app": 1,
        "boot": "b",
        "mono_ms": 5,
        "now": phone.clock.now().isoformat(),
        "cursor": phone.store.get("cursor"),
        "ops": list(ops),
    }
    status, answer = phone.line(
        "POST", "/mobile/v1/sync", body, phone.store.get("token")
    )
    assert status == 200, answer
    results: list[dict[str, Any]] = answer["results"]
    return results


def op(seq: int, visit_id: int, kind: str = "evidence.add", **more: Any) -> Any:
    data = {"kind": "note", "data": {"text": f"note {seq}"}}
    return {
        "id": str(uuid.uuid4()),
        "stream": f"visit:{visit_id}",
        "seq": seq,
        "type": kind,
        "at": "2026-03-02T09:30:00+08:00",
        "mono_ms": 1,
        "data": data if kind == "evidence.add" else {},
        **more,
    }


def count(table: str) -> int:
    with acting_as(SYSTEM), transaction():
        return int(session().scalar(text(f"SELECT count(*) FROM {table}")) or 0)  # noqa: S608 - our own tables


def notes() -> list[str]:
    with acting_as(SYSTEM), transaction():
        query = "SELECT data->>'text' FROM visit_evidence ORDER BY id"
        return list(session().scalars(text(query)))


def later_fates(phone: Phone) -> dict[str, str]:
    """Return what the last answer said of operations that had been held."""
    return {
        change["id"]: change["data"]["fate"]
        for change in phone.last["changes"]
        if change["entity"] == "op"
    }


def reassign(side: Side) -> None:
    """Give the first technician's visit to the second one."""
    other = side.technicians[OrganisationKind.PLATFORM][1]
    with acting_as(SYSTEM), transaction() as tx:
        visit = session().get_one(Visit, side.orders[0].visit_id)
        assert visit.starts_at is not None
        assert visit.ends_at is not None
        span = Span(visit.starts_at, visit.ends_at + timedelta(minutes=1))
        session().execute(
            text("DELETE FROM assignments WHERE technician_id = :id"), {"id": other}
        )
        place_all(tx, [Placement(visit, (other,), span)], by_hand=True)
