import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.core.actor import SYSTEM, Role, acting_as
from app.core.database import session
from app.core.transaction import transaction
from app.dispatch.actions import solve_run
from app.organisations.actions import (
    Membership,
    NewUser,
    add_organisation,
    add_user,
    make_token,
)
from app.organisations.queries import actor_of
from app.organisations.states import OrganisationKind
from app.projects.models import Site
from app.visits.actions import assign_visit
from tests.integration.dispatch.proposals import proposal_of
from tests.integration.visits.world import (
    MONDAY,
    PASSWORD,
    Work,
    World,
    add_absence,
    add_project,
    add_technician,
    at,
    make_world,
)


class Desk:
    """Somebody at the API."""

    def __init__(self, client: FlaskClient, token: str) -> None:
        self._client, self._token = client, token

    def get(self, path: str, **query: object) -> TestResponse:
        return self._client.get(
            f"/api/v1{path}", query_string=query, headers=self._headers()
        )

    def post(
        self, path: str, body: object = None, version: int | None = None
    ) -> TestResponse:
        headers = self._headers()
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        return self._client.post(f"/api/v1{path}", json=body, headers=headers)

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._token}"}


def desk_of(client: FlaskClient, world: World) -> Desk:
    with acting_as(world.dispatcher):
        return Desk(client, make_token("desk", 1).token)


@pytest.fixture
def desk(app: Flask, client: FlaskClient, world: World) -> Desk:
    assert app
    return desk_of(client, world)


def told(answer: TestResponse) -> Any:
    return json.loads(answer.data)


def test_from_a_wish_to_a_published_plan(desk: Desk, world: World) -> None:
    add_project(world, Work(), Work())
    add_project(world, Work(skills={"vrf": 5}))
    wish = {"from_day": str(MONDAY), "days": 2, "seconds": 1, "seed": 3}
    asked = desk.post(f"/territories/{world.territory_id}/runs", wish)
    assert asked.status_code == 202, asked.text
    run = told(asked)
    assert (run["state"], run["proposal_id"], run["seed"]) == ("queued", None, 3)
    assert desk.post(f"/territories/{world.territory_id}/runs", wish).status_code == 409
    with acting_as(SYSTEM):
        solve_run(run["id"])
    run = told(desk.get(f"/runs/{run['id']}"))
    assert run["state"] == "done"
    listed = told(desk.get(f"/territories/{world.territory_id}/runs"))
    assert [each["id"] for each in listed["items"]] == [run["id"]]
    path = f"/proposals/{run['proposal_id']}"
    answer = desk.get(path)
    proposal = told(answer)
    assert answer.headers["ETag"] == '"1"'
    assert proposal["plan_version"] == proposal["base_version"] == 1
    assert proposal["figures"]["after"]["visits"] == 2
    (lost,) = proposal["unassigned"]
    assert lost["reasons"][0]["code"] == "skill_missing"
    assert desk.post(f"{path}/publish", {}).status_code == 428
    assert desk.post(f"{path}/publish", {}, version=9).status_code == 412
    done = told(desk.post(f"{path}/publish", {}, version=1))
    assert (done["applied"], done["dropped"], done["plan_version"]) == (2, [], 2)
    board = told(desk.get(f"/territories/{world.territory_id}/board"))
    assert board["plan"]["version"] == 2
    assert {visit["state"] for visit in board["visits"]} == {"planned"}
    assert board["unassigned"][0]["reasons"] == lost["reasons"]


def test_a_proposal_can_be_dropped(desk: Desk, world: World) -> None:
    proposal_id = proposal_of(world, {})
    answer = desk.post(f"/proposals/{proposal_id}/drop", version=1)
    assert told(answer)["state"] == "dropped"
    assert desk.post(f"/proposals/{proposal_id}/drop", version=2).status_code == 409


def test_a_run_is_cancelled(desk: Desk, world: World) -> None:
    wish = {"from_day": str(MONDAY)}
    run = told(desk.post(f"/territories/{world.territory_id}/runs", wish))
    assert (run["days"], run["seconds"]) == (5, 20)
    assert told(desk.post(f"/runs/{run['id']}/cancel"))["state"] == "cancelled"


def test_every_fault_of_a_wish_is_told(desk: Desk, world: World) -> None:
    wish = {"from_day": "soon", "days": 99, "seconds": 0, "colour": "red"}
    answer = desk.post(f"/territories/{world.territory_id}/runs", wish)
    assert answer.status_code == 422
    pointers = {fault["pointer"] for fault in told(answer)["errors"]}
    assert pointers == {"/from_day", "/days", "/seconds", "/colour"}


def test_the_board_shows_shifts_absences_and_what_waits(
    desk: Desk, world: World
) -> None:
    visit = add_project(world, Work())[0]
    waiting = add_project(world, Work())[0]
    ann = world.technicians[0]
    add_absence(ann, at(13, day=1), at(17, day=1))
    with acting_as(SYSTEM):
        assign_visit(visit.id, [ann], at(9))
    path = f"/territories/{world.territory_id}/board"
    board = told(desk.get(path, **{"from": str(MONDAY), "days": 2}))
    assert board["days"] == ["2026-11-23", "2026-11-24"]
    mine = next(each for each in board["technicians"] if each["id"] == ann)
    assert [shift["day"] for shift in mine["shifts"]] == board["days"]
    assert len(mine["absences"]) == 1
    assert mine["shifts"][0]["breaks"]
    (shown,) = board["visits"]
    assert shown["seats"] == [{"seat": 0, "technician_id": ann}]
    assert (shown["lat"], shown["reference"][:5]) != (None, None)
    (open_one,) = board["unassigned"]
    assert open_one["visit_id"] == waiting.id
    assert open_one["reasons"][0]["code"] == "not_planned_yet"
    later = told(desk.get(path, **{"from": "2026-11-24", "days": 1}))
    assert later["visits"] == []


