"""Links are made once, told once, and open nothing from the moment they are revoked."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.core.actor import SYSTEM, acting_as, holder_of
from app.core.database import db, session
from app.core.errors import ForbiddenError, NotFoundError
from app.core.transaction import transaction
from app.organisations.actions import make_token
from app.organisations.models import Organisation, ProjectGrant
from app.organisations.states import GrantRole, OrganisationKind
from app.projects.actions.links import make_link, revoke_link
from app.projects.models import CustomerLink
from app.projects.queries import links as queries
from app.visits.queries.steps import linked_steps, project_steps
from app.web import secret_links
from config import Settings
from tests.integration.portal.conftest import CANARIES, Followed, Holder
from tests.integration.visits.world import Work, World, add_project
from tests.integration.visits.world import make_world as make_other
from tests.support.clock import TestClock
from tests.support.cluster import Database

UNKNOWN = "A" * 22
OWN_HEADERS = {"X-Request-ID": "same-for-all"}


@pytest.fixture
def other(database: Database) -> Iterator[FlaskClient]:
    """Another process's application on the same database."""
    app = create_app(
        Settings.from_env({"DATABASE_URL": database.app_url, "PAIGONG_TEST_CLOCK": "1"})
    )
    yield FlaskClient(app, use_cookies=False)
    with app.app_context():
        db.engine.dispose()


def whole(answer: Any) -> tuple[int, bytes, list[tuple[str, str]]]:
    """All of an answer that a caller can tell apart."""
    return answer.status_code, answer.data, sorted(answer.headers)


def test_unknown_expired_and_revoked_are_told_alike_to_the_last_byte(
    followed: Followed, holder: Holder, clock: TestClock
) -> None:
    with acting_as(followed.world.dispatcher):
        revoked = make_link(followed.project_id)
        revoke_link(revoked.link.id)
        expired = make_link(followed.project_id, days=1)
    clock.advance(timedelta(days=2))
    for ending in ("", ".json"):
        found = [
            whole(holder.page(f"/t/{token}{ending}", **OWN_HEADERS))
            for token in (UNKNOWN, "short", expired.token, revoked.token)
        ]
        assert found[0][0] == 404
        assert all(answer == found[0] for answer in found)
    assert holder.page(followed.path).status_code == 200


def test_the_refusal_is_a_page_in_both_languages(holder: Holder) -> None:
    page = holder.page(f"/t/{UNKNOWN}")
    assert page.mimetype == "text/html"
    assert "此链接无法打开" in page.text
    assert "does not open anything" in page.text


def test_the_next_request_after_the_revocation_is_refused_in_every_process(
    followed: Followed, holder: Holder, other: FlaskClient
) -> None:
    tag = holder.page(followed.path).headers["ETag"]
    assert other.get(followed.path).status_code == 200
    with acting_as(followed.world.dispatcher):
        revoke_link(followed.made.link.id)
    # Not even what was seen a moment ago is called unchanged.
    assert holder.page(followed.path, **{"If-None-Match": tag}).status_code == 404
    assert other.get(f"{followed.path}.json").status_code == 404


