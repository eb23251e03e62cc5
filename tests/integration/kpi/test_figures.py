"""Every figure equals plain SQL that was written apart from it, for whoever looks."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core.actor import SYSTEM, Role, acting_as
from app.core.transaction import transaction
from app.kpi.definitions import Figure
from app.organisations.states import OrganisationKind
from tests.factories.people import Person, make_token
from tests.factories.world import World, make_world
from tests.support.cluster import Database
from tests.support.history import History, computed

DAYS = "since=2025-12-01&until=2026-06-30"


@pytest.fixture
def world(app_context: Flask) -> World:
    assert app_context
    return make_world()


@pytest.fixture
def histories(
    request: pytest.FixtureRequest, world: World, database: Database
) -> World:
    for place, side in enumerate((world.left, world.right)):
        for order in side.orders:
            History(getattr(request, "param", 1) * 10 + place).write(
                database, order.work_order_id
            )
    return world


def ask(app: Flask, person: Person, path: str) -> Any:
    with acting_as(SYSTEM), transaction():
        token = make_token(person.user_id)[1]
    client = FlaskClient(app, use_cookies=False)
    answer = client.get(path, headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200, answer.json
    return answer.json


def planners(world: World, *sides: str) -> list[int]:
    return [
        getattr(world, side).organisations[OrganisationKind.PLATFORM] for side in sides
    ]


@pytest.mark.parametrize("histories", [1, 2], indirect=True)
@pytest.mark.parametrize(
    ("role", "sides"),
    [(Role.DISPATCHER, ["left"]), (Role.PLATFORM_ADMIN, ["left", "right"])],
)
def test_each_figure_equals_an_independent_computation(
    app: Flask, database: Database, histories: World, role: Role, sides: list[str]
) -> None:
    person = histories.left.people[role][0]
    owners = planners(histories, *sides)
    shown = ask(app, person, f"/api/v1/figures?{DAYS}")["items"]
    assert [each["figure"] for each in shown] == [figure.value for figure in Figure]
    for each in shown:
        weeks = {w["begins"]: (w["part"], w["whole"]) for w in each["weeks"]}
        assert weeks == computed(database, each["figure"], owners), each["figure"]
        part = sum(part for part, _ in weeks.values())
        whole = sum(whole for _, whole in weeks.values())
        assert (each["part"], each["whole"]) == (part, whole)
        assert each["value"] == pytest.approx(part / whole)


def test_the_list_behind_a_figure_is_what_it_counts(
    app: Flask, histories: World
) -> None:
    person = histories.left.people[Role.DISPATCHER][0]
    for each in ask(app, person, f"/api/v1/figures?{DAYS}")["items"]:
        path: str | None = (
            f"/api/v1/figures/cases?{DAYS}&figure={each['figure']}&limit=40"
        )
        cases: list[Any] = []
        after = ""
        while path is not None:
            page = ask(app, person, path + after)
            cases += page["items"]
            after = f"&after={page['next']}"
            path = path if page["next"] else None
        assert len({case["id"] for case in cases}) == len(cases) == each["cases"]
        assert sum(case["part"] for case in cases) == each["part"]
        assert sum(case["whole"] for case in cases) == each["whole"]


def test_a_territory_narrows_what_is_counted(app: Flask, histories: World) -> None:
    side = histories.left
    person = side.people[Role.DISPATCHER][0]
    first, second = side.territories[OrganisationKind.PLATFORM]
    counts = [
        [
            each["cases"]
            for each in ask(
                app, person, f"/api/v1/figures?{DAYS}&territory_id={territory_id}"
            )["items"]
        ]
        for territory_id in (first, second)
    ]
    whole = [
        each["cases"] for each in ask(app, person, f"/api/v1/figures?{DAYS}")["items"]
    ]
    assert [sum(pair) for pair in zip(*counts, strict=True)] == whole


def test_where_nothing_was_counted_there_is_no_value(app: Flask, world: World) -> None:
    person = world.left.people[Role.STORE][0]
    shown = ask(app, person, "/api/v1/figures?since=2020-01-06&until=2020-01-06")
    assert {(each["value"], each["cases"]) for each in shown["items"]} == {(None, 0)}


@pytest.mark.parametrize(
    "days", ["since=2026-02-02&until=2026-02-01", "since=2020-01-01&until=2026-01-01"]
)
def test_days_out_of_order_or_too_many_are_refused_in_words(
    app: Flask, world: World, days: str
) -> None:
    person = world.left.people[Role.DISPATCHER][0]
    with acting_as(SYSTEM), transaction():
        token = make_token(person.user_id)[1]
    answer = FlaskClient(app, use_cookies=False).get(
        f"/api/v1/figures?{days}", headers={"Authorization": f"Bearer {token}"}
    )
    assert answer.status_code == 422
    assert answer.json is not None
    assert answer.json["errors"][0]["pointer"] == "/query/until"
