"""What phones send and are sent, refused or failed at, is in no line of the log."""

import io
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core.actor import SYSTEM, acting_as
from app.core.clock import now
from app.core.transaction import transaction
from app.projects.models import Project, Site
from app.visits.actions.operations import verbs
from tests.integration.logs.conftest import CANARIES, LAT, LON, NOTE, Refusing, leaked
from tests.integration.mobile.conftest import Job, job, world

__all__ = ["job", "world"]

PLACE = {"lat": LAT, "lon": LON}
SIGNED = {"kind": "signature", "purpose": "receiver"}
WISH = {"contact_name": CANARIES["contact"], "access_note": NOTE}


class Phone:
    """A device that sends what it likes."""

    def __init__(self, app: Flask, job: Job) -> None:
        self._client = FlaskClient(app, use_cookies=False)
        self._visit_id = job.visit_id
        self.token = job.phone.token
        body = {"label": CANARIES["label"], "app": 1, "device": None}
        told = self.ask("POST", "devices", body).json
        self.device, self.token = told["device"], told["token"]

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        return self._client.open(
            f"/mobile/v1/{path}",
            method=method,
            json=body,
            headers={"Authorization": f"Bearer {self.token}"},
        )

    def op(self, seq: int, kind: str, data: Any, **more: Any) -> dict[str, Any]:
        return {
            "id": str(uuid4()),
            "stream": f"visit:{self._visit_id}",
            "seq": seq,
            "type": kind,
            "at": now().isoformat(),
            "data": data,
            **more,
        }

    def sync(self, *ops: dict[str, Any], **more: Any) -> Any:
        body = {
            "device": self.device,
            "app": 1,
            "boot": "b",
            "mono_ms": 1,
            "now": now().isoformat(),
            "ops": list(ops),
            **more,
        }
        return self.ask("POST", "sync", body)

    def fates(self, *ops: dict[str, Any]) -> list[str]:
        answer = self.sync(*ops)
        assert answer.status_code == 200, answer.text
        return [each.get("code", each["status"]) for each in answer.json["results"]]


@pytest.fixture
def phone(app: Flask, job: Job) -> Phone:
    with acting_as(SYSTEM), transaction() as tx:
        project = tx.session.get_one(Project, job.visit.project_id)
        project.name, project.note = CANARIES["project"], NOTE
        project.customer_name = CANARIES["name"]
        project.customer_phone = CANARIES["whole_phone"]
        site = tx.session.query(Site).filter_by(project_id=project.id).one()
        site.address, site.contact_name = CANARIES["street"], CANARIES["contact"]
        site.contact_phone, site.access_note = CANARIES["whole_phone"], NOTE
    return Phone(app, job)


def note(text: str = NOTE) -> dict[str, Any]:
    return {"kind": "note", "data": {"text": text}}


def test_what_was_done_and_what_is_refused(
    phone: Phone, lines: io.StringIO, job: Job
) -> None:
    same = phone.op(2, "evidence.add", note())
    signed = {**SIGNED, "data": {"name": CANARIES["name"]}, "sha256": "ab" * 32}
    contact = {"base": {"contact_name": CANARIES["contact"]}, "values": WISH}
    stale = {"base": {"contact_phone": "Canary"}, "values": {"contact_phone": "1"}}
    fates = phone.fates(
        phone.op(1, "visit.depart", {"point": PLACE, "accuracy_m": 9.0}),
        same,
        phone.op(3, "visit.arrive", {"point": PLACE, "reason": NOTE}),
        phone.op(4, "visit.start", {}),
        phone.op(5, "visit.pause", {"reason": NOTE}),
        phone.op(6, "evidence.add", {**signed, "size": 9, "media_type": "image/png"}),
        phone.op(7, "contact.change", contact),
        phone.op(8, "contact.change", stale),
        phone.op(9, "visit.acknowledge", {}),
        phone.op(10, f"tell {CANARIES['name']}", {CANARIES["name"]: NOTE}),
        phone.op(11, "evidence.add", {"kind": CANARIES["name"], "purpose": NOTE}),
        phone.op(20, "evidence.add", note()),
        phone.op(1, "evidence.add", note(), stream="visit:999999"),
        {**same, "data": note(CANARIES["phone"])},
        phone.op(12, "visit.cannot_complete", {"reason": "no_access", "note": NOTE}),
    )
    assert {"applied", "gap", "not_yours", "invalid", "body_differs"} < set(fates)
    assert {"unknown_type", "contact_conflict"} < set(fates)
    day = f"day?date={now().date().isoformat()}"
    for path in (f"visits/{job.visit_id}", day, "day?date=Canary", "visits/999999"):
        shown = phone.ask("GET", path).text
        assert "9999" in path or "date" in path or NOTE.splitlines()[1] in shown
    told = lines.getvalue()
    assert told.count('"event": "request"') == 5
    assert leaked(told, phone.token) == []


