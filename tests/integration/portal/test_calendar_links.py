"""Calendars' addresses: who gives them out, what opens none, and what is kept."""

from datetime import timedelta
from typing import Any

import psycopg
import pytest
from flask.testing import FlaskClient

from app.core.actor import SYSTEM, Actor, Role, acting_as
from app.core.errors import ForbiddenError, NotFoundError
from app.core.transaction import transaction
from app.integrations.actions.calendars import (
    give_projects,
    give_technicians,
    revoke_calendar,
)
from app.integrations.queries import calendars as queries
from app.organisations.actions import (
    Membership,
    NewUser,
    add_organisation,
    add_user,
    make_token,
)
from app.organisations.models import ProjectGrant, User
from app.organisations.queries import actor_of
from app.organisations.states import GrantRole, OrganisationKind
from app.projects.models import Project
from app.technicians.models import Technician
from app.web import secret_links
from tests.integration.portal.conftest import CANARIES, Followed
from tests.integration.portal.programs import Program
from tests.integration.visits.site import add_hand
from tests.integration.visits.world import Work, World, add_project
from tests.integration.visits.world import add_technician as add_other
from tests.integration.visits.world import make_world as make_other
from tests.support.clock import TestClock
from tests.support.cluster import Database

UNKNOWN = "A" * 22


def test_unknown_and_closed_ones_are_told_alike_to_the_last_byte(
    followed: Followed, client: FlaskClient, own: Program
) -> None:
    with acting_as(followed.world.dispatcher):
        made = give_projects(followed.project_id, "", "en")
        tag = Program(client, made.token).ask().headers["ETag"]
        revoke_calendar(made.listed.calendar.id)
    with acting_as(SYSTEM), transaction() as tx:
        tx.session.get_one(Technician, followed.hand.technician_id).active = False
    answers = [
        Program(client, token).ask(**{"If-None-Match": tag})
        for token in (UNKNOWN, "short", made.token)
    ]
    answers.append(own.ask())
    first, *others = [(a.status_code, a.data, sorted(a.headers)) for a in answers]
    assert first[0] == 404
    assert all(other == first for other in others)


def test_a_closed_login_closes_the_calendar(followed: Followed, own: Program) -> None:
    assert own.ask().status_code == 200
    with acting_as(SYSTEM), transaction() as tx:
        row = tx.session.get_one(Technician, followed.hand.technician_id)
        tx.session.get_one(User, row.user_id).is_active = False
    assert own.ask().status_code == 404


def test_guessing_is_limited_as_that_of_links(
    followed: Followed,
    client: FlaskClient,
    own: Program,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(secret_links, "MOST_FAILURES", 4)
    for number in range(2):
        assert Program(client, f"{number:022d}").ask().status_code == 404
        assert client.get(f"/t/{number:022d}.json").status_code == 404
    refused = own.ask()
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 15 * 60
    assert client.get(f"{followed.path}.json").status_code == 429


def bearer(actor: Actor) -> dict[str, str]:
    with acting_as(actor):
        return {"Authorization": f"Bearer {make_token('test').token}"}


def test_it_is_given_listed_and_revoked_over_http(
    followed: Followed, client: FlaskClient, clock: TestClock, database: Database
) -> None:
    token = bearer(followed.hand.actor)
    path = f"/api/v1/technicians/{followed.hand.technician_id}/calendars"
    made = client.post(path, json={"label": "telephone"}, headers=token)
    assert made.status_code == 201, made.text
    body = made.get_json()
    secret = body["url"].rpartition("/")[2].removesuffix(".ics")
    assert len(secret) == 22
    with psycopg.connect(database.superuser_url) as connection:
        assert secret not in str(connection.execute("TABLE calendars").fetchall())
    program = Program(client, secret)

    def listed() -> Any:
        (found,) = client.get("/api/v1/calendars", headers=token).get_json()["items"]
        assert secret not in str(found)
        return found

    assert listed()["last_read_at"] is None
    assert listed()["about"] == CANARIES["technician"]
    assert program.ask().status_code == 200
    seen = listed()["last_read_at"]
    program.ask()
    assert listed()["last_read_at"] == seen
    clock.advance(timedelta(minutes=2))
    program.ask()
    assert listed()["last_read_at"] > seen
    for _ in range(2):
        ended = client.post(f"/api/v1/calendars/{body['id']}/revoke", headers=token)
        assert ended.get_json()["revoked_at"], ended.text
    assert program.ask().status_code == 404


def test_who_only_takes_part_gives_none_out(followed: Followed) -> None:
    other = make_other(code="partner")
    with acting_as(SYSTEM), transaction() as tx:
        tx.session.add(
            ProjectGrant(
                project_id=followed.project_id,
                organisation_id=other.organisation_id,
                role=GrantRole.PARTNER,
            )
        )
    lent = add_other(followed.world, organisation_id=other.organisation_id)
    with acting_as(followed.world.dispatcher):
        made = give_projects(followed.project_id, "", "en").listed.calendar.id
        with pytest.raises(ForbiddenError):
            give_technicians(lent, "", "en")
    with acting_as(other.dispatcher):
        assert queries.calendars(10).items == []
        assert give_technicians(lent, "", "en").listed.about
        with pytest.raises(ForbiddenError):
            give_projects(followed.project_id, "", "en")
        with pytest.raises(NotFoundError):
            give_technicians(followed.hand.technician_id, "", "en")
        with pytest.raises(NotFoundError):
            revoke_calendar(made)


def test_a_store_follows_what_it_brought(
    followed: Followed, world: World, client: FlaskClient
) -> None:
    other = add_project(world, Work())[0].project_id
    with acting_as(SYSTEM):
        store = add_organisation(OrganisationKind.STORE, "store", "Store").id
        member = Membership(store, Role.STORE)
        seller = actor_of(add_user(NewUser("s@example.com", "S", None, [member])).id)
        with transaction() as tx:
            project = tx.session.get_one(Project, followed.project_id)
            project.brought_by_organisation_id = store
            tx.session.add(
                ProjectGrant(
                    project_id=project.id, organisation_id=store, role=GrantRole.STORE
                )
            )
    with acting_as(seller):
        made = give_projects(followed.project_id, "", "en")
        assert [each.about for each in queries.calendars(10).items] == [
            made.listed.about
        ]
        assert Program(client, made.token).ask().status_code == 200
        with pytest.raises(NotFoundError):
            give_projects(other, "", "en")
        assert revoke_calendar(made.listed.calendar.id).calendar.revoked_at


def test_the_database_itself_tells_nobody_elses(
    followed: Followed, database: Database, own: Program
) -> None:
    assert own.ask().status_code == 200
    stranger = add_hand(make_other(code="beijing"), "stranger")
    settings = {
        followed.hand.actor.setting: 1,
        followed.world.dispatcher.setting: 1,
        stranger.actor.setting: 0,
        "": 0,
        "link:1": 0,
    }
    with psycopg.connect(database.app_url) as connection:
        for setting, wanted in settings.items():
            connection.execute("SELECT set_config('app.actor', %s, true)", (setting,))
            row = connection.execute("SELECT count(*) FROM calendars").fetchone()
            assert row == (wanted,), setting
            changed = connection.execute("UPDATE calendars SET label = 'mine'")
            assert changed.rowcount == wanted
            told = connection.execute(
                "SELECT * FROM gate_calendar_visits('\\x00', now(), now(), now())"
            ).fetchall()
            assert told == []
