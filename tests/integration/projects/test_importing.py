import io
from typing import Any

import pytest

from app.core.actor import Role
from tests.factories.market import FAR_AWAY, NEARBY, order
from tests.factories.network import Network, Person
from tests.integration.projects.sheets import (
    count,
    faults_of,
    row,
    sheet,
    show,
    take_in,
)


def test_a_sheet_is_shown_before_anything_is_taken_in(dispatcher: Person) -> None:
    answer = show(dispatcher, sheet(row(1), row(2)))

    assert answer.status_code == 201, answer.text
    assert answer.json["state"] == "preview"
    assert (answer.json["rows_total"], answer.json["rows_good"]) == (2, 2)
    assert count(dispatcher) == 0


def test_good_rows_go_in_once_however_often_the_file_comes(dispatcher: Person) -> None:
    data = sheet(row(1), row(2), row(2, model="SPLIT-1"))
    first = take_in(dispatcher, show(dispatcher, data).json["id"])
    assert (first["state"], first["rows_added"]) == ("committed", 3)

    shown = show(dispatcher, data).json
    assert (shown["rows_good"], shown["rows_known"]) == (0, 3)
    second = take_in(dispatcher, shown["id"])

    assert second["rows_added"] == 0
    assert count(dispatcher) == 2


def test_rows_of_one_reference_are_one_project(dispatcher: Person) -> None:
    data = sheet(
        row(1, site_name="Kitchen"),
        row(1, site_name="Kitchen", model="SPLIT-1", quantity=1),
        row(1, site_name="Hall", address="1 Other Road", project_name=None),
    )
    take_in(dispatcher, show(dispatcher, data).json["id"])

    [project] = dispatcher.ask("GET", "/projects").json["items"]
    assert [(s["name"], len(s["lines"])) for s in project["sites"]] == [
        ("Kitchen", 2),
        ("Hall", 1),
    ]
    orders = dispatcher.ask("GET", f"/work-orders?project_id={project['id']}").json
    assert len(orders["items"]) == 6


def test_every_fault_of_every_bad_row_is_named_with_its_remedy(
    dispatcher: Person,
) -> None:
    bad = [
        row(1, external_reference=None),
        row(2, customer_phone="12"),
        row(3, customer_email="nobody"),
        row(4, lat=None, lon=None),
        row(5, lat=FAR_AWAY[0], lon=FAR_AWAY[1]),
        row(6, lat="95", datum="moon"),
        row(7, brand="nobody"),
        row(8, model="VRF-9", quantity="two"),
        row(9, quantity=0, priority="soon"),
        row(10, earliest="2027-03-02", due="2027-03-01"),
        row(11, due="tomorrow"),
        row(12, quantity="=1+1"),
        row(13, project_name=None, customer_name=None),
        row(14, lon=None),
    ]
    shown = show(dispatcher, sheet(*bad)).json

    assert shown["rows_bad"] == shown["rows_total"] == 14
    assert faults_of(dispatcher, shown["id"]) == {
        2: [("external_reference", "missing")],
        3: [("customer_phone", "phone")],
        4: [("customer_email", "email")],
        5: [("address", "no_coordinates")],
        6: [("lat", "no_territory")],
        7: [("lat", "unreadable"), ("datum", "unreadable")],
        8: [("brand", "unknown_brand")],
        9: [("quantity", "unreadable"), ("model", "unknown_model")],
        10: [("quantity", "unreadable"), ("priority", "unreadable")],
        11: [("due", "due_before_earliest")],
        12: [("due", "unreadable")],
        13: [("quantity", "formula")],
        14: [("project_name", "missing"), ("customer_name", "missing")],
        15: [("lon", "missing")],
    }
    rows = dispatcher.ask("GET", f"/imports/{shown['id']}/rows?outcome=bad").json
    assert all(f["remedy"] and f["detail"] for r in rows["items"] for f in r["faults"])


def test_a_project_with_a_bad_row_waits_as_a_whole(dispatcher: Person) -> None:
    data = sheet(row(1), row(2), row(2, model="VRF-9"), row(3, customer_name="Li"))
    shown = show(dispatcher, data).json

    assert faults_of(dispatcher, shown["id"]) == {
        3: [("external_reference", "held_back")],
        4: [("model", "unknown_model")],
    }
    assert take_in(dispatcher, shown["id"])["rows_added"] == 2
    assert count(dispatcher) == 2


def test_rows_of_a_project_must_agree(dispatcher: Person) -> None:
    data = sheet(
        row(1),
        row(1, model="SPLIT-1", customer_name="Li Si", lat=NEARBY[0] + 0.01),
        row(2),
        row(2),
    )
    shown = show(dispatcher, data).json

    assert faults_of(dispatcher, shown["id"]) == {
        2: [("external_reference", "held_back")],
        3: [("customer_name", "contradicts"), ("lat", "contradicts")],
        4: [("external_reference", "held_back")],
        5: [("model", "twice")],
    }


