"""The dispatcher's part of the work on site, over HTTP."""

from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask

from app.catalogue.states import WorkKind
from app.core.actor import Actor, acting_as
from app.organisations.actions import make_token
from app.visits.actions.execution import (
    add_evidence,
    arrive,
    cannot_complete,
    finish_work,
)
from app.visits.models import Visit
from app.visits.states import FailureReason
from tests.integration.visits.site import (
    Hand,
    add_hand,
    add_lines,
    add_model,
    note,
    now_of,
    order_of,
    photo,
    plan,
)
from tests.integration.visits.world import Work, World, add_project, at
from tests.support.clock import TestClock


@dataclass(frozen=True)
class Desk:
    """A repair planned for nine, and whoever asks about it."""

    app: Flask
    world: World
    hand: Hand
    visit: Visit

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        version: int | None = None,
        actor: Actor | None = None,
    ) -> Any:
        """The answer is a TestResponse; its JSON is read as it comes, hence Any."""
        with acting_as(actor or self.world.dispatcher):
            token = make_token("test").token
        headers = {"Authorization": f"Bearer {token}"}
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        client = self.app.test_client()
        return client.open(f"/api/v1{path}", method=method, json=body, headers=headers)

    def on_visit(self, verb: str, body: Any) -> Any:
        version = now_of(self.visit).version
        path = f"/visits/{self.visit.id}/{verb}"
        return self.ask("POST", path, body, version=version)

    def on_order(self, verb: str, body: Any) -> Any:
        order = order_of(self.visit)
        path = f"/work-orders/{order.id}/{verb}"
        return self.ask("POST", path, body, version=order.version)


@pytest.fixture
def desk(world: World, app_context: Flask) -> Desk:
    hand = add_hand(world)
    visit = add_project(world, Work(kind=WorkKind.REPAIR))[0]
    add_lines(visit, {add_model(world): 1})
    plan(world, visit, hand)
    return Desk(app_context, world, hand, visit)


def test_a_crew_is_sent_off_and_followed(desk: Desk) -> None:
    sent = desk.on_visit("dispatch", {})
    assert sent.status_code == 200
    assert sent.json["state"] == "dispatched"
    assert sent.json["dispatched_at"] is not None
    with acting_as(desk.hand.actor):
        arrive(desk.visit.id, desk.hand.does(9), "The gate is at the back")
        add_evidence(desk.visit.id, desk.hand.does(9.5), note("Pump"))
        add_evidence(desk.visit.id, desk.hand.does(9.5), photo("before"))
    shown = desk.ask("GET", f"/visits/{desk.visit.id}").json
    assert shown["arrived_at"].startswith("2026-11-23T01:00")
    assert shown["seats"][0]["arrival_reason"] == "The gate is at the back"
    path = f"/visits/{desk.visit.id}/evidence"
    page = desk.ask("GET", f"{path}?limit=1").json
    assert page["items"][0]["data"] == {"text": "Pump"}
    last = desk.ask("GET", f"{path}?after={page['next']}").json["items"]
    assert [row["sha256"] for row in last] == ["01" * 32]
    own = desk.ask("GET", path, actor=desk.hand.actor)
    assert len(own.json["items"]) == 2


def test_what_is_not_ready_is_listed(desk: Desk) -> None:
    first, second = add_project(desk.world, Work(), Work())
    plan(desk.world, first, desk.hand, hour=14)
    plan(desk.world, second, desk.hand, hour=24 + 9)
    later = Desk(desk.app, desk.world, desk.hand, second)
    refused = later.on_visit("dispatch", {})
    assert refused.status_code == 409
    assert refused.json["code"] == "visit_not_ready"
    assert [fault["code"] for fault in refused.json["errors"]] == ["work_before_open"]
    sent = later.on_visit("dispatch", {"override_reason": "They wait"})
    assert sent.json["dispatch_reason"] == "They wait"


def test_nobody_came_and_another_order_carries_the_work(
    desk: Desk, clock: TestClock
) -> None:
    clock.advance(at(10) - at(0.5))
    ended = desk.on_visit("no-show", {"note": "The van broke down"})
    assert (ended.json["state"], ended.json["failure_note"]) == (
        "no_show",
        "The van broke down",
    )
    orders = desk.ask("GET", f"/work-orders?project_id={desk.visit.project_id}").json
    assert [each["follow_up_of_id"] for each in orders["items"]] == [
        None,
        desk.visit.work_order_id,
    ]


def test_work_is_sent_back_and_verified(desk: Desk) -> None:
    with acting_as(desk.hand.actor):
        arrive(desk.visit.id, desk.hand.at_site(desk.visit, 9))
        finish_work(desk.visit.id, desk.hand.does(10))
    path = f"/work-orders/{desk.visit.work_order_id}/completeness"
    known = desk.ask("GET", path).json
    assert [each["code"] for each in known["missing"]] == ["note_missing"]
    assert (known["failing"], known["is_signed"]) == ([], True)
    refused = desk.on_order("verify", {})
    assert (refused.status_code, refused.json["code"]) == (409, "waiver_needed")
    with acting_as(desk.hand.actor):
        add_evidence(desk.visit.id, desk.hand.does(10), note("Pump replaced"))
    back = desk.on_order("send-back", {"reason": "Leaks", "revisit_seconds": 1800})
    assert back.json["state"] == "in_progress"
    assert back.json["sent_back_reason"] == "Leaks"
    refused = desk.on_order("verify", {"waiver": "Fine"})
    assert refused.json["code"] == "work_not_done"


def test_a_waiver_is_kept_with_the_order(desk: Desk) -> None:
    with acting_as(desk.hand.actor):
        arrive(desk.visit.id, desk.hand.at_site(desk.visit, 9))
        finish_work(desk.visit.id, desk.hand.does(10))
    closed = desk.on_order("verify", {"waiver": "Told by phone"})
    assert closed.status_code == 200
    assert (closed.json["state"], closed.json["waiver"]) == ("closed", "Told by phone")
    assert closed.json["verified_at"] is not None


def test_a_project_says_whose_turn_it_is(desk: Desk) -> None:
    path = f"/projects/{desk.visit.project_id}/progress"
    assert desk.ask("GET", path).json["turn"]["whose"] == "us"
    with acting_as(desk.hand.actor):
        cannot_complete(desk.visit.id, desk.hand.does(9), FailureReason.NOT_READY)
    progress = desk.ask("GET", path).json
    steps = progress["sites"][0]["steps"]
    assert [step["order_state"] for step in steps] == ["cannot_complete", "ready"]
    assert steps[1]["follow_up_of_id"] == steps[0]["work_order_id"]