def test_what_cannot_be_read_at_all(phone: Phone, lines: io.StringIO) -> None:
    wrong = phone.op(1, "evidence.add", note(), at=NOTE, stream=CANARIES["name"])
    answers = [
        phone.sync(wrong),
        phone.sync(now=CANARIES["name"], **{CANARIES["email"]: 1}),
        phone.ask("POST", "sync", [CANARIES["name"]]),
        phone.ask("POST", "positions", {"points": [{**PLACE, "at": NOTE}]}),
        phone.ask("POST", "devices", {"label": [CANARIES["label"]]}),
    ]
    assert {answer.status_code for answer in answers} <= {400, 422}
    assert phone.sync(device=CANARIES["label"]).status_code == 404
    assert phone.ask("GET", "day?date=Canary%00").status_code == 422
    assert leaked(lines.getvalue(), phone.token) == []


def test_what_the_database_or_we_ourselves_fail_at(
    phone: Phone,
    lines: io.StringIO,
    refusing: Refusing,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with refusing("visit_evidence"):
        assert phone.fates(phone.op(1, "evidence.add", note())) == ["internal"]
    assert phone.fates(phone.op(3, "evidence.add", note())) == ["gap"]
    with refusing("visit_evidence"):
        phone.fates(phone.op(2, "visit.acknowledge", {}))

    def stumbles(_: Any, data: Any) -> Any:
        try:
            return int(data["data"]["text"])
        except ValueError as error:
            error.add_note(CANARIES["phone"])
            raise ExceptionGroup(CANARIES["name"], [error, KeyError(NOTE)]) from error

    shape, _ = verbs.VERBS["evidence.add"]
    monkeypatch.setitem(verbs.VERBS, "evidence.add", (shape, stumbles))
    assert phone.fates(phone.op(4, "evidence.add", note())) == ["internal"]
    told = lines.getvalue()
    assert told.count('"event": "operation_failed"') == 3
    assert "check_violation" in told.lower() or "CheckViolation" in told
    assert leaked(told, phone.token) == []


def test_where_somebody_was(
    phone: Phone, lines: io.StringIO, refusing: Refusing
) -> None:
    point = {**PLACE, "at": now().isoformat(), "accuracy_m": 5, "speed": 3.5}
    with refusing("technician_positions"):
        failed = phone.ask("POST", "positions", {"points": [point]})
    assert failed.status_code == 500
    assert phone.ask("POST", "positions", {"points": [point]}).status_code == 200
    far = {**point, "lat": LAT + 100}
    assert phone.ask("POST", "positions", {"points": [far]}).status_code == 422
    told = lines.getvalue()
    assert "unhandled" in told
    assert leaked(told, phone.token, str(far["lat"])) == []


@pytest.mark.parametrize("path", ["day?date=2026-11-23", "visits/{}"])
def test_what_is_read_where_that_fails(
    phone: Phone,
    lines: io.StringIO,
    job: Job,
    monkeypatch: pytest.MonkeyPatch,
    path: str,
) -> None:
    def fails(*_: Any) -> None:
        raise LookupError(CANARIES["street"])

    for reader in ("day_of", "document_of"):
        monkeypatch.setattr(f"app.visits.queries.phones.{reader}", fails)
    assert phone.ask("GET", path.format(job.visit_id)).status_code == 500
    told = lines.getvalue()
    assert "builtins.LookupError" in told
    assert leaked(told, phone.token) == []
