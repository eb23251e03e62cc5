"""What a quote's link shows and takes, and what it never does."""

from datetime import timedelta
from typing import Any

import pytest

from app.core.actor import Role
from app.web.secret_links import MOST_FAILURES
from tests.factories.market import NEARBY
from tests.integration.sales.conftest import Shop
from tests.support.clock import TestClock

UNKNOWN = "/t/" + "A" * 22
OWN = {"X-Request-ID": "same-for-all"}
#: As Chromium asks for a page; of equal kinds the one named first is not the best.
HTML = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,"
    "image/webp,image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7"
}


def whole(answer: Any) -> tuple[int, bytes, list[tuple[str, str]]]:
    """All of an answer that a caller can tell apart."""
    return answer.status_code, answer.data, sorted(answer.headers)


def test_the_page_shows_every_line_and_the_total_in_both_languages(shop: Shop) -> None:
    quote = shop.quoted(shop.surveyed(60)["id"])
    path = shop.sent(quote["id"])
    english = shop.public.get(f"{path}?lang=en").text
    for shown in (
        "Li Si&#39;s shop",
        "CN¥999.90",
        "CN¥2,999.70",
        "CN¥4,079.70",
        "Nothing is charged",
        "Split units",
    ):
        assert shown in english
    chinese = shop.public.get(f"{path}?lang=zh").text
    for shown in ("报价", "¥4,079.70", "分体机", "接受"):
        assert shown in chinese
    assert "<script" not in english
    answer = shop.public.get(path)
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_document_is_what_is_charged_to_the_cent(shop: Shop) -> None:
    quote = shop.quoted(shop.surveyed(60)["id"])
    shown = shop.shown(shop.sent(quote["id"]))
    document = shown["document"]
    assert document["total_minor"] == quote["total_minor"]
    assert document["total_minor"] == sum(
        line["amount_minor"] for line in document["lines"]
    )
    kept = shop.store.ask("GET", f"/quotes/{quote['id']}").json
    assert shown["seen"] == kept["document_sha256"]


def test_a_form_without_scripts_leads_back_to_the_answered_page(shop: Shop) -> None:
    path = shop.sent(shop.quoted(shop.surveyed(60)["id"])["id"])
    form = {"decision": "accept", "name": "", "seen": shop.seen(path)}
    nameless = shop.public.post(
        f"{path}/answer?lang=en",
        data=form,
        headers=HTML,
        content_type="multipart/form-data",
    )
    assert (nameless.status_code, nameless.location) == (
        303,
        f"{path}?lang=en&said=name",
    )
    assert "Please write your name" in shop.public.get(nameless.location).text
    taken = shop.public.post(
        f"{path}/answer?lang=en",
        data={**form, "name": "Li Si"},
        headers=HTML,
        content_type="multipart/form-data",
    )
    assert taken.status_code == 303
    assert "Li Si agreed on" in shop.public.get(taken.location).text


def test_another_version_closes_the_link_of_the_one_before(shop: Shop) -> None:
    lead = shop.surveyed(60)
    first = shop.quoted(lead["id"])
    path = shop.sent(first["id"])
    seen = shop.seen(path)
    second = shop.quoted(lead["id"])
    assert second["number"] == 2
    old = shop.store.ask("GET", f"/quotes/{first['id']}").json
    assert old["state"] == "superseded"
    answer = shop.public.post(
        f"{path}/answer",
        data={"decision": "accept", "name": "x", "seen": seen},
        content_type="multipart/form-data",
    )
    assert answer.status_code == 404
    assert shop.store.ask("GET", f"/leads/{lead['id']}").json["state"] == "quoted"
    listed = shop.store.ask("GET", f"/quotes?lead_id={lead['id']}").json["items"]
    assert [each["number"] for each in listed] == [2, 1]


def test_what_was_not_seen_is_not_agreed_to(shop: Shop) -> None:
    path = shop.sent(shop.quoted(shop.surveyed(60)["id"])["id"])
    answer = shop.answer(path, seen="0" * 64)
    assert (answer.status_code, answer.json["code"]) == (412, "seen_otherwise")
    assert shop.answer(path, name=" ").status_code == 422
    assert shop.shown(path)["state"] == "sent"