def test_a_known_reference_with_another_order_is_a_fault(dispatcher: Person) -> None:
    assert dispatcher.ask("POST", "/projects", order()).status_code == 201

    shown = show(dispatcher, sheet(row(1))).json

    [fault] = dispatcher.ask("GET", f"/imports/{shown['id']}/rows").json["items"][0][
        "faults"
    ]
    assert fault["code"] == "different_order"
    assert "project_name" in fault["detail"]


def test_what_changed_since_the_preview_is_told(dispatcher: Person) -> None:
    shown = show(dispatcher, sheet(row(1), row(2))).json
    other = show(dispatcher, sheet(row(1), row(2, project_name="Other"))).json
    take_in(dispatcher, other["id"])

    done = take_in(dispatcher, shown["id"])

    assert (done["rows_added"], done["rows_known"], done["rows_bad"]) == (0, 1, 1)
    assert faults_of(dispatcher, shown["id"]) == {
        3: [("external_reference", "different_order")]
    }


def test_a_discarded_file_is_forgotten(dispatcher: Person) -> None:
    shown = show(dispatcher, sheet(row(1))).json

    gone = dispatcher.ask("POST", f"/imports/{shown['id']}/discard")
    assert gone.json["state"] == "discarded"
    assert dispatcher.ask("GET", f"/imports/{shown['id']}/rows").json["items"] == []
    refused = dispatcher.ask("POST", f"/imports/{shown['id']}/commit")
    assert (refused.status_code, refused.json["code"]) == (409, "illegal_move")
    again = dispatcher.ask("POST", f"/imports/{shown['id']}/discard")
    assert again.status_code == 200


def test_another_organisations_import_is_not_there(
    dispatcher: Person, store: Person
) -> None:
    shown = show(dispatcher, sheet(row(1))).json

    for method, path in (
        ("GET", ""),
        ("GET", "/rows"),
        ("POST", "/commit"),
        ("POST", "/discard"),
    ):
        answer = store.ask(method, f"/imports/{shown['id']}{path}")
        assert answer.status_code == 404, (method, path)
    assert store.ask("GET", "/imports").json["items"] == []


def test_a_store_imports_its_own_orders(store: Person, dispatcher: Person) -> None:
    shown = show(store, sheet(row(1))).json

    assert take_in(store, shown["id"])["rows_added"] == 1
    assert count(store) == count(dispatcher) == 1
    assert show(store, sheet(row(1))).json["rows_known"] == 1


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"PK\x03\x04 is no archive", "not_xlsx"),
        (b"\xff\xff\xff", "encoding"),
        (b"colour,external_reference\nred,1\n", "unknown_column"),
        (b"external_reference\n1\n", "missing_column"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_remedy(
    dispatcher: Person, data: bytes, code: str
) -> None:
    answer = show(dispatcher, data, "orders.csv")

    assert answer.status_code == 422
    assert answer.json["code"] == "unreadable_file"
    assert code in {fault["code"] for fault in answer.json["errors"]}


def test_a_file_must_be_a_file(dispatcher: Person) -> None:
    answer: Any = dispatcher.client.post(
        "/api/v1/imports",
        data={"kind": "projects", "file": "text"},
        headers={"Authorization": f"Bearer {dispatcher.token}"},
        content_type="multipart/form-data",
    )

    assert answer.status_code == 422
    assert [fault["pointer"] for fault in answer.json["errors"]] == ["/file"]


def test_technicians_come_by_file_too(dispatcher: Person, network: Network) -> None:
    data = (
        "name,phone,territory,home_lat,home_lon\n"
        f"王伟,19900000001,sh-one,{NEARBY[0]},{NEARBY[1]}\n"
        f"李娜,19900000001,sh-one,{NEARBY[0]},{NEARBY[1]}\n"
        f"张敏,19900000003,nowhere,{NEARBY[0]},{NEARBY[1]}\n"
    ).encode("gb18030")

    def show_people(person: Person) -> Any:
        return person.client.post(
            "/api/v1/imports",
            data={"kind": "technicians", "file": (io.BytesIO(data), "people.csv")},
            headers={"Authorization": f"Bearer {person.token}"},
        )

    shown = show_people(dispatcher).json
    assert faults_of(dispatcher, shown["id"]) == {
        3: [("phone", "twice")],
        4: [("territory", "unknown")],
    }
    assert take_in(dispatcher, shown["id"])["rows_added"] == 1
    assert show_people(dispatcher).json["rows_known"] == 1
    people = dispatcher.ask("GET", "/technicians").json["items"]
    assert [each["name"] for each in people] == ["王伟"]
    assert show_people(network.person(Role.STORE)).status_code == 403
