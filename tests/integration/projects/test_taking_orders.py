from typing import Any

from app.core.actor import Role
from tests.factories.market import FAR_AWAY, Market, order
from tests.factories.network import Network, Person


def codes(answer: Any) -> dict[str, str]:
    return {fault["pointer"]: fault["code"] for fault in answer.json["errors"]}


def test_an_order_becomes_a_project_with_its_sites(
    dispatcher: Person, market: Market
) -> None:
    answer = dispatcher.ask("POST", "/projects", order())

    assert answer.status_code == 201, answer.text
    project = answer.json
    assert project["reference"].startswith("PRJ-")
    assert project["state"] == "contracted"
    assert project["customer"]["phone"] == "+8613800138000"
    assert project["territory_id"] == market.territory_id
    [site] = project["sites"]
    assert site["time_zone"] == "Asia/Shanghai"
    assert [(line["model_code"], line["quantity"]) for line in site["lines"]] == [
        ("VRF-1", 2),
        ("SPLIT-1", 3),
    ]
    assert answer.headers["Location"] == f"/api/v1/projects/{project['id']}"
    assert answer.headers["ETag"] == '"1"'
    read = dispatcher.ask("GET", f"/projects/{project['id']}")
    assert read.json == project


def test_a_contracted_project_gets_its_chain_of_work_orders(
    dispatcher: Person,
) -> None:
    project = dispatcher.ask("POST", "/projects", order()).json

    orders = dispatcher.ask("GET", f"/work-orders?project_id={project['id']}").json

    kinds = [(each["kind"], each["state"]) for each in orders["items"]]
    assert kinds == [
        ("delivery", "ready"),
        ("installation", "draft"),
        ("commissioning", "draft"),
    ]
    delivery, installation, commissioning = orders["items"]
    assert delivery["duration_seconds"] == 600 + 2 * 3600 + 3 * 1800
    assert delivery["load_kg"] == 400
    assert delivery["after"] == []
    assert installation["crew_size"] == 2
    assert installation["skills"] == {"split": 2, "vrf": 3}
    assert commissioning["after"] == [
        {
            "work_order_id": installation["id"],
            "kind": "finish_start",
            "min_lag_seconds": 86_400,
            "max_lag_seconds": None,
        }
    ]
    assert {each["priority"] for each in orders["items"]} == {"high"}


def test_the_same_order_sent_again_is_the_same_project(dispatcher: Person) -> None:
    first = dispatcher.ask("POST", "/projects", order())
    again = dispatcher.ask(
        "POST",
        "/projects",
        order(customer={**order()["customer"], "phone": "+86 138-0013-8000"}),
    )

    assert again.status_code == 200, again.text
    assert again.json == first.json
    assert len(dispatcher.ask("GET", "/projects").json["items"]) == 1


def test_another_order_under_the_same_reference_is_told_how_it_differs(
    dispatcher: Person,
) -> None:
    dispatcher.ask("POST", "/projects", order())
    other = order(name="Another canteen")
    other["sites"][0]["lines"][0]["quantity"] = 5

    answer = dispatcher.ask("POST", "/projects", other)

    assert answer.status_code == 409
    assert answer.json["code"] == "different_order"
    assert codes(answer) == {
        "/name": "differs",
        "/sites/0/lines/0/quantity": "differs",
    }


def test_without_a_reference_every_order_is_a_new_one(dispatcher: Person) -> None:
    body = order()
    del body["external_reference"]

    ids = {dispatcher.ask("POST", "/projects", body).json["id"] for _ in range(2)}

    assert len(ids) == 2


def test_all_faults_are_told_at_once(dispatcher: Person) -> None:
    body = order(
        name="",
        customer={"name": "Zhang", "phone": "12", "email": "nobody"},
        wishes={
            "earliest": "2027-03-02T00:00:00+08:00",
            "due": "2027-03-01T00:00:00+08:00",
        },
        colour="red",
    )
    body["sites"][0]["point"] = {"lat": FAR_AWAY[0], "lon": FAR_AWAY[1]}
    body["sites"][0]["time_zone"] = "Mars/Olympus"
    body["sites"][0]["lines"] = [
        {"brand": "nobody", "model": "VRF-1", "quantity": 1},
        {"brand": "polar-one", "model": "VRF-9", "quantity": 0},
    ]

    answer = dispatcher.ask("POST", "/projects", body)

    assert answer.status_code == 422
    assert codes(answer) == {
        "/colour": "unknown",
        "/customer/email": "email",
        "/customer/phone": "phone",
        "/name": "invalid_value",
        "/sites/0/lines/0/brand": "unknown_brand",
        "/sites/0/lines/1/model": "unknown_model",
        "/sites/0/lines/1/quantity": "invalid_value",
        "/sites/0/point": "no_territory",
        "/sites/0/time_zone": "time_zone",
        "/wishes/due": "due_before_earliest",
    }


def test_an_address_without_coordinates_is_refused_with_the_remedy(
    dispatcher: Person,
) -> None:
    body = order()
    del body["sites"][0]["point"]

    answer = dispatcher.ask("POST", "/projects", body)

    assert answer.status_code == 422
    [fault] = answer.json["errors"]
    assert (fault["pointer"], fault["code"]) == ("/sites/0/point", "no_coordinates")
    assert "PAIGONG_GEOCODER" in fault["detail"]


