"""A stranger's identifier in a body or a filter is as good as none."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from app.core.actor import Role
from app.organisations.states import OrganisationKind
from tests.contracts.document import Document
from tests.contracts.requests import BODIES, QUERIES, Caller
from tests.contracts.rows_of import rows_of
from tests.factories.world import FOREIGN, Side

PLATFORM = OrganisationKind.PLATFORM
PARTNER = OrganisationKind.SERVICE_PARTNER
TOMORROW = "2027-03-02T01:30:00+00:00"

#: Operation, who asks, and what of the right side the body names.
NAMED: list[tuple[str, Role, Callable[[Side], dict[str, Any]]]] = [
    ("swap", Role.DISPATCHER, lambda r: {"with_visit_id": r.orders[0].visit_id}),
    (
        "assign",
        Role.DISPATCHER,
        lambda r: {
            "technician_ids": [r.technicians[PLATFORM][0]],
            "starts_at": TOMORROW,
        },
    ),
    (
        "add_rule",
        Role.DISPATCHER,
        lambda r: {
            "partner_organisation_id": r.organisations[PARTNER],
            "quota_percent": 10,
        },
    ),
    (
        "plan_accepted_visit",
        Role.PARTNER_MANAGER,
        lambda r: {
            "technician_ids": [r.technicians[PARTNER][0]],
            "starts_at": TOMORROW,
        },
    ),
    (
        "change_technician",
        Role.DISPATCHER,
        lambda r: {"user_id": r.people[Role.TECHNICIAN][0].user_id},
    ),
    (
        "add_user",
        Role.BRAND_MANAGER,
        lambda r: {
            "email": "spy@example.com",
            "name": "Spy",
            "memberships": [
                {
                    "organisation_id": r.organisations[OrganisationKind.BRAND],
                    "role": "brand_manager",
                }
            ],
        },
    ),
    (
        "add_model",
        Role.BRAND_MANAGER,
        lambda r: {
            "brand_id": r.brand_id,
            "code": "SPY",
            "name": "Spy",
            "category": "split",
            "weight_kg": 1,
            "volume_m3": 1,
        },
    ),
    (
        "add_territory",
        Role.DISPATCHER,
        lambda r: {
            "organisation_id": r.organisations[PLATFORM],
            "code": "spy",
            "name": "Spy",
            "centre": {"lat": 31.2, "lon": 121.4},
            "radius_m": 1000,
        },
    ),
]

#: Lists that can be narrowed to one row's own, and to whose.
FILTERS: list[tuple[str, Callable[[Side], dict[str, Any]]]] = [
    ("list_visits", lambda r: {"project_id": r.orders[0].project_id}),
    ("list_visits", lambda r: {"work_order_id": r.orders[0].work_order_id}),
    ("list_work_orders", lambda r: {"project_id": r.orders[0].project_id}),
    ("list_offers", lambda r: {"project_id": r.orders[0].project_id}),
    ("list_offers", lambda r: {"work_order_id": r.orders[0].work_order_id}),
    ("list_projects", lambda r: {"territory_id": r.territories[PLATFORM][0]}),
    ("list_technicians", lambda r: {"territory_id": r.territories[PLATFORM][0]}),
]


@pytest.fixture(params=[False, True], ids=["both walls", "wall two alone"])
def walls(request: pytest.FixtureRequest, world_app: Flask) -> Iterator[None]:
    world_app.config["WALL_ONE_DOWN"] = request.param
    yield
    world_app.config["WALL_ONE_DOWN"] = False


@pytest.mark.usefixtures("walls")
@pytest.mark.parametrize(("name", "role", "body"), NAMED, ids=[n for n, *_ in NAMED])
def test_a_strangers_row_in_a_body_is_refused_and_stays_as_it_was(
    name: str,
    role: Role,
    body: Callable[[Side], dict[str, Any]],
    caller: Caller,
    document: Document,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    operation = document.operation(name)
    person = caller.world.left.people[role][0]
    right = caller.world.right
    rows = caller.rows(operation, person)
    monkeypatch.setitem(BODIES, name, lambda *_: body(right))
    theirs = frozenset(right.organisations.values())
    before = rows_of(caller.connection, theirs)
    answer = caller.ask(operation, person, caller.ids(operation, rows, "own"))
    assert answer.status_code in {403, 404, 409, 422}, answer.text
    assert FOREIGN not in answer.text
    assert rows_of(caller.connection, theirs) == before
    caller.spoil(operation)


@pytest.mark.usefixtures("walls")
@pytest.mark.parametrize(("name", "query"), FILTERS)
def test_a_list_narrowed_to_a_strangers_row_is_empty(
    name: str,
    query: Callable[[Side], dict[str, Any]],
    caller: Caller,
    document: Document,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    right = caller.world.right
    monkeypatch.setitem(QUERIES, name, lambda *_: query(right))
    person = caller.world.left.people[Role.DISPATCHER][0]
    answer = caller.ask(document.operation(name), person, {})
    assert answer.status_code in {200, 404}, answer.text
    if answer.status_code == 200:
        assert answer.get_json()["items"] == []
