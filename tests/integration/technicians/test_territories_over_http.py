from typing import Any

import pytest

from app.core.actor import SYSTEM, Role, acting_as
from app.technicians.models import Territory
from app.technicians.queries import known_codes, territory_of
from tests.factories.network import Network, Person

EAST: dict[str, Any] = {
    "code": "pudong",
    "name": "Pudong",
    "name_zh": "浦东",
    "centre": {"lat": 31.22, "lon": 121.54},
    "radius_m": 20_000,
}


def test_a_dispatcher_draws_a_territory_that_partners_may_see(
    network: Network, dispatcher: Person
) -> None:
    answer = dispatcher.ask("POST", "/territories", EAST)
    assert answer.status_code == 201, answer.text
    assert answer.json is not None
    assert (answer.json["time_zone"], answer.json["country"]) == ("Asia/Shanghai", "CN")
    path = f"/territories/{answer.json['id']}"
    partner = network.person(Role.PARTNER_MANAGER)
    assert partner.ask("GET", path).json == answer.json
    listed = partner.ask("GET", "/territories").json
    assert listed is not None
    assert listed["items"] == [answer.json]
    assert partner.ask("POST", "/territories", EAST).status_code == 403
    assert network.person(Role.STORE).ask("GET", path).status_code == 403


def test_a_territory_lists_its_faults(dispatcher: Person) -> None:
    wrong = {**EAST, "country": "XX", "time_zone": "Mars", "organisation_id": 10**9}
    answer = dispatcher.ask("POST", "/territories", wrong)
    assert answer.status_code == 422
    assert answer.json is not None
    assert [fault["pointer"] for fault in answer.json["errors"]] == [
        "/organisation_id",
        "/country",
        "/time_zone",
    ]


def test_a_code_is_used_once(dispatcher: Person) -> None:
    assert dispatcher.ask("POST", "/territories", EAST).status_code == 201
    answer = dispatcher.ask("POST", "/territories", EAST)
    assert answer.status_code == 409
    assert answer.json is not None
    assert answer.json["code"] == "territory_code_taken"


def test_a_territory_is_drawn_anew_by_its_own_dispatchers(
    network: Network, dispatcher: Person, territory: Territory
) -> None:
    path = f"/territories/{territory.id}"
    change = {"centre": {"lat": 31.0, "lon": 121.0}, "radius_m": 500}
    stranger = network.person(Role.DISPATCHER, "two")
    assert stranger.ask("PATCH", path, change, version=1).status_code == 403
    done = dispatcher.ask("PATCH", path, change, version=1)
    assert done.status_code == 200, done.text
    assert done.json is not None
    assert (done.json["centre"], done.json["radius_m"]) == (change["centre"], 500)
    assert done.json["version"] == 2
    assert dispatcher.ask("PATCH", path, change, version=1).status_code == 412
    wrong = {"time_zone": "Mars"}
    assert dispatcher.ask("PATCH", path, wrong, version=2).status_code == 422


@pytest.mark.usefixtures("skills")
def test_other_parts_find_the_territory_of_a_place_and_the_known_codes(
    territory: Territory,
) -> None:
    with acting_as(SYSTEM):
        found = territory_of(31.21, 121.49)
        assert found is not None
        assert found.code == "east"
        assert territory_of(39.9, 116.4) is None
        known = known_codes(territory.owner_organisation_id)
    assert known.territories == {"east"}
    assert known.skills == {"low_voltage", "vrf"}
