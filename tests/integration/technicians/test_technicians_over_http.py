from typing import Any

import pytest

from app.core.actor import Role
from app.organisations.states import OrganisationKind
from app.technicians.models import Technician, Territory
from tests.factories.network import Network, Person


def described(territory: Territory, **changes: Any) -> dict[str, Any]:
    return {
        "name": "王芳",
        "phone": "19900000009",
        "territory_id": territory.id,
        "home": {"lat": 31.21, "lon": 121.51},
        "skills": [{"code": "vrf", "level": 4, "valid_until": "2027-01-31"}],
        "patterns": [
            {
                "weekday": 0,
                "start_time": "08:30",
                "end_time": "17:30",
                "break_earliest": "11:30",
                "break_latest_end": "13:30",
                "break_seconds": 3600,
            }
        ],
        **changes,
    }


@pytest.mark.usefixtures("skills")
def test_a_dispatcher_takes_a_technician_in(
    dispatcher: Person, territory: Territory
) -> None:
    answer = dispatcher.ask("POST", "/technicians", described(territory))
    assert answer.status_code == 201, answer.text
    assert answer.json is not None
    assert answer.json["phone"] == "+8619900000009"
    assert answer.json["organisation_id"] == dispatcher.organisation_id
    assert answer.headers["ETag"] == '"1"'
    again = dispatcher.ask("GET", f"/technicians/{answer.json['id']}")
    assert again.json == answer.json
    assert again.json["patterns"][0]["break_latest_end"] == "13:30"


@pytest.mark.usefixtures("skills")
def test_every_fault_of_a_new_technician_is_named(
    dispatcher: Person, territory: Territory
) -> None:
    wrong = described(
        territory,
        phone="12345",
        territory_id=10**9,
        user_id=10**9,
        skills=[{"code": "flying", "level": 1}],
        organisation_id=10**9,
        patterns=[
            {"weekday": 0, "start_time": "08:00", "end_time": "07:00"},
            {"weekday": 0, "start_time": "08:00", "end_time": "12:00"},
        ],
    )
    answer = dispatcher.ask("POST", "/technicians", wrong)
    assert answer.status_code == 422
    assert answer.json is not None
    assert {fault["pointer"] for fault in answer.json["errors"]} == {
        "/organisation_id",
        "/phone",
        "/territory_id",
        "/user_id",
        "/skills/0/code",
        "/patterns/0/end_time",
        "/patterns/1/weekday",
    }


def test_a_break_is_given_whole_or_not_at_all(
    dispatcher: Person, technician: Technician
) -> None:
    pattern = {"weekday": 0, "start_time": "08:00", "end_time": "17:00"}
    answer = dispatcher.ask(
        "PUT",
        f"/technicians/{technician.id}/shifts",
        {"patterns": [{**pattern, "break_seconds": 60}]},
        version=1,
    )
    assert answer.status_code == 422
    assert answer.json is not None
    assert answer.json["errors"][0]["pointer"] == "/patterns/0/break_seconds"


@pytest.mark.parametrize("at", ["8:30", "24:00", "08:30:15", "08:30+08:00", "", "x"])
def test_a_time_of_day_has_hours_and_minutes_only(
    dispatcher: Person, technician: Technician, at: str
) -> None:
    pattern = {"weekday": 0, "start_time": at, "end_time": "17:00"}
    answer = dispatcher.ask(
        "PUT",
        f"/technicians/{technician.id}/shifts",
        {"patterns": [pattern]},
        version=1,
    )
    assert answer.status_code == 422


def test_two_technicians_of_an_organisation_do_not_share_a_phone(
    dispatcher: Person, technician: Technician, territory: Territory
) -> None:
    taken = described(territory, phone=technician.phone, skills=[])
    answer = dispatcher.ask("POST", "/technicians", taken)
    assert answer.status_code == 409
    assert answer.json is not None
    assert answer.json["code"] == "technician_phone_taken"


def test_a_change_names_its_version_and_a_stale_one_is_refused(
    dispatcher: Person, technician: Technician
) -> None:
    path = f"/technicians/{technician.id}"
    change = {"name": "张三", "home": {"lat": 31.0, "lon": 121.0}, "active": False}
    assert dispatcher.ask("PATCH", path, change).status_code == 428
    done = dispatcher.ask("PATCH", path, change, version=1)
    assert done.status_code == 200, done.text
    assert done.json is not None
    assert (done.json["name"], done.json["home"]["lat"]) == ("张三", 31.0)
    assert (done.json["active"], done.json["version"]) == (False, 2)
    assert done.json["phone"] == "+8619900000001"
    assert dispatcher.ask("PATCH", path, change, version=1).status_code == 412


def test_a_change_lists_its_faults(dispatcher: Person, technician: Technician) -> None:
    change = {"phone": "1", "territory_id": 10**9, "user_id": dispatcher.user_id}
    answer = dispatcher.ask("PATCH", f"/technicians/{technician.id}", change, version=1)
    assert answer.status_code == 422
    assert answer.json is not None
    pointers = {fault["pointer"] for fault in answer.json["errors"]}
    assert pointers == {"/phone", "/territory_id", "/user_id"}