def test_who_only_oversees_sees_about_where_the_work_is(
    client: FlaskClient, desk: Desk, world: World
) -> None:
    visit = add_project(world, Work())[0]
    with acting_as(SYSTEM):
        with transaction():
            site = session().scalars(select(Site)).one()
            site.lat, site.lon = 31.23456, 121.45678
        assign_visit(visit.id, world.technicians[:1], at(9))
        house = add_organisation(OrganisationKind.PLATFORM, "house", "House")
        member = Membership(house.id, Role.PLATFORM_ADMIN)
        user = add_user(NewUser("eve@example.com", "Eve", PASSWORD, [member]))
        actor = actor_of(user.id)
    with acting_as(actor):
        overseer = Desk(client, make_token("desk", 1).token)
    board = f"/territories/{world.territory_id}/board"
    for somebody, place in (
        (desk, (31.23456, 121.45678)),
        (overseer, (31.23, 121.46)),
    ):
        one = told(somebody.get(f"/visits/{visit.id}"))
        (same,) = told(somebody.get(board, **{"from": str(MONDAY)}))["visits"]
        assert (one["lat"], one["lon"]) == (same["lat"], same["lon"]) == place


def test_work_elsewhere_shows_as_busy_and_no_more(
    client: FlaskClient, world: World
) -> None:
    other = make_world(code="beijing")
    lent = add_technician(other, organisation_id=world.organisation_id)
    foreign = add_project(other, Work())[0]
    with acting_as(SYSTEM):
        assign_visit(foreign.id, [lent], at(9))
    third = make_world(code="tianjin")
    guest = add_project(third, Work())[0]
    with acting_as(SYSTEM):
        assign_visit(guest.id, [other.technicians[0]], at(14))
    desk = desk_of(client, other)
    board = told(desk.get(f"/territories/{other.territory_id}/board"))
    busy = {each["id"]: each["busy"] for each in board["technicians"]}
    assert [each["id"] for each in board["visits"]] == [foreign.id]
    assert [set(each) for each in busy[other.technicians[0]]] == [
        {"starts_at", "ends_at"}
    ]


def test_a_technician_sees_their_own_visits_of_the_week(
    client: FlaskClient, world: World
) -> None:
    with acting_as(SYSTEM):
        member = Membership(world.organisation_id, Role.TECHNICIAN)
        user = add_user(NewUser("tom@example.com", "Tom", PASSWORD, [member]))
        tom = add_technician(world, user_id=user.id)
        mine, others = (add_project(world, Work())[0] for _ in range(2))
        assign_visit(mine.id, [tom], at(9))
        assign_visit(others.id, world.technicians[:1], at(9))
    with acting_as(SYSTEM):
        actor = actor_of(user.id)
    with acting_as(actor):
        desk = Desk(client, make_token("phone", 1).token)
    listed = told(desk.get("/visits"))
    assert [each["id"] for each in listed["items"]] == [mine.id]
    assert desk.get(f"/visits/{others.id}").status_code == 404
    body = {"technician_ids": [tom], "starts_at": at(10).isoformat()}
    answer = desk.post(f"/visits/{mine.id}/assign", body, version=2)
    assert answer.status_code == 403
    path = f"/territories/{world.territory_id}/board"
    assert desk.get(path).status_code == 403


def test_visits_are_found_by_order_project_territory_and_time(
    desk: Desk, world: World
) -> None:
    one, two = (add_project(world, Work())[0] for _ in range(2))
    with acting_as(SYSTEM):
        assign_visit(one.id, world.technicians[:1], at(9))
    found = {
        "work_order_id": two.work_order_id,
        "project_id": one.project_id,
        "territory_id": world.territory_id,
    }
    ids = [
        [each["id"] for each in told(desk.get("/visits", **{key: value}))["items"]]
        for key, value in found.items()
    ]
    assert ids == [[two.id], [one.id], [one.id, two.id]]
    during = {"from": at(9.5).isoformat(), "to": at(12).isoformat()}
    assert [e["id"] for e in told(desk.get("/visits", **during))["items"]] == [one.id]
    after = {"from": at(10).isoformat()}
    assert told(desk.get("/visits", **after))["items"] == []


def test_a_visit_goes_through_the_desk_s_hands(desk: Desk, world: World) -> None:
    one, two = (add_project(world, Work())[0] for _ in range(2))
    ann, bob = world.technicians
    for visit, person in ((one, ann), (two, bob)):
        body = {"technician_ids": [person], "starts_at": at(9).isoformat()}
        answer = desk.post(f"/visits/{visit.id}/assign", body, version=1)
        assert answer.headers["ETag"] == '"2"'
    path = f"/visits/{one.id}"
    swapped = told(desk.post(f"{path}/swap", {"with_visit_id": two.id}, version=2))
    assert swapped["seats"][0]["technician_id"] == bob
    assert told(desk.post(f"{path}/pin", version=3))["pinned"]
    assert not told(desk.post(f"{path}/unpin", version=4))["pinned"]
    assert told(desk.post(f"{path}/unassign", version=5))["state"] == "open"
    assert (
        desk.post(f"{path}/swap", {"with_visit_id": one.id}, version=6).status_code
        == 409
    )