def test_a_declined_quote_is_not_accepted_and_another_may_follow(shop: Shop) -> None:
    lead = shop.surveyed(60)
    path = shop.sent(shop.quoted(lead["id"])["id"])
    assert shop.answer(path, "decline").json["state"] == "declined"
    assert shop.answer(path, "decline").status_code == 200
    refused = shop.answer(path)
    assert (refused.status_code, refused.json["code"]) == (409, "quote_decided")
    assert "Declined" in shop.public.get(f"{path}?lang=en").text
    again = shop.sent(shop.quoted(lead["id"])["id"])
    assert shop.answer(again).json["state"] == "accepted"


def test_sent_once_more_the_earlier_link_opens_nothing(shop: Shop) -> None:
    quote = shop.quoted(shop.surveyed(60)["id"])
    first, second = shop.sent(quote["id"]), shop.sent(quote["id"])
    assert shop.public.get(first).status_code == 404
    assert shop.public.get(second).status_code == 200
    shop.store.ask("POST", f"/quotes/{quote['id']}/withdraw")
    assert shop.public.get(second).status_code == 404
    assert shop.store.ask("POST", f"/quotes/{quote['id']}/send").status_code == 409


def test_unknown_expired_and_taken_back_are_told_alike_to_the_last_byte(
    shop: Shop, clock: TestClock
) -> None:
    gone = shop.quoted(shop.surveyed(60)["id"])
    taken_back = shop.sent(gone["id"])
    shop.store.ask("POST", f"/quotes/{gone['id']}/withdraw")
    other = shop.surveyed(30)
    quote = shop.quoted(other["id"], {"days": 1})
    expired = shop.sent(quote["id"])
    clock.advance(timedelta(days=3))
    for ending in ("", "/quote.json"):
        found = [
            whole(shop.public.get(f"{path}{ending}", headers=OWN))
            for path in (UNKNOWN, "/t/short", taken_back, expired)
        ]
        assert found[0][0] == 404
        assert all(answer == found[0] for answer in found)
    assert shop.store.ask("GET", f"/quotes/{quote['id']}").json["expired"] is True
    assert shop.store.ask("POST", f"/quotes/{quote['id']}/send").status_code == 409


def test_guessing_is_limited_and_then_right_links_are_refused_too(shop: Shop) -> None:
    path = shop.sent(shop.quoted(shop.surveyed(60)["id"])["id"])
    for _ in range(MOST_FAILURES):
        assert shop.public.get(f"{UNKNOWN}/quote.json").status_code == 404
    assert shop.public.get(f"{path}/quote.json").status_code == 429
    assert shop.public.get(path).status_code == 429


def under_way(shop: Shop) -> tuple[int, int]:
    """Return a project of the store's, and its site."""
    lead = shop.surveyed(60)
    shop.answer(shop.sent(shop.quoted(lead["id"])["id"]))
    project_id = shop.store.ask("GET", f"/leads/{lead['id']}").json["project_id"]
    project = shop.store.ask("GET", f"/projects/{project_id}").json
    return project_id, project["sites"][0]["id"]


@pytest.fixture
def change(shop: Shop) -> dict[str, Any]:
    project_id, site_id = under_way(shop)
    body = {
        "site_id": site_id,
        "lines": [
            {"brand": "polar-one", "model": "VRF-1", "quantity": 1},
            {"brand": "polar-one", "model": "SPLIT-1", "quantity": 2},
            {"service": "installation", "quantity": 1.5},
        ],
    }
    answer = shop.store.ask("POST", f"/projects/{project_id}/quotes", body)
    assert answer.status_code == 201, answer.text
    return dict(answer.json)


def orders_of(shop: Shop, project_id: int) -> list[dict[str, Any]]:
    path = f"/work-orders?project_id={project_id}"
    return list(shop.store.ask("GET", path).json["items"])


