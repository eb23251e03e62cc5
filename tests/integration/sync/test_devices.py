"""Phones come into use and go out of it; whose they are, and how often they may ask."""

from collections.abc import Callable
from typing import Any

import pytest

from app.core.actor import Role
from app.visits.actions.operations import exchange
from tests.factories.people import Person
from tests.factories.world import Side
from tests.integration.sync.conftest import ClientLine
from tests.integration.sync.sending import notes, op, send
from tests.support.phone import LineError, Phone


def test_an_ended_login_keeps_the_outbox_for_the_same_person(
    phone: Phone, visit_id: int, side: Side, login: Callable[[Person], str]
) -> None:
    before = (phone.device, phone.store.get("token"))
    phone.do("visit.acknowledge", visit_id)
    phone.store.put(token="gone")
    with pytest.raises(LineError, match="401"):
        phone.sync()
    phone.register(login(side.people[Role.TECHNICIAN][0]))
    assert phone.device == before[0]
    phone.rest()
    assert phone.fates() == ["applied"]
    phone.store.put(token=before[1])
    with pytest.raises(LineError, match="401"):
        phone.sync()


def test_a_device_of_somebody_else_gets_no_token(
    phone: Phone, side: Side, login: Callable[[Person], str]
) -> None:
    with pytest.raises(LineError, match="404"):
        phone.register(login(side.people[Role.TECHNICIAN][1]))


def test_only_technicians_have_phones(
    side: Side, line: ClientLine, login: Callable[[Person], str]
) -> None:
    with pytest.raises(LineError, match="403"):
        Phone(line).register(login(side.people[Role.DISPATCHER][0]))


def test_a_retired_phone_gives_up_its_gaps_and_its_token(
    phone: Phone, visit_id: int, desk: Callable[..., tuple[int, Any]]
) -> None:
    send(phone, op(2, visit_id), op(4, visit_id), op(7, visit_id, "visit.explode"))
    assert notes() == []
    path = f"/api/v1/devices/{phone.store.get('id')}/retire"
    assert desk("POST", path)[0] == 200
    assert notes() == ["note 2", "note 4"]
    with pytest.raises(LineError, match="401"):
        phone.sync()
    assert desk("POST", path)[0] == 404
    _, page = desk("GET", "/api/v1/operations?open=true")
    assert [(r["seq"], r["fate"]) for r in page["items"]] == [(7, "rejected")]


def test_a_retired_phone_is_told_so_under_another_login(
    phone: Phone, side: Side, login: Callable[[Person], str]
) -> None:
    own = login(side.people[Role.TECHNICIAN][0])
    path = f"/mobile/v1/devices/{phone.store.get('id')}"
    assert phone.line("DELETE", path, None, own)[0] == 204
    phone.store.put(token=own)
    with pytest.raises(LineError, match="device_retired"):
        phone.sync()
    with pytest.raises(LineError, match="device_retired"):
        phone.register(own)


def test_a_phone_that_syncs_too_often_is_told_how_long_to_wait(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "MOST_A_MINUTE", 3)
    phone.sync()
    phone.sync()
    with pytest.raises(LineError, match="429"):
        phone.sync()


def test_dispatchers_see_phones_and_what_they_say_of_themselves(
    phone: Phone, desk: Callable[..., tuple[int, Any]]
) -> None:
    phone.do("device.report", None, {"storage_free": 5_000, "pending": 2})
    phone.rest()
    status, page = desk("GET", "/api/v1/devices")
    assert status == 200
    [shown] = page["items"]
    assert (shown["storage_free"], shown["pending"]) == (5_000, 2)
    assert shown["last_seen_at"] is not None


def test_whoever_goes_on_with_another_phone_hears_the_end_of_what_was_held(
    phone: Phone, visit_id: int, side: Side, login: Callable[[Person], str]
) -> None:
    own = login(side.people[Role.TECHNICIAN][0])
    waiting = op(2, visit_id)
    send(phone, waiting)
    path = f"/mobile/v1/devices/{phone.store.get('id')}"
    assert phone.line("DELETE", path, None, own)[0] == 204
    other = Phone(phone.line)
    other.register(own)
    other.sync()
    told = {each["id"]: each["data"] for each in other.last["changes"]}
    assert told[waiting["id"]]["fate"] == "applied"
