"""Rules and offers as the two sides see them over HTTP."""

import pytest
from flask import Flask

from tests.integration.partners.caller import Caller
from tests.integration.partners.market import Market, Partner


@pytest.fixture
def dispatcher(app: Flask, market: Market) -> Caller:
    return Caller(app, market.dispatcher)


@pytest.fixture
def first(market: Market) -> Partner:
    return market.partners[0]


@pytest.fixture
def manager(app: Flask, first: Partner) -> Caller:
    return Caller(app, first.manager)


def test_a_partner_reads_what_it_may_and_the_rest_when_it_took_the_work(
    market: Market, dispatcher: Caller, manager: Caller
) -> None:
    visit = market.work()[0]
    path = f"/work-orders/{visit.work_order_id}"
    _, order = dispatcher.ask("GET", path)
    status, made = dispatcher.ask("POST", f"{path}/offer", version=order["version"])
    assert status == 201
    assert made["work_order_id"] == visit.work_order_id
    _, seen = manager.ask("GET", f"/offers/{made['id']}")
    assert seen["work_order_id"] is None
    assert seen["project_id"] is None
    assert seen["district"]["name"] == "Shanghai"
    assert seen["rate"] == {"minor": 12_000, "currency": "CNY"}
    assert seen["offered_by"]["name"] == "Shanghai"
    hidden, _ = manager.ask("GET", path)
    assert hidden == 404
    status, taken = manager.ask("POST", f"/offers/{made['id']}/accept", version=1)
    assert (status, taken["state"]) == (200, "accepted")
    assert taken["project_id"] == visit.project_id
    shown, _ = manager.ask("GET", path)
    assert shown == 200


def test_which_offer_an_order_has_is_found_by_those_who_see_the_order(
    market: Market, dispatcher: Caller, manager: Caller
) -> None:
    offer = market.offer()
    query = f"/offers?work_order_id={offer.work_order_id}&project_id={offer.project_id}"
    _, own = dispatcher.ask("GET", query)
    _, asked = manager.ask("GET", query)
    _, inbox = manager.ask("GET", "/offers?state=offered")
    assert [o["id"] for o in own["items"]] == [offer.id]
    assert asked["items"] == []
    assert [o["id"] for o in inbox["items"]] == [offer.id]


def test_a_declined_offer_keeps_its_reason_for_both(
    market: Market, dispatcher: Caller, manager: Caller
) -> None:
    offer = market.offer()
    path = f"/offers/{offer.id}"
    body = {"reason": "no crew that week"}
    status, _ = manager.ask("POST", f"{path}/decline", body, version=1)
    assert status == 200
    assert dispatcher.ask("GET", path)[1]["decline_reason"] == body["reason"]


def test_a_partner_plans_a_visit_of_work_it_took(
    market: Market, manager: Caller, first: Partner
) -> None:
    visit = market.work()[0]
    offer = market.offer(visit)
    manager.ask("POST", f"/offers/{offer.id}/accept", version=1)
    status, answer = manager.ask(
        "POST",
        f"/offers/{offer.id}/visits/{visit.id}/assign",
        {
            "technician_ids": [first.technician_id],
            "starts_at": "2026-11-23T09:00:00+08:00",
        },
        version=1,
    )
    assert (status, answer["state"]) == (200, "planned")


def test_both_sides_hear_of_an_offer_and_the_dispatcher_when_nobody_is_left(
    market: Market, dispatcher: Caller, manager: Caller, first: Partner
) -> None:
    offer = market.offer()

    def heard(caller: Caller, organisation_id: int) -> set[tuple[str, int]]:
        _, feed = caller.ask(
            "GET", f"/feed?scope=organisation:{organisation_id}&after=0"
        )
        return {(c["entity"], c["entity_id"]) for c in feed["changes"]}

    assert ("offer", offer.id) in heard(manager, first.organisation_id)
    assert ("work_order", offer.work_order_id) not in heard(
        manager, first.organisation_id
    )
    told = heard(dispatcher, market.world.organisation_id)
    assert {("offer", offer.id), ("work_order", offer.work_order_id)} <= told


def test_a_dispatcher_gives_changes_and_stops_a_share(
    market: Market, dispatcher: Caller, first: Partner
) -> None:
    new = {
        "partner_organisation_id": first.organisation_id,
        "quota_percent": 70,
        "kind": "repair",
        "territory_id": market.world.territory_id,
        "rate": {"minor": 9_900, "currency": "CNY"},
    }
    status, rule = dispatcher.ask("POST", "/offer-rules", new)
    assert (status, rule["quota_percent"]) == (201, 70)
    assert dispatcher.ask("POST", "/offer-rules", new)[1]["code"] == "offer_rule_exists"
    path = f"/offer-rules/{rule['id']}"
    wanted = {
        "quota_percent": 10,
        "respond_within_seconds": 60,
        "rate": {"minor": 1, "currency": "EUR"},
        "is_active": False,
    }
    status, changed = dispatcher.ask("PATCH", path, wanted, version=1)
    assert status == 200
    assert {name: changed[name] for name in wanted} == wanted
    assert dispatcher.ask("PATCH", path, {}, version=2)[1]["rate"] == wanted["rate"]
    _, listed = dispatcher.ask("GET", "/offer-rules")
    assert len(listed["items"]) == len(market.partners) + 1


def test_a_rule_for_a_stranger_or_in_a_strangers_territory_is_refused(
    market: Market, dispatcher: Caller
) -> None:
    new = {
        "partner_organisation_id": market.world.organisation_id,
        "territory_id": 9_000_000,
        "quota_percent": 10,
    }
    status, answer = dispatcher.ask("POST", "/offer-rules", new)
    assert status == 422
    codes = {fault["code"] for fault in answer["errors"]}
    assert codes == {"unknown_partner", "unknown_territory"}


def test_a_dispatcher_knows_its_partners_and_how_they_did(
    market: Market, dispatcher: Caller, manager: Caller, first: Partner
) -> None:
    offer = market.offer()
    manager.ask("POST", f"/offers/{offer.id}/accept", version=1)
    _, partners = dispatcher.ask("GET", "/partners")
    of_first = partners["items"][0]
    assert of_first["partner"]["id"] == first.organisation_id
    assert (of_first["jobs"], of_first["punctuality"]) == (1, 0.5)
    assert of_first["acceptance"] == pytest.approx(2 / 3)


def test_the_closest_rule_counts(
    market: Market, dispatcher: Caller, first: Partner
) -> None:
    """A rule for the territory stands before the one for all of the work."""
    here = {
        "partner_organisation_id": first.organisation_id,
        "quota_percent": 50,
        "territory_id": market.world.territory_id,
        "respond_within_seconds": 120,
    }
    dispatcher.ask("POST", "/offer-rules", here)
    offer = market.offer()
    assert (offer.respond_by - offer.offered_at).seconds == 120
    assert offer.rate is None
