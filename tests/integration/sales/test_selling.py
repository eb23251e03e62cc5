"""A lead is surveyed, designed, quoted, accepted by link, and becomes a project."""

from typing import Any

from tests.integration.sales.conftest import LEAD, Shop


def test_a_lead_is_kept_with_its_customer_and_place(shop: Shop) -> None:
    lead = shop.lead(note="Weekends only")
    assert lead["reference"].startswith("LEAD-")
    assert lead["state"] == "new"
    assert lead["customer_phone"] == "+8613800138000"
    assert lead["survey"] is None
    assert shop.store.ask("GET", f"/leads/{lead['id']}").json == lead
    listed = shop.store.ask("GET", "/leads?q=market&state=new").json["items"]
    assert [each["id"] for each in listed] == [lead["id"]]
    assert shop.store.ask("GET", "/leads?q=nobody").json["items"] == []


def test_a_telephone_that_reaches_nobody_is_refused(shop: Shop) -> None:
    answer = shop.store.ask("POST", "/leads", {**LEAD, "customer_phone": "call me"})
    assert answer.status_code == 422
    assert [e["pointer"] for e in answer.json["errors"]] == ["/customer_phone"]


def test_a_lead_is_described_anew_and_lost_and_found_again(shop: Shop) -> None:
    lead = shop.lead()
    path = f"/leads/{lead['id']}"
    body = {**LEAD, "site_name": "Other shop", "point": None}
    changed = shop.store.ask("PUT", path, body, version=1).json
    assert (changed["site_name"], changed["lat"], changed["version"]) == (
        "Other shop",
        None,
        2,
    )
    assert shop.store.ask("PUT", path, body, version=1).status_code == 412
    lost = shop.store.ask("POST", f"{path}/lose", {"reason": "Too dear"}, version=2)
    assert (lost.json["state"], lost.json["lost_reason"]) == ("lost", "Too dear")
    survey = {"package_id": shop.package_id, "figures": {"area": 30}}
    found = shop.store.ask("PUT", f"{path}/survey", survey, version=3).json
    assert (found["state"], found["lost_reason"]) == ("surveyed", None)


def test_a_survey_answers_what_its_package_asks(shop: Shop) -> None:
    lead = shop.lead()
    path = f"/leads/{lead['id']}/survey"
    bad = {"package_id": shop.package_id, "figures": {"area": 0, "height": 3}}
    refused = shop.store.ask("PUT", path, bad, version=1)
    assert refused.status_code == 422
    assert [e["pointer"] for e in refused.json["errors"]] == [
        "/figures/height",
        "/figures/area",
    ]
    strange = {"package_id": 999_999, "figures": {}}
    assert shop.store.ask("PUT", path, strange, version=1).status_code == 422
    assert shop.store.ask("GET", f"/leads/{lead['id']}/design").status_code == 409


def test_a_design_explains_each_line(shop: Shop) -> None:
    lead = shop.surveyed(60)
    found = shop.store.ask("GET", f"/leads/{lead['id']}/design").json
    assert found["package"] == "shop"
    assert found["faults"] == []
    units, drilling = found["steps"]
    assert (units["model"], units["result"], units["source"]) == (
        "SPLIT-1",
        3,
        "a rule of thumb",
    )
    assert units["inputs"] == [{"key": "area", "value": 60.0}]
    assert (drilling["service"], drilling["result"]) == ("installation", 1.5)
    assert drilling["inputs"] == [{"key": "units", "value": 3}]


def test_a_quote_holds_the_design_at_the_listed_prices(shop: Shop) -> None:
    quote = shop.quoted(shop.surveyed(60)["id"])
    assert (quote["state"], quote["number"], quote["currency"]) == ("draft", 1, "CNY")
    lines = [(x["work"], x["quantity"], x["amount_minor"]) for x in quote["lines"]]
    assert lines == [
        (None, "3", 2999_70),
        ("delivery", "1.5", 180_00),
        ("installation", "6", 720_00),
        ("installation", "1.5", 180_00),
    ]
    assert quote["total_minor"] == 4079_70
    assert all(line["source"] for line in quote["lines"])
    assert [step["key"] for step in quote["design"]] == ["units", "drilling"]


