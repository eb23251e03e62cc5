"""Goods come when they come, deliveries begin with them, and the order shows it."""

from typing import Any

import pytest

from tests.factories.market import order
from tests.factories.network import Person

SOON = "2027-01-10T00:00:00+00:00"
LATER = "2027-01-20T00:00:00+00:00"
TOO_LATE = "2027-05-01T00:00:00+00:00"


@pytest.fixture
def project_id(store: Person) -> int:
    made = store.ask("POST", "/projects", order())
    assert made.status_code == 201, made.text
    return int(made.json["id"])


def line(revision: int = 1, **changes: Any) -> dict[str, Any]:
    return {
        "reference": "SHIP-1",
        "revision": revision,
        "brand": "polar-one",
        "model": "VRF-1",
        "quantity": 2,
        "expected_at": SOON,
        **changes,
    }


def tell(person: Person, project_id: int, *items: dict[str, Any]) -> Any:
    return person.ask("POST", f"/projects/{project_id}/goods", {"items": items})


def statuses(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [each["status"] for each in answer.json["items"]]


def the_order(person: Person) -> Any:
    (found,) = person.ask("GET", "/orders?external_reference=SO-1").json["items"]
    return found


def earliest(person: Person, kind: str = "delivery") -> Any:
    work = the_order(person)["work_orders"]
    return next(each["earliest"] for each in work if each["kind"] == kind)


def test_a_delivery_begins_with_its_goods(store: Person, project_id: int) -> None:
    assert earliest(store) is None
    assert statuses(tell(store, project_id, line())) == ["applied"]
    assert earliest(store) == SOON
    assert earliest(store, "installation") is None
    second = line(reference="SHIP-2", expected_at=LATER)
    tell(store, project_id, line(2), second)
    assert earliest(store) == LATER
    tell(store, project_id, line(2, reference="SHIP-2", received_quantity=2))
    assert earliest(store) == SOON
    tell(store, project_id, line(3, received_quantity=2, received_at=SOON))
    assert earliest(store) is None
    goods = store.ask("GET", f"/projects/{project_id}/goods").json["items"]
    assert goods == the_order(store)["goods"]
    assert [each["received_quantity"] for each in goods] == [2, 2]


def test_an_older_revision_changes_nothing(store: Person, project_id: int) -> None:
    assert statuses(tell(store, project_id, line(5))) == ["applied"]
    for revision in (5, 4):
        late = line(revision, expected_at=LATER)
        assert statuses(tell(store, project_id, late)) == ["known"]
    assert earliest(store) == SOON


def test_a_date_that_a_dispatcher_set_is_kept_or_put_off(
    store: Person, dispatcher: Person, project_id: int
) -> None:
    work = the_order(store)["work_orders"]
    delivery = next(each for each in work if each["kind"] == "delivery")
    path = f"/work-orders/{delivery['id']}"
    between = "2027-01-15T00:00:00+00:00"
    changed = dispatcher.ask(
        "PATCH", path, {"earliest": between}, version=delivery["version"]
    )
    assert changed.status_code == 200, changed.text
    tell(store, project_id, line())
    assert earliest(store) == between
    tell(store, project_id, line(2, expected_at=LATER))
    assert earliest(store) == LATER


def test_goods_that_come_after_the_due_date_do_not_move_it(
    store: Person, project_id: int
) -> None:
    assert statuses(tell(store, project_id, line(expected_at=TOO_LATE))) == ["applied"]
    assert earliest(store) is None


def test_all_faults_come_at_once(store: Person, project_id: int) -> None:
    wrong = line(received_quantity=3)
    answer = tell(store, project_id, wrong, line(model="NONE"))
    assert answer.status_code == 422
    assert {(each["pointer"], each["code"]) for each in answer.json["errors"]} == {
        ("/items/0/received_quantity", "quantity"),
        ("/items/1/model", "unknown_model"),
        ("/items/1/reference", "twice"),
    }
    assert the_order(store)["goods"] == []