def test_a_change_order_makes_work_once_it_is_accepted(
    shop: Shop, change: dict[str, Any]
) -> None:
    project_id = change["project_id"]
    before = orders_of(shop, project_id)
    path = shop.sent(change["id"])
    assert "Change order" in shop.public.get(f"{path}?lang=en").text
    assert orders_of(shop, project_id) == before
    assert shop.answer(path).json["state"] == "accepted"
    after = orders_of(shop, project_id)
    added = {x["kind"]: x for x in after if x not in before}
    assert list(added) == ["delivery", "installation", "commissioning"]
    hours = 6 * 3600 + 2 * 7200 + 5400
    assert added["installation"]["duration_seconds"] == hours
    assert added["delivery"]["state"] == "ready"
    project = shop.store.ask("GET", f"/projects/{project_id}").json
    lines = {x["model_code"]: x["quantity"] for x in project["sites"][0]["lines"]}
    assert lines == {"VRF-1": 1, "SPLIT-1": 5}
    shop.answer(path)
    assert orders_of(shop, project_id) == after


def test_hours_alone_become_an_order_of_their_own(shop: Shop) -> None:
    project_id, site_id = under_way(shop)
    before = orders_of(shop, project_id)
    lines = [{"service": "commissioning", "quantity": 2}]
    body = {"site_id": site_id, "lines": lines}
    quote = shop.store.ask("POST", f"/projects/{project_id}/quotes", body).json
    shop.answer(shop.sent(quote["id"]))
    [added] = [x for x in orders_of(shop, project_id) if x not in before]
    assert (added["kind"], added["duration_seconds"], added["state"]) == (
        "commissioning",
        7200,
        "ready",
    )


def test_a_change_is_quoted_by_whoever_may_change_the_project(
    shop: Shop, change: dict[str, Any]
) -> None:
    path = f"/projects/{change['project_id']}/quotes"
    body = {"site_id": 999_999, "lines": [{"service": "installation", "quantity": 1}]}
    strange = shop.store.ask("POST", path, body)
    assert [e["code"] for e in strange.json["errors"]] == ["unknown_site"]
    body["site_id"] = change["site_id"]
    stranger = shop.network.person(Role.STORE, "two")
    assert stranger.ask("POST", path, body).status_code == 404
    brand = shop.network.person(Role.BRAND_MANAGER)
    assert brand.ask("POST", path, body).status_code == 403
    planner = shop.network.person(Role.DISPATCHER)
    refused = planner.ask("POST", path, body)
    # The planner has no rate of its own for hours.
    assert [e["code"] for e in refused.json["errors"]] == ["no_price"]
    listed = planner.ask("GET", f"/quotes?project_id={change['project_id']}").json
    assert listed["items"] == []


def test_a_planner_sells_too_and_plans_it_itself(shop: Shop) -> None:
    planner = shop.network.person(Role.DISPATCHER)
    lead = planner.ask(
        "POST",
        "/leads",
        {
            "customer_name": "Wang",
            "customer_phone": "+8613800138001",
            "site_name": "Wang's",
            "address": "2 Market Road",
            "point": {"lat": NEARBY[0], "lon": NEARBY[1]},
        },
    ).json
    rate = {"amount_minor": 100_00, "valid_from": "2020-01-01"}
    for kind in ("delivery", "installation", "commissioning"):
        planner.ask("POST", "/service-rates", {"kind": kind, **rate})
    lines = [{"brand": "polar-one", "model": "SPLIT-1", "quantity": 1}]
    quote = planner.ask("POST", f"/leads/{lead['id']}/quotes", {"lines": lines}).json
    url = planner.ask("POST", f"/quotes/{quote['id']}/send").json["url"]
    path = "/t/" + url.rpartition("/")[2]
    assert shop.answer(path, name="Wang").json["state"] == "accepted"
    won = planner.ask("GET", f"/leads/{lead['id']}").json
    assert planner.ask("GET", f"/projects/{won['project_id']}").status_code == 200
    assert shop.store.ask("GET", f"/projects/{won['project_id']}").status_code == 404
