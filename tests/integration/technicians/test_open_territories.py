"""Who may place people where: the territory's owner lets others in, one by one."""

from typing import Any

import pytest
from psycopg import errors
from sqlalchemy import select, text
from sqlalchemy.exc import ProgrammingError

from app.core.actor import Role, acting_as
from app.core.database import session
from app.core.transaction import transaction
from app.technicians.models import Technician, Territory
from app.technicians.queries import known_codes
from tests.factories.network import Network, Person

STRANGERS = [Role.PARTNER_MANAGER, Role.DISPATCHER]
ABSENT = 10**9


def somebody(territory_id: int) -> dict[str, Any]:
    return {
        "name": "王芳",
        "phone": "19900000009",
        "territory_id": territory_id,
        "home": {"lat": 31.21, "lon": 121.51},
    }


@pytest.fixture
def elsewhere(network: Network) -> int:
    """Return a territory of another platform's own."""
    drawn = network.person(Role.DISPATCHER, "two").ask(
        "POST",
        "/territories",
        {
            "code": "west",
            "name": "West",
            "centre": {"lat": 31.2, "lon": 121.3},
            "radius_m": 9000,
        },
    )
    assert drawn.status_code == 201, drawn.text
    return int(drawn.json["id"])


@pytest.mark.parametrize("role", STRANGERS)
def test_a_territory_that_is_not_open_is_as_good_as_none(
    network: Network, territory: Territory, role: Role
) -> None:
    stranger = network.person(role, "two")
    refused = stranger.ask("POST", "/technicians", somebody(territory.id))
    absent = stranger.ask("POST", "/technicians", somebody(ABSENT))
    assert refused.status_code == absent.status_code == 422
    assert refused.json == absent.json
    assert [fault["code"] for fault in refused.json["errors"]] == ["unknown_territory"]


@pytest.mark.parametrize("who", ["dispatcher", "partner"])
def test_nobody_is_moved_into_a_territory_that_is_not_open(
    who: str,
    request: pytest.FixtureRequest,
    technician: Technician,
    lent: Technician,
    elsewhere: int,
) -> None:
    person: Person = request.getfixturevalue(who)
    row = technician if who == "dispatcher" else lent
    path = f"/technicians/{row.id}"
    answers = [
        person.ask("PATCH", path, {"territory_id": wanted}, version=1)
        for wanted in (elsewhere, ABSENT)
    ]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert answers[0].json == answers[1].json


def test_whoever_is_let_in_places_people_until_it_is_closed_again(
    network: Network, dispatcher: Person, territory: Territory
) -> None:
    partner = network.person(Role.PARTNER_MANAGER, "two")
    path = f"/territories/{territory.id}"
    opened = {"open_to": [partner.organisation_id, partner.organisation_id]}
    assert dispatcher.ask("PATCH", path, opened, version=1).status_code == 200
    made = partner.ask("POST", "/technicians", somebody(territory.id))
    assert made.status_code == 201, made.text
    assert dispatcher.ask("PATCH", path, {"open_to": []}, version=2).status_code == 200

    another = {**somebody(territory.id), "phone": "19900000008"}
    assert partner.ask("POST", "/technicians", another).status_code == 422
    stays = {"name": "李雷", "territory_id": territory.id}
    kept = partner.ask("PATCH", f"/technicians/{made.json['id']}", stays, version=1)
    assert kept.status_code == 200, kept.text


def test_a_guest_is_told_that_it_is_let_in_and_not_who_else_is(
    network: Network, dispatcher: Person, partner: Person, territory: Territory
) -> None:
    other = network.person(Role.PARTNER_MANAGER, "two")
    third = network.person(Role.PARTNER_MANAGER, "three")
    both = [partner.organisation_id, other.organisation_id]
    path = f"/territories/{territory.id}"
    done = dispatcher.ask("PATCH", path, {"open_to": both}, version=1)
    assert done.json["open_to"] == sorted(both)
    for person, known in ((partner, both[:1]), (other, both[1:]), (third, [])):
        assert person.ask("GET", path).json["open_to"] == known
    admin = network.person(Role.PLATFORM_ADMIN, "two")
    assert admin.ask("GET", path).json["open_to"] == sorted(both)


def test_a_sheet_of_people_may_name_open_territories_only(
    network: Network, dispatcher: Person, partner: Person, territory: Territory
) -> None:
    stranger = network.person(Role.DISPATCHER, "two")
    for person, codes in (
        (dispatcher, {"east"}),
        (partner, {"east"}),
        (stranger, set()),
    ):
        with acting_as(person.actor):
            assert known_codes(person.organisation_id).territories == codes
    assert territory.code == "east"


def test_the_database_alone_lets_nobody_into_a_closed_territory(
    partner: Person, lent: Technician, elsewhere: int
) -> None:
    with acting_as(partner.actor):
        assert elsewhere in session().scalars(select(Territory.id))
        with pytest.raises(ProgrammingError) as moved, transaction() as tx:
            tx.session.execute(
                text("UPDATE technicians SET territory_id = :there WHERE id = :id"),
                {"there": elsewhere, "id": lent.id},
            )
        with pytest.raises(ProgrammingError) as placed, transaction() as tx:
            tx.session.execute(
                text(
                    "INSERT INTO technicians (owner_organisation_id, name, phone, "
                    "territory_id, home_lat, home_lon, capacity_kg, capacity_m3) "
                    "VALUES (:own, 'A', '+8619900000007', :there, 31, 121, 0, 0)"
                ),
                {"there": elsewhere, "own": partner.organisation_id},
            )
    for refused in (moved, placed):
        assert isinstance(refused.value.orig, errors.InsufficientPrivilege)