def test_lines_may_be_chosen_and_what_has_no_price_is_told(shop: Shop) -> None:
    lead = shop.lead()
    path = f"/leads/{lead['id']}/quotes"
    wanted: list[dict[str, Any]] = [
        {"brand": "polar-one", "model": "VRF-1", "quantity": 1},
        {"service": "installation", "quantity": 2.5},
    ]
    quote = shop.store.ask("POST", path, {"lines": wanted, "days": 3}).json
    assert quote["total_minor"] == 9_000_00 + 120_00 * 2 + 120_00 * 12 + 120_00 * 2 + (
        300_00
    )
    wanted = [
        {"brand": "polar-one", "model": "VRF-9", "quantity": 1},
        {"service": "repair", "quantity": 1},
    ]
    refused = shop.store.ask("POST", path, {"lines": wanted})
    assert [(e["pointer"], e["code"]) for e in refused.json["errors"]] == [
        ("/lines/0/model", "unknown_model"),
        ("/lines/1", "no_price"),
    ]
    for bad in (
        {"quantity": 1},
        {"brand": "polar-one", "model": "VRF-1", "quantity": 1.5},
    ):
        assert shop.store.ask("POST", path, {"lines": [bad]}).status_code == 422


def test_an_accepted_quote_becomes_the_planners_project(shop: Shop) -> None:
    lead = shop.surveyed(60, note="Back door")
    quote = shop.quoted(lead["id"])
    path = shop.sent(quote["id"])
    answer = shop.answer(path, name=" Li Si ")
    assert answer.status_code == 200, answer.text
    assert (answer.json["state"], answer.json["accepted_by"]) == ("accepted", "Li Si")
    won = shop.store.ask("GET", f"/leads/{lead['id']}").json
    assert won["state"] == "won"
    project = shop.store.ask("GET", f"/projects/{won['project_id']}").json
    assert project["external_reference"] == quote["reference"]
    assert project["customer"]["name"] == "Li Si"
    assert project["territory_id"] == shop.market.territory_id
    [site] = project["sites"]
    assert [(x["model_code"], x["quantity"]) for x in site["lines"]] == [("SPLIT-1", 3)]
    orders = shop.store.ask("GET", f"/work-orders?project_id={project['id']}").json
    taken = {each["kind"]: each["duration_seconds"] for each in orders["items"]}
    # What was agreed beside the models' own work makes the installation longer.
    assert taken == {"delivery": 3 * 1800, "installation": 3 * 7200 + 5400}
    again = shop.answer(path)
    assert (again.status_code, again.json) == (200, answer.json)
    listed = shop.store.ask("GET", "/projects").json["items"]
    assert [each["id"] for each in listed] == [project["id"]]


def test_what_no_project_could_be_made_of_is_not_shown(shop: Shop) -> None:
    lead = shop.surveyed(60, point={"lat": 39.9, "lon": 116.4})
    quote = shop.quoted(lead["id"])
    refused = shop.store.ask("POST", f"/quotes/{quote['id']}/send")
    assert refused.status_code == 422, refused.text
    kept = shop.store.ask("GET", f"/quotes/{quote['id']}").json
    assert (kept["state"], kept["document_sha256"]) == ("draft", None)


def test_a_won_lead_changes_no_more(shop: Shop) -> None:
    lead = shop.surveyed(60)
    shop.answer(shop.sent(shop.quoted(lead["id"])["id"]))
    version = shop.store.ask("GET", f"/leads/{lead['id']}").json["version"]
    path = f"/leads/{lead['id']}"
    assert shop.store.ask("PUT", path, LEAD, version=version).status_code == 409
    assert shop.store.ask("POST", f"{path}/quotes", {}).status_code == 409
    lost = shop.store.ask("POST", f"{path}/lose", {"reason": "x"}, version=version)
    assert lost.status_code == 409


def test_rates_hold_for_a_period_and_begin_once(shop: Shop) -> None:
    body = {"kind": "repair", "amount_minor": 200_00, "valid_from": "2026-01-01"}
    rate = shop.store.ask("POST", "/service-rates", body)
    assert rate.status_code == 201
    assert shop.store.ask("POST", "/service-rates", body).status_code == 409
    path = f"/service-rates/{rate.json['id']}"
    early = shop.store.ask("PATCH", path, {"valid_until": "2025-01-01"}, version=1)
    assert early.status_code == 422
    ended = shop.store.ask("PATCH", path, {"valid_until": "2026-06-30"}, version=1)
    assert (ended.json["valid_until"], ended.json["version"]) == ("2026-06-30", 2)
    listed = shop.store.ask("GET", "/service-rates").json["items"]
    assert len(listed) == 4


def test_packages_are_read_with_their_rules_and_sources(shop: Shop) -> None:
    listed = shop.store.ask("GET", "/packages?category=split").json["items"]
    assert [each["code"] for each in listed] == ["shop"]
    one = shop.store.ask("GET", f"/packages/{shop.package_id}").json
    assert one == listed[0]
    assert [rule["source"] for rule in one["rules"]] == ["a rule of thumb"] * 2
    assert shop.store.ask("GET", "/packages/999999").status_code == 404
