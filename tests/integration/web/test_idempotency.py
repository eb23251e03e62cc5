"""The same key and body have one effect and one answer."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from psycopg import sql
from werkzeug.test import TestResponse

from tests.integration.web.conftest import Caller, body
from tests.support.cluster import Database

NEW = {"kind": "store", "code": "corner", "name": "Corner"}


def add(admin: Caller, key: str | None, sent: Any = NEW) -> TestResponse:
    headers = {} if key is None else {"Idempotency-Key": key}
    return admin.ask("POST", "/organisations", json=sent, headers=headers)


def count(database: Database, table: str = "organisations") -> int:
    with psycopg.connect(database.superuser_url) as connection:
        query = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))
        row = connection.execute(query).fetchone()
    assert row is not None
    return int(row[0])


def test_asked_again_it_says_the_same_and_does_nothing(
    admin: Caller, database: Database
) -> None:
    first = add(admin, "a-1")
    before = count(database)
    again = add(admin, "a-1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.data == first.data
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Content-Type"] == first.headers["Content-Type"]
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert count(database) == before


def test_of_ten_at_once_one_has_the_effect(admin: Caller, database: Database) -> None:
    before = count(database)
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: add(admin, "a-1"), range(10)))
    statuses = Counter(answer.status_code for answer in answers)
    assert statuses.keys() <= {201, 409}
    assert statuses[201] >= 1
    assert len({answer.data for answer in answers if answer.status_code == 201}) == 1
    assert all(
        "still running" in body(answer)["detail"]
        for answer in answers
        if answer.status_code == 409
    )
    assert count(database) == before + 1


def test_another_body_under_the_same_key_is_refused(admin: Caller) -> None:
    add(admin, "a-1")
    answer = add(admin, "a-1", {**NEW, "name": "Another"})
    assert answer.status_code == 422
    assert "another request" in body(answer)["detail"]


def test_the_same_body_for_another_address_is_another_request(admin: Caller) -> None:
    add(admin, "a-1")
    answer = admin.ask(
        "POST", "/tokens", json={"label": "x"}, headers={"Idempotency-Key": "a-1"}
    )
    assert answer.status_code == 422


def test_after_a_refusal_the_key_is_free(admin: Caller) -> None:
    assert add(admin, "a-1", {**NEW, "code": "NOT GOOD"}).status_code == 422
    assert add(admin, "first").status_code == 201
    assert add(admin, "a-2").status_code == 409
    assert add(admin, "a-2", {**NEW, "code": "other"}).status_code == 201


def test_people_have_their_keys_to_themselves(admin: Caller, brand: Caller) -> None:
    label = {"label": "script"}
    key = {"Idempotency-Key": "a-1"}
    mine = admin.ask("POST", "/tokens", json=label, headers=key)
    theirs = brand.ask("POST", "/tokens", json=label, headers=key)
    assert (mine.status_code, theirs.status_code) == (201, 201)
    assert body(mine)["id"] != body(theirs)["id"]


def test_a_secret_is_told_once_and_kept_nowhere(
    admin: Caller, database: Database
) -> None:
    key = {"Idempotency-Key": "a-1"}
    first = admin.ask("POST", "/tokens", json={"label": "x"}, headers=key)
    before = count(database, "sessions")
    again = admin.ask("POST", "/tokens", json={"label": "x"}, headers=key)
    assert again.status_code == 409
    assert "secret" in body(again)["detail"]
    assert count(database, "sessions") == before
    with psycopg.connect(database.superuser_url) as connection:
        row = connection.execute("SELECT body FROM idempotency_keys").fetchone()
    assert row == (b"",)
    assert body(first)["token"]


@pytest.mark.parametrize("key", ["", "x" * 201, "a\tb", "schlüssel"])
def test_a_key_that_cannot_be_used_is_named(admin: Caller, key: str) -> None:
    answer = add(admin, key)
    assert answer.status_code == 422
    assert body(answer)["errors"][0]["pointer"] == "/header/Idempotency-Key"


def test_without_a_key_nothing_is_stored(admin: Caller, database: Database) -> None:
    assert add(admin, None).status_code == 201
    assert count(database, "idempotency_keys") == 0
