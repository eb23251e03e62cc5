"""Where technicians were: told once, read by those who plan for them, and forgotten."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.core.actor import SYSTEM, Actor, Role, acting_as
from app.core.clock import now
from app.core.database import session
from app.core.transaction import transaction
from app.organisations.actions import Membership, NewUser, add_user
from app.organisations.queries import actor_of
from app.technicians.actions import forget_positions
from app.technicians.models import TechnicianPosition
from tests.factories.people import make_token
from tests.integration.mobile.conftest import Job
from tests.integration.mobile.uploading import phone_of
from tests.integration.visits.site import add_hand
from tests.support.clock import TestClock

PATH = "/mobile/v1/positions"


def point(minutes: float = 0, **more: Any) -> dict[str, Any]:
    at = now() + timedelta(minutes=minutes)
    return {"at": at.isoformat(), "lat": 31.2, "lon": 121.4, "accuracy_m": 12, **more}


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def send(job: Job, *points: dict[str, Any]) -> TestResponse:
    client = job.phone.app.test_client(use_cookies=False)
    body = {"points": list(points)}
    return client.post(PATH, json=body, headers=bearer(job.phone.token))


def user_with(job: Job, role: Role, organisation_id: int | None = None) -> Actor:
    home = organisation_id or job.world.organisation_id
    with acting_as(SYSTEM), transaction():
        member = Membership(home, role)
        user = add_user(NewUser(f"{role}@example.com", "Who", None, [member]))
        return actor_of(user.id)


@pytest.fixture
def desk(job: Job, app: Flask) -> FlaskClient:
    actor = user_with(job, Role.DISPATCHER)
    assert actor.user_id is not None
    with acting_as(SYSTEM), transaction():
        token = make_token(actor.user_id)[1]
    client = app.test_client(use_cookies=False)
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
    return client


def read(desk: FlaskClient, technician_id: int, **query: str) -> list[dict[str, Any]]:
    path = f"/api/v1/technicians/{technician_id}/positions"
    answer = desk.get(path, query_string=query)
    assert answer.status_code == 200, answer.text
    assert answer.json is not None
    found: list[dict[str, Any]] = answer.json["items"]
    return found


def test_a_position_sent_again_is_kept_once(job: Job, desk: FlaskClient) -> None:
    first, second = point(-2), point(-1, speed=8.5)
    assert send(job, second, first).json == {"taken": 2, "known": 0, "ignored": 0}
    third = point()
    again = send(job, first, second, third, third)
    assert again.json == {"taken": 1, "known": 3, "ignored": 0}
    told = read(desk, job.hand.technician_id)
    assert [each["speed"] for each in told] == [None, 8.5, None]
    assert told[0]["accuracy_m"] == 12


def test_what_is_too_old_or_yet_to_come_is_left_out(job: Job) -> None:
    answer = send(job, point(-31 * 24 * 60), point(6), point(4))
    assert answer.json == {"taken": 1, "known": 0, "ignored": 2}


def test_only_the_newest_since_a_moment_are_shown(job: Job, desk: FlaskClient) -> None:
    send(job, *(point(-minutes) for minutes in (3000, 30, 20, 10)))
    technician_id = job.hand.technician_id
    assert len(read(desk, technician_id)) == 3
    since = (now() - timedelta(minutes=25)).isoformat()
    assert len(read(desk, technician_id, since=since)) == 2
    (last,) = read(desk, technician_id, limit="1")
    assert last == read(desk, technician_id)[-1]


@pytest.mark.parametrize(
    "spoiled",
    [{"lat": 91}, {"lon": -181}, {"at": "yesterday"}, {"speed": -1}, {"battery": 3}],
)
def test_what_is_no_position_is_refused(job: Job, spoiled: dict[str, Any]) -> None:
    assert send(job, point(**spoiled)).status_code == 422


def test_a_batch_has_at_most_five_hundred(job: Job) -> None:
    assert send(job, *[point()] * 501).status_code == 422
    assert send(job).status_code == 422


def test_a_login_that_is_no_technicians_has_no_position(job: Job, app: Flask) -> None:
    with acting_as(SYSTEM), transaction():
        member = Membership(job.world.organisation_id, Role.TECHNICIAN)
        user = add_user(NewUser("new@example.com", "New", None, [member]))
        token = make_token(user.id)[1]
    client = app.test_client(use_cookies=False)
    answer = client.post(PATH, json={"points": [point()]}, headers=bearer(token))
    assert answer.status_code == 403


def seen_by(actor: Actor) -> int:
    """Count what wall two alone lets somebody read."""
    with acting_as(actor), transaction() as tx:
        return tx.session.query(TechnicianPosition).count()


def test_only_the_employer_and_oneself_pass_the_wall(job: Job) -> None:
    send(job, point())
    colleague = add_hand(job.world, "wei")
    assert seen_by(user_with(job, Role.DISPATCHER)) == 1
    assert seen_by(job.hand.actor) == 1
    assert seen_by(colleague.actor) == 0


def test_positions_are_forgotten_after_thirty_days(job: Job, clock: TestClock) -> None:
    send(job, point())
    clock.advance(timedelta(days=29))
    send_again = phone_of(job.phone.app, job.hand)
    client = job.phone.app.test_client(use_cookies=False)
    client.post(PATH, json={"points": [point()]}, headers=bearer(send_again.token))
    for days, left in ((0, 2), (2, 1), (29, 0)):
        clock.advance(timedelta(days=days))
        with acting_as(SYSTEM):
            forget_positions()
        with acting_as(SYSTEM), transaction():
            assert session().query(TechnicianPosition).count() == left