def test_coordinates_of_chinese_maps_are_brought_to_wgs84(dispatcher: Person) -> None:
    body = order()
    body["sites"][0]["datum"] = "gcj02"

    [site] = dispatcher.ask("POST", "/projects", body).json["sites"]

    assert 100 < abs(site["lat"] - body["sites"][0]["point"]["lat"]) * 111_320 < 1000


def test_lines_without_a_brand_are_of_the_orders_brand(dispatcher: Person) -> None:
    body = order(brand="POLAR-ONE")
    for line in body["sites"][0]["lines"]:
        del line["brand"]

    assert dispatcher.ask("POST", "/projects", body).status_code == 201
    del body["brand"]
    missing = dispatcher.ask("POST", "/projects", {**body, "external_reference": "2"})
    assert codes(missing) == {
        "/sites/0/lines/0/brand": "missing",
        "/sites/0/lines/1/brand": "missing",
    }


def test_a_stores_order_is_planned_by_the_platform_and_seen_by_both(
    store: Person, dispatcher: Person, network: Network, market: Market
) -> None:
    answer = store.ask("POST", "/projects", order())

    assert answer.status_code == 201, answer.text
    path = f"/projects/{answer.json['id']}"
    for person in (store, dispatcher, network.person(Role.BRAND_MANAGER)):
        assert person.ask("GET", path).status_code == 200
    orders = dispatcher.ask("GET", f"/work-orders?territory_id={market.territory_id}")
    assert len(orders.json["items"]) == 3
    assert network.person(Role.STORE, "two").ask("GET", path).status_code == 404
    assert network.person(Role.BRAND_MANAGER, "two").ask("GET", path).status_code == 404


def test_two_stores_may_use_the_same_reference(store: Person, network: Network) -> None:
    mine = store.ask("POST", "/projects", order())
    theirs = network.person(Role.STORE, "two").ask("POST", "/projects", order())

    assert (mine.status_code, theirs.status_code) == (201, 201)
    assert mine.json["id"] != theirs.json["id"]


def test_a_store_corrects_its_own_project_and_a_brand_does_not(
    store: Person, network: Network
) -> None:
    project = store.ask("POST", "/projects", order()).json
    path = f"/projects/{project['id']}"
    change = {"name": "South school", "customer": {"email": None}, "note": "Knock."}

    answer = store.ask("PATCH", path, change, version=1)

    assert answer.status_code == 200, answer.text
    assert answer.json["name"] == "South school"
    assert answer.json["customer"]["email"] is None
    assert answer.json["wishes"]["note"] == "Knock."
    assert answer.json["version"] == 2
    assert store.ask("PATCH", path, change, version=1).status_code == 412
    assert store.ask("PATCH", path, change).status_code == 428
    brand = network.person(Role.BRAND_MANAGER)
    assert brand.ask("PATCH", path, change, version=2).status_code == 403


def test_a_bad_phone_is_not_taken_in_a_correction(dispatcher: Person) -> None:
    project = dispatcher.ask("POST", "/projects", order()).json

    answer = dispatcher.ask(
        "PATCH", f"/projects/{project['id']}", {"customer": {"phone": "1"}}, version=1
    )

    assert codes(answer) == {"/customer/phone": "phone"}


def test_those_who_oversee_see_no_personal_data(
    dispatcher: Person, network: Network
) -> None:
    made = dispatcher.ask("POST", "/projects", order()).json
    admin = network.person(Role.PLATFORM_ADMIN)

    project = admin.ask("GET", f"/projects/{made['id']}").json

    assert project["reference"] == made["reference"]
    text = str(project)
    for secret in (
        "Zhang",
        "Li Si",
        "138",
        "6322",
        "zhang@",
        "Renmin",
        "Ring",
        "Canteen",
        "Kitchen",
    ):
        assert secret not in text
    for guess in ("Zhang", "Canteen"):
        assert admin.ask("GET", f"/projects?q={guess}").json["items"] == []
    assert len(dispatcher.ask("GET", "/projects?q=zhang").json["items"]) == 1


def test_lists_are_filtered_and_paged(dispatcher: Person, market: Market) -> None:
    for number in range(3):
        reference = f"SO-{number}"
        body = order(external_reference=reference, name=f"House {number}")
        assert dispatcher.ask("POST", "/projects", body).status_code == 201

    first = dispatcher.ask("GET", "/projects?limit=2").json
    rest = dispatcher.ask("GET", f"/projects?limit=2&after={first['next']}").json

    names = [p["name"] for p in first["items"] + rest["items"]]
    assert names == ["House 2", "House 1", "House 0"]
    assert rest["next"] is None
    for query, count in (
        ("state=contracted", 3),
        ("state=closed", 0),
        (f"territory_id={market.territory_id}", 3),
        ("territory_id=999", 0),
        ("q=SO-1", 1),
        ("q=100%25", 0),
    ):
        assert len(dispatcher.ask("GET", f"/projects?{query}").json["items"]) == count


def test_followers_hear_of_the_project_and_its_work(dispatcher: Person) -> None:
    project = dispatcher.ask("POST", "/projects", order()).json

    scope = f"organisation:{dispatcher.organisation_id}"
    feed = dispatcher.ask("GET", f"/feed?scope={scope}&after=0").json

    seen = [(change["entity"], change["entity_id"]) for change in feed["changes"]]
    assert ("project", project["id"]) in seen
    assert [entity for entity, _ in seen].count("work_order") == 3