@pytest.mark.usefixtures("skills")
def test_skills_are_replaced_as_a_whole(
    dispatcher: Person, technician: Technician
) -> None:
    path = f"/technicians/{technician.id}/skills"
    both = {"skills": [{"code": c, "level": 3} for c in ("vrf", "low_voltage")]}
    assert dispatcher.ask("PUT", path, both, version=1).status_code == 200
    one = {"skills": [{"code": "vrf", "level": 5, "valid_from": "2026-01-01"}]}
    answer = dispatcher.ask("PUT", path, one, version=2)
    assert answer.json is not None
    assert answer.json["skills"] == [
        {"code": "vrf", "level": 5, "valid_from": "2026-01-01", "valid_until": None}
    ]
    bad = {"skills": [{"code": "x", "level": 1}]}
    assert dispatcher.ask("PUT", path, bad, version=3).status_code == 422


def test_a_partner_lends_people_that_the_dispatcher_sees_but_does_not_change(
    dispatcher: Person, partner: Person, lent: Technician
) -> None:
    path = f"/technicians/{lent.id}"
    assert dispatcher.ask("GET", path).status_code == 200
    refused = dispatcher.ask("PATCH", path, {"name": "x"}, version=1)
    assert refused.status_code == 403
    assert partner.ask("PATCH", path, {"name": "李雷"}, version=1).status_code == 200


def test_a_lent_persons_phone_and_door_are_for_their_own_organisation(
    network: Network, dispatcher: Person, partner: Person, lent: Technician
) -> None:
    place = {"lat": 31.23456, "lon": 121.45678}
    path = f"/technicians/{lent.id}"
    assert partner.ask("PATCH", path, {"home": place}, version=1).status_code == 200
    for close in (partner, network.person(Role.PLATFORM_ADMIN)):
        known = close.ask("GET", path).json
        assert (known["phone"], known["home"]) == ("+8619900000002", place)
    listed = dispatcher.ask("GET", "/technicians").json["items"]
    for shown in (dispatcher.ask("GET", path).json, *listed):
        assert shown["id"] == lent.id
        assert shown["phone"] == ""
        assert shown["home"] == {"lat": 31.23, "lon": 121.46}


@pytest.mark.parametrize("role", [Role.DISPATCHER, Role.PARTNER_MANAGER])
def test_a_foreign_technician_is_as_good_as_absent(
    network: Network, technician: Technician, role: Role
) -> None:
    stranger = network.person(role, "two")
    path = f"/technicians/{technician.id}"
    foreign = stranger.ask("GET", path)
    absent = stranger.ask("GET", f"/technicians/{10**9}")
    assert foreign.status_code == absent.status_code == 404
    assert foreign.json == absent.json
    assert stranger.ask("PATCH", path, {"name": "x"}, version=1).status_code == 404
    listed = stranger.ask("GET", "/technicians")
    assert listed.json is not None
    assert listed.json["items"] == []


def test_a_foreign_technician_is_hidden_by_the_database_alone(
    network: Network, technician: Technician
) -> None:
    network._app.config["WALL_ONE_DOWN"] = True  # noqa: SLF001 - the test's own helper
    try:
        for role in (Role.DISPATCHER, Role.STORE, Role.TECHNICIAN):
            stranger = network.person(role, "two")
            path = f"/technicians/{technician.id}"
            assert stranger.ask("GET", path).status_code == 404
            assert (
                stranger.ask("PATCH", path, {"name": "x"}, version=1).status_code == 404
            )
    finally:
        del network._app.config["WALL_ONE_DOWN"]  # noqa: SLF001 - likewise


def test_a_technician_sees_themself_only(
    network: Network, dispatcher: Person, technician: Technician, lent: Technician
) -> None:
    worker = network.person(Role.TECHNICIAN)
    path = f"/technicians/{technician.id}"
    assert worker.ask("GET", path).status_code == 404
    linked = dispatcher.ask("PATCH", path, {"user_id": worker.user_id}, version=1)
    assert linked.status_code == 200, linked.text
    assert worker.ask("GET", path).status_code == 200
    assert worker.ask("GET", f"/technicians/{lent.id}").status_code == 404
    assert worker.ask("PATCH", path, {"name": "x"}, version=2).status_code == 403


def test_a_login_belongs_to_one_technician(
    network: Network, dispatcher: Person, technician: Technician, territory: Territory
) -> None:
    worker = network.person(Role.TECHNICIAN)
    taken = {"user_id": worker.user_id}
    path = f"/technicians/{technician.id}"
    assert dispatcher.ask("PATCH", path, taken, version=1).status_code == 200
    other = described(territory, skills=[], user_id=worker.user_id)
    answer = dispatcher.ask("POST", "/technicians", other)
    assert answer.status_code == 409


def test_a_store_may_not_see_technicians(
    network: Network, technician: Technician
) -> None:
    store = network.person(Role.STORE)
    assert store.ask("GET", f"/technicians/{technician.id}").status_code == 403


def test_the_list_is_filtered_by_territory_and_activity(
    dispatcher: Person, technician: Technician, lent: Technician
) -> None:
    def ids(query: str) -> list[int]:
        answer = dispatcher.ask("GET", f"/technicians?{query}")
        assert answer.json is not None
        return [item["id"] for item in answer.json["items"]]

    both = [technician.id, lent.id]
    assert ids(f"territory_id={technician.territory_id}&active=true") == both
    assert ids("active=false") == []
    assert ids("territory_id=999999") == []


def test_a_partner_of_two_organisations_names_one(
    network: Network, partner: Person, territory: Territory
) -> None:
    here = described(territory, skills=[], organisation_id=partner.organisation_id)
    assert partner.ask("POST", "/technicians", here).status_code == 201
    elsewhere = network.organisation(OrganisationKind.SERVICE_PARTNER, "two")
    there = described(territory, skills=[], organisation_id=elsewhere)
    assert partner.ask("POST", "/technicians", there).status_code == 422
