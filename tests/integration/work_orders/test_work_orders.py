from typing import Any

import pytest

from app.core.actor import SYSTEM, Role, acting_as
from app.core.database import session
from app.organisations.models import AuditEntry
from app.work_orders.actions.moving import schedule, unschedule
from tests.factories.market import order
from tests.factories.network import Network, Person


@pytest.fixture
def chain(dispatcher: Person) -> list[dict[str, Any]]:
    project = dispatcher.ask("POST", "/projects", order()).json
    found = dispatcher.ask("GET", f"/work-orders?project_id={project['id']}").json
    return list(found["items"])


def states(person: Person, chain: list[dict[str, Any]]) -> list[str]:
    path = f"/work-orders?project_id={chain[0]['project_id']}"
    return [each["state"] for each in person.ask("GET", path).json["items"]]


def project_state(person: Person, chain: list[dict[str, Any]]) -> str:
    answer = person.ask("GET", f"/projects/{chain[0]['project_id']}")
    return str(answer.json["state"])


def test_what_waited_becomes_ready_when_its_predecessor_is_planned(
    dispatcher: Person, chain: list[dict[str, Any]]
) -> None:
    delivery, installation, _ = (each["id"] for each in chain)

    with acting_as(dispatcher.actor):
        schedule([delivery])
    assert states(dispatcher, chain) == ["scheduled", "ready", "draft"]

    with acting_as(dispatcher.actor):
        schedule([installation])
    assert states(dispatcher, chain) == ["scheduled", "scheduled", "ready"]
    assert project_state(dispatcher, chain) == "contracted"


def test_a_project_is_planned_when_all_its_work_is(
    dispatcher: Person, chain: list[dict[str, Any]]
) -> None:
    with acting_as(dispatcher.actor):
        for each in chain:
            schedule([each["id"]])
        assert project_state(dispatcher, chain) == "planned"

        unschedule([chain[0]["id"]])

    assert states(dispatcher, chain) == ["ready", "scheduled", "scheduled"]
    assert project_state(dispatcher, chain) == "contracted"


def test_what_is_ready_waits_again_when_its_predecessor_loses_its_place(
    dispatcher: Person, chain: list[dict[str, Any]]
) -> None:
    with acting_as(SYSTEM):
        schedule([chain[0]["id"]])
        unschedule([chain[0]["id"]])

    assert states(dispatcher, chain) == ["ready", "draft", "draft"]


def test_a_dispatcher_changes_what_an_order_asks_for(
    dispatcher: Person, chain: list[dict[str, Any]]
) -> None:
    path = f"/work-orders/{chain[0]['id']}"
    window = {
        "start": "2027-01-05T08:00:00+08:00",
        "end": "2027-01-05T12:00:00+08:00",
    }
    change = {
        "priority": "critical",
        "duration_seconds": 7200,
        "crew_size": 3,
        "windows": [window],
        "earliest": "2027-01-04T00:00:00+08:00",
        "due": None,
    }

    answer = dispatcher.ask("PATCH", path, change, version=1)

    assert answer.status_code == 200, answer.text
    changed = answer.json
    assert changed["version"] == 2
    assert (changed["priority"], changed["crew_size"]) == ("critical", 3)
    assert changed["windows"] == [window]
    assert (changed["earliest"], changed["due"]) == ("2027-01-03T16:00:00+00:00", None)
    assert dispatcher.ask("GET", path).json == changed
    assert dispatcher.ask("PATCH", path, change, version=1).status_code == 412


def test_dates_that_contradict_each_other_are_refused(
    dispatcher: Person, chain: list[dict[str, Any]]
) -> None:
    path = f"/work-orders/{chain[0]['id']}"

    for change, pointer in (
        ({"earliest": "2028-01-01T00:00:00Z"}, "/due"),
        (
            {"windows": [{"start": "2027-01-02T00:00Z", "end": "2027-01-01T00:00Z"}]},
            "/windows/0/end",
        ),
        ({"state": "closed"}, "/state"),
    ):
        answer = dispatcher.ask("PATCH", path, change, version=1)
        assert answer.status_code == 422
        assert [fault["pointer"] for fault in answer.json["errors"]] == [pointer]


def test_a_cancelled_order_is_waited_for_no_longer(
    dispatcher: Person, chain: list[dict[str, Any]]
) -> None:
    path = f"/work-orders/{chain[0]['id']}"

    cancelled = dispatcher.ask(
        "POST", f"{path}/cancel", {"reason": "Goods are there."}, version=1
    )

    assert cancelled.status_code == 200, cancelled.text
    assert cancelled.json["state"] == "cancelled"
    assert states(dispatcher, chain) == ["cancelled", "ready", "draft"]
    again = dispatcher.ask("POST", f"{path}/cancel", version=2)
    assert again.status_code == 200
    refused = dispatcher.ask("PATCH", path, {"crew_size": 1}, version=2)
    assert (refused.status_code, refused.json["code"]) == (409, "work_started")


def test_the_audit_keeps_that_a_reason_was_given_and_not_its_words(
    dispatcher: Person, chain: list[dict[str, Any]]
) -> None:
    for each, body in zip(chain, ({"reason": "Zhang San is ill."}, {}), strict=False):
        path = f"/work-orders/{each['id']}/cancel"
        version = dispatcher.ask("GET", f"/work-orders/{each['id']}").json["version"]
        assert dispatcher.ask("POST", path, body, version=version).status_code == 200

    with acting_as(SYSTEM):
        entries = session().query(AuditEntry).order_by(AuditEntry.id).all()
    details = [e.detail for e in entries if e.action == "work_order.cancel"]
    assert details[0] == {"has_reason": True}
    assert details[-1] == {"has_reason": False}


def test_stores_and_brands_see_the_work_and_do_not_change_it(
    store: Person, network: Network
) -> None:
    project = store.ask("POST", "/projects", order()).json
    path = f"/work-orders?project_id={project['id']}"
    [delivery, *_] = store.ask("GET", path).json["items"]
    one = f"/work-orders/{delivery['id']}"

    for person in (store, network.person(Role.BRAND_MANAGER)):
        assert len(person.ask("GET", path).json["items"]) == 3
        refused = person.ask("PATCH", one, {"crew_size": 1}, version=1)
        assert refused.status_code == 403
        assert person.ask("POST", f"{one}/cancel", version=1).status_code == 403
    stranger = network.person(Role.DISPATCHER, "two")
    assert stranger.ask("GET", path).json["items"] == []
    assert stranger.ask("GET", one).status_code == 404
    assert stranger.ask("PATCH", one, {"crew_size": 1}, version=1).status_code == 404


def test_lists_are_filtered(dispatcher: Person, chain: list[dict[str, Any]]) -> None:
    territory = chain[0]["territory_id"]

    for query, count in (
        (f"territory_id={territory}&state=ready", 1),
        (f"territory_id={territory}&state=draft", 2),
        ("kind=installation", 1),
        ("kind=repair", 0),
        ("territory_id=999", 0),
    ):
        found = dispatcher.ask("GET", f"/work-orders?{query}").json["items"]
        assert len(found) == count, query
    assert dispatcher.ask("GET", "/work-orders?colour=red").status_code == 422