def test_tokens_that_open_nothing_are_counted_by_address_in_all_processes(
    followed: Followed,
    holder: Holder,
    other: FlaskClient,
    clock: TestClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(secret_links, "MOST_FAILURES", 6)
    for number in range(6):
        token = f"{number:022d}"
        who = holder.page if number % 2 else other.get
        assert who(f"/t/{token}").status_code == 404
    for who in (holder.page, other.get):
        refused = who(f"/t/{UNKNOWN}")
        assert refused.status_code == 429
        assert "一刻钟" in refused.text
        assert 0 < int(refused.headers["Retry-After"]) <= 15 * 60
        # Who guesses must not learn by it which token is right.
        assert who(followed.path).status_code == 429
        assert who(f"{followed.path}.json").get_json()["code"] == "too_many"
    elsewhere = {"REMOTE_ADDR": "198.51.100.7"}
    assert other.get(followed.path, environ_base=elsewhere).status_code == 200
    clock.advance(timedelta(minutes=16))
    assert holder.page(followed.path).status_code == 200


def test_many_at_once_are_counted_each(
    app: Flask, followed: Followed, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert followed
    monkeypatch.setattr(secret_links, "MOST_FAILURES", 5)

    def guess() -> None:
        for _ in range(5):
            FlaskClient(app, use_cookies=False).get(f"/t/{UNKNOWN}")

    threads = [threading.Thread(target=guess) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    client = FlaskClient(app, use_cookies=False)
    assert client.get(f"/t/{UNKNOWN}").status_code == 429


def test_only_the_hash_is_kept(followed: Followed, database: Database) -> None:
    with psycopg.connect(database.superuser_url) as connection:
        rows = connection.execute("SELECT * FROM customer_links").fetchall()
    assert len(rows) == 1
    assert followed.made.token not in str(rows)
    assert followed.made.token.encode() not in b"".join(
        value for value in rows[0] if isinstance(value, bytes)
    )


def test_it_is_noted_when_a_link_was_last_used(
    followed: Followed, holder: Holder, clock: TestClock
) -> None:
    def seen() -> Any:
        with acting_as(followed.world.dispatcher):
            return queries.links(followed.project_id)[0].last_seen_at

    assert seen() is None
    holder.page(followed.path)
    first = seen()
    holder.page(followed.path)
    assert seen() == first
    clock.advance(timedelta(minutes=5))
    holder.page(followed.path)
    assert seen() > first


def test_a_link_opens_its_own_project_and_no_other(followed: Followed) -> None:
    stranger = add_project(make_other(code="beijing"), Work())[0].project_id
    sibling = add_project(followed.world, Work())[0].project_id
    with acting_as(holder_of(followed.made.link.id, followed.project_id)):
        assert linked_steps(followed.project_id).project_id == followed.project_id
        for project_id in (stranger, sibling):
            with pytest.raises(NotFoundError):
                linked_steps(project_id)
        with pytest.raises(NotFoundError):
            project_steps(followed.project_id)


def count(connection: psycopg.Connection, table: str, setting: str) -> int:
    connection.execute("SELECT set_config('app.actor', %s, true)", (setting,))
    row = connection.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 - a table of ours
    assert row is not None
    return int(row[0])


def test_the_database_itself_keeps_a_link_to_its_project(
    followed: Followed, database: Database
) -> None:
    add_project(make_other(code="beijing"), Work())
    live = followed.made.link.id
    with acting_as(followed.world.dispatcher):
        dead = make_link(followed.project_id).link.id
        revoke_link(dead)
    with psycopg.connect(database.app_url) as connection:
        assert count(connection, "projects", f"link:{live}") == 1
        assert count(connection, "visits", f"link:{live}") == 3
        for hidden in ("technicians", "customer_links", "users", "audit_entries"):
            assert count(connection, hidden, f"link:{live}") == 0
        for setting in (f"link:{dead}", "link:", "link:0", "link:999999"):
            assert count(connection, "projects", setting) == 0
        for change in (
            "UPDATE projects SET name = 'x'",
            "UPDATE visits SET pinned = true",
            "DELETE FROM sites",
        ):
            connection.execute(
                "SELECT set_config('app.actor', %s, true)", (f"link:{live}",)
            )
            assert connection.execute(change).rowcount == 0


def test_who_only_takes_part_sees_no_links(followed: Followed) -> None:
    partner, link_id = make_other(code="partner"), followed.made.link.id
    with acting_as(SYSTEM), transaction() as tx:
        tx.session.add(
            ProjectGrant(
                project_id=followed.project_id,
                organisation_id=partner.organisation_id,
                role=GrantRole.PARTNER,
            )
        )
    with acting_as(partner.dispatcher):
        with pytest.raises(ForbiddenError):
            queries.links(followed.project_id)
        with pytest.raises(ForbiddenError):
            make_link(followed.project_id)
        with pytest.raises(NotFoundError):
            revoke_link(link_id)


def test_a_link_is_made_listed_and_revoked_over_http(
    app: Flask, world: World, followed: Followed
) -> None:
    token = bearer(world)
    client = FlaskClient(app, use_cookies=False)
    links = f"/api/v1/projects/{followed.project_id}/links"
    made = client.post(links, json={"label": "family", "days": 30}, headers=token)
    assert made.status_code == 201
    body = made.get_json()
    assert body["qr"].startswith("data:image/svg+xml")
    path = "/t/" + body["url"].rpartition("/t/")[2]
    assert client.get(path).status_code == 200
    listed = client.get(links, headers=token).get_json()["items"]
    assert [link["label"] for link in listed] == ["family", "for the owner"]
    assert body["url"].rpartition("/")[2] not in str(listed)
    for _ in range(2):
        revoked = client.post(f"/api/v1/links/{body['id']}/revoke", headers=token)
        assert revoked.status_code == 200
        assert revoked.get_json()["revoked_at"]
    assert client.get(path).status_code == 404


def test_a_link_repeated_under_one_key_is_not_told_again(
    app: Flask, world: World, followed: Followed
) -> None:
    client = FlaskClient(app, use_cookies=False)
    links = f"/api/v1/projects/{followed.project_id}/links"
    headers = bearer(world) | {"Idempotency-Key": "one"}
    assert client.post(links, json={}, headers=headers).status_code == 201
    assert client.post(links, json={}, headers=headers).status_code == 409
    with acting_as(SYSTEM):
        assert session().query(CustomerLink).count() == 2


def bearer(world: World) -> dict[str, str]:
    with acting_as(world.dispatcher):
        return {"Authorization": f"Bearer {make_token('test').token}"}


def test_the_desk_of_the_organisation_is_told_and_can_be_taken_away(
    followed: Followed, holder: Holder
) -> None:
    assert holder.facts(followed.path)["contact"]["phone"] == "+86 21 5555 0100"
    with acting_as(SYSTEM), transaction() as tx:
        row = tx.session.get_one(Organisation, followed.world.organisation_id)
        row.service_phone = row.service_email = None
        assert row.kind is OrganisationKind.SERVICE_PARTNER
    page = holder.page(followed.path).text
    assert "tel:" not in page
    assert CANARIES["phone"] not in page
