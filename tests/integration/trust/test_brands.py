"""A project of two brands: each sees what concerns its own models, and no more."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import ColumnElement, select

from app.core.actor import SYSTEM, Role, acting_as
from app.core.database import Base, session
from app.core.transaction import transaction
from app.projects.models import Equipment, ProjectLine, Site
from app.visits.models import Visit
from app.web.policy import predicate
from app.work_orders.models import WorkOrder, WorkOrderDependency, WorkOrderLine
from tests.factories.market import Market, open_market, order
from tests.factories.network import Network, Person

BRANDS = ("polar-one", "polar-two")
#: Which brands each site wants models of.
SITES = {"Kitchen": BRANDS[:1], "Hall": BRANDS[1:], "Office": BRANDS}
#: What has rows of each brand, and the action that wall one reads it for.
TABLES = [
    (Site, "site:read"),
    (ProjectLine, "line:read"),
    (WorkOrder, "work_order:read"),
    (Visit, "visit:read"),
]


@pytest.fixture(params=[False, True], ids=["both walls", "wall two alone"])
def walls(request: pytest.FixtureRequest, app_context: Flask) -> Iterator[None]:
    app_context.config["WALL_ONE_DOWN"] = request.param
    yield
    app_context.config["WALL_ONE_DOWN"] = False


@pytest.fixture
def network(app_context: Flask) -> Network:
    return Network(app_context)


@pytest.fixture
def markets(network: Network) -> tuple[Market, Market]:
    return open_market(network), open_market(network, "two")


@pytest.fixture
def dispatcher(network: Network) -> Person:
    return network.person(Role.DISPATCHER)


@pytest.fixture
def first(network: Network) -> Person:
    return network.person(Role.BRAND_MANAGER)


@pytest.fixture
def second(network: Network) -> Person:
    return network.person(Role.BRAND_MANAGER, "two")


@pytest.fixture
def shared(dispatcher: Person, markets: tuple[Market, Market]) -> dict[str, Any]:
    assert markets
    place = order()["sites"][0]
    sites = [
        {
            **place,
            "name": name,
            "lines": [{"brand": b, "model": "VRF-1", "quantity": 1} for b in brands],
        }
        for name, brands in SITES.items()
    ]
    made = dispatcher.ask("POST", "/projects", order(sites=sites))
    assert made.status_code == 201, made.text
    project: dict[str, Any] = made.json
    _install(project)
    return project


def _install(project: dict[str, Any]) -> None:
    """Note an appliance for each line, as it is found on the sites."""
    with acting_as(SYSTEM), transaction() as tx:
        tx.session.add_all(
            Equipment(
                project_id=line.project_id,
                site_id=line.site_id,
                owner_organisation_id=line.owner_organisation_id,
                model_id=line.model_id,
            )
            for line in tx.session.scalars(
                select(ProjectLine).where(ProjectLine.project_id == project["id"])
            )
        )


def wanted_at(project: dict[str, Any]) -> dict[str, list[str]]:
    return {
        site["name"]: [line["brand"] for line in site["lines"]]
        for site in project["sites"]
    }


def shown(person: Person, path: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = person.ask("GET", path).json["items"]
    return items


@pytest.mark.usefixtures("walls")
def test_a_brand_reads_the_lines_of_its_own_models_only(
    shared: dict[str, Any], dispatcher: Person, first: Person, second: Person
) -> None:
    path = f"/projects/{shared['id']}"
    for person, wanted in (
        (first, {"Kitchen": ["polar-one"], "Office": ["polar-one"]}),
        (second, {"Hall": ["polar-two"], "Office": ["polar-two"]}),
        (dispatcher, {name: list(brands) for name, brands in SITES.items()}),
    ):
        assert wanted_at(person.ask("GET", path).json) == wanted
        listed = [wanted_at(each) for each in shown(person, "/projects")]
        assert listed == [wanted]


@pytest.mark.usefixtures("walls")
def test_a_brand_sees_the_work_on_its_own_models_only(
    shared: dict[str, Any], dispatcher: Person, first: Person
) -> None:
    query = f"?project_id={shared['id']}"
    everything = shown(dispatcher, f"/work-orders{query}")
    of_others = [each for each in everything if each["site_name"] == "Hall"]
    own = [each for each in everything if each["site_name"] != "Hall"]
    assert of_others
    assert shown(first, f"/work-orders{query}") == own
    visits = shown(first, f"/visits{query}")
    assert {each["work_order_id"] for each in visits} == {each["id"] for each in own}
    assert {each["site_name"] for each in visits} == {"Kitchen", "Office"}


@pytest.mark.usefixtures("walls")
def test_another_brands_work_is_as_good_as_absent(
    shared: dict[str, Any], dispatcher: Person, first: Person
) -> None:
    query = f"?project_id={shared['id']}"
    absent = first.ask("GET", f"/work-orders/{10**9}")
    for what in ("work-orders", "visits"):
        theirs = next(
            each
            for each in shown(dispatcher, f"/{what}{query}")
            if each["site_name"] == "Hall"
        )
        foreign = first.ask("GET", f"/{what}/{theirs['id']}")
        assert (foreign.status_code, foreign.json) == (404, absent.json)


@pytest.mark.parametrize(
    ("entity", "path"), [("work_order", "work-orders"), ("visit", "visits")]
)
def test_a_brand_does_not_hear_of_another_brands_work(
    shared: dict[str, Any],
    dispatcher: Person,
    first: Person,
    entity: str,
    path: str,
) -> None:
    for person in (dispatcher, first):
        scope = f"organisation:{person.organisation_id}"
        feed = person.ask("GET", f"/feed?scope={scope}&after=0").json["changes"]
        heard = {each["entity_id"] for each in feed if each["entity"] == entity}
        seen = shown(person, f"/{path}?project_id={shared['id']}")
        assert heard == {each["id"] for each in seen}


@pytest.mark.parametrize(("model", "action"), TABLES)
def test_wall_one_alone_tells_the_brands_apart(
    shared: dict[str, Any],
    first: Person,
    second: Person,
    model: type[Base],
    action: str,
) -> None:
    assert shared
    with acting_as(first.actor):
        ours = _rows(model)
        condition = predicate(action)
    assert _rows_of_house(model, condition) == ours
    with acting_as(second.actor):
        assert _rows(model) != ours


@pytest.mark.parametrize("model", [ProjectLine, WorkOrderLine, Equipment])
def test_the_database_alone_keeps_lines_and_appliances_apart(
    shared: dict[str, Any],
    markets: tuple[Market, Market],
    first: Person,
    second: Person,
    dispatcher: Person,
    model: type[ProjectLine | WorkOrderLine | Equipment],
) -> None:
    assert shared
    one, two = (market.vrf_id for market in markets)
    for person, models in ((first, {one}), (second, {two}), (dispatcher, {one, two})):
        with acting_as(person.actor):
            assert set(session().scalars(select(model.model_id))) == models


def test_a_brand_sees_no_tie_to_work_that_it_does_not_see(
    shared: dict[str, Any], first: Person
) -> None:
    assert shared
    with acting_as(first.actor):
        orders = set(session().scalars(select(WorkOrder.id)))
        ties = session().scalars(select(WorkOrderDependency)).all()
        assert ties
        assert {tie.from_id for tie in ties} | {tie.to_id for tie in ties} <= orders


def _rows(model: type[Base]) -> set[Any]:
    return set(session().execute(select(*model.__table__.primary_key)).all())


def _rows_of_house(model: type[Base], condition: ColumnElement[bool]) -> set[Any]:
    with acting_as(SYSTEM):
        keys = select(*model.__table__.primary_key).where(condition)
        return set(session().execute(keys).all())
