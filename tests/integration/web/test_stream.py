"""Live views: hints to those who follow, for as long as they may."""

import threading
from collections.abc import Callable, Iterator
from itertools import count

import psycopg
import pytest
from flask import Flask
from sqlalchemy import delete, update
from sqlalchemy.exc import OperationalError

from app.core.actor import SYSTEM, acting_as
from app.core.clock import now
from app.core.database import session
from app.core.errors import UnavailableError
from app.core.transaction import transaction
from app.organisations.models import Membership, Session, User
from app.web.feed import Change
from app.web.stream import (
    MOST_PER_PERSON,
    NAME,
    Follower,
    Listener,
    Stream,
    listener_of,
)
from tests.integration.web.changes import ONE, TWO, tell
from tests.integration.web.conftest import Caller
from tests.support.cluster import Database


def follower(
    *scopes: str, person: int = 1, is_entitled: Callable[[], bool] = lambda: True
) -> Follower:
    return Follower(person, frozenset(scopes), is_entitled)


@pytest.fixture
def listener(database: Database) -> Iterator[Listener]:
    listener = Listener(database.app_url, 2)
    yield listener
    listener.stop()


def heard_by(app: Flask, stream: Stream, scope: str) -> str:
    """Tell changes until the listener, which connects by itself, has heard of one."""
    events = iter(stream)
    opening = next(events)
    assert opening.startswith("retry: 2000")
    found: list[str] = []
    reader = threading.Thread(target=lambda: found.append(next(events)))
    reader.start()
    while reader.is_alive():
        with app.app_context():
            tell(Change("visit", 1, 1), scopes=(scope,))
        reader.join(0.05)
    return found[0]


def test_a_commit_is_hinted_to_those_who_follow(app: Flask, listener: Listener) -> None:
    stream = listener.hints(follower(ONE))
    hint = heard_by(app, stream, ONE)
    assert hint.startswith('event: hint\ndata: {"scope": "organisation:1", "number": ')
    stream.close()


def test_what_the_listener_missed_without_its_database_is_made_up_for(
    app: Flask, listener: Listener, database: Database
) -> None:
    stream = listener.hints(follower(ONE, TWO))
    assert ONE in heard_by(app, stream, ONE)
    with psycopg.connect(database.superuser_url) as connection:
        lost = connection.execute(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity "
            "WHERE application_name = %s AND datname = current_database()",
            (NAME,),
        ).fetchall()
    assert set(lost) == {(True,)}
    with app.app_context():
        tell(Change("visit", 1, 1), scopes=(TWO,))
    assert any(TWO in event for event in stream)
    assert TWO in heard_by(app, stream, TWO)
    stream.close()


def test_a_closed_stream_gives_its_place_back_even_unread(listener: Listener) -> None:
    first, second = (listener.hints(follower()) for _ in range(2))
    with pytest.raises(UnavailableError):
        listener.hints(follower())
    first.close()
    third = listener.hints(follower())
    second.close()
    third.close()


def test_a_persons_oldest_stream_makes_room_and_asks_again_later(
    database: Database,
) -> None:
    listener = Listener(database.app_url, MOST_PER_PERSON + 2)
    listener.hints(follower(person=2))
    first, second = (listener.hints(follower()) for _ in range(2))
    for _ in range(MOST_PER_PERSON - 1):
        listener.hints(follower())
    assert list(first)[1:] == ["retry: 60000\n\n"]
    second.close()
    listener.hints(follower())
    listener.hints(follower(person=3))
    with pytest.raises(UnavailableError):
        listener.hints(follower(person=4))
    listener.stop()


def test_a_stream_ends_at_the_first_sign_of_life_after_its_right_has(
    listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.web.stream.TRUST", 0)
    monkeypatch.setattr("app.web.stream.KEEP_ALIVE", 0.01)
    answers = count(1)
    stream = listener.hints(follower(ONE, is_entitled=lambda: next(answers) < 3))
    assert list(stream)[1:] == [": still here\n\n"] * 2
    stream.close()
    hinted = listener.hints(follower(ONE, is_entitled=lambda: False))
    hinted.put((ONE, 7))
    assert len(list(hinted)) == 1


def test_whoever_was_found_entitled_is_believed_for_a_moment(
    listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.web.stream.TRUST", 3600)
    stream = listener.hints(follower(ONE, is_entitled=lambda: False))
    stream.put((ONE, 7))
    listener.stop()
    assert '"number": 7' in list(stream)[1]


def test_what_was_told_while_nobody_listened_is_hinted_at(
    app: Flask, listener: Listener
) -> None:
    with app.app_context():
        tell(Change("visit", 1, 1), Change("visit", 2, 1))
        tell(Change("visit", 1, 1), scopes=(TWO,))
    events = iter(listener.hints(follower(ONE)))
    next(events)
    assert next(events).endswith('{"scope": "organisation:1", "number": 2}\n\n')


def test_streams_end_when_the_process_does(listener: Listener) -> None:
    stream = listener.hints(follower(ONE))
    listener.stop()
    assert len(list(stream)) == 1
    with pytest.raises(UnavailableError):
        listener.hints(follower())


def test_silence_is_broken_by_a_comment(
    listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.web.stream.KEEP_ALIVE", 0.01)
    events = iter(listener.hints(follower()))
    next(events)
    assert next(events) == ": still here\n\n"


def test_the_stream_over_http_is_for_the_signed_in_and_is_given_back(
    app: Flask, brand: Caller
) -> None:
    assert app.test_client().get("/api/v1/feed/stream").status_code == 401
    for _ in range(3):
        answer = brand.ask("GET", "/feed/stream")
        assert answer.mimetype == "text/event-stream"
        assert answer.headers["Cache-Control"] == "no-store"
        answer.close()
        brand.ask("HEAD", "/feed/stream").close()
    assert listener_of(app)._streams == {}  # noqa: SLF001 - nothing is left open


def take_away_session() -> None:
    session().execute(update(Session).values(revoked_at=now()))


def take_away_login() -> None:
    session().execute(update(User).values(is_active=False))


def take_away_membership() -> None:
    session().execute(delete(Membership))


@pytest.mark.parametrize(
    "take_away", [take_away_session, take_away_login, take_away_membership]
)
def test_the_stream_over_http_ends_with_what_it_rests_on(
    brand: Caller,
    monkeypatch: pytest.MonkeyPatch,
    take_away: Callable[[], object],
) -> None:
    monkeypatch.setattr("app.web.stream.TRUST", 0)
    monkeypatch.setattr("app.web.stream.KEEP_ALIVE", 0.01)
    answer = brand.ask("GET", "/feed/stream")
    events = iter(answer.response)
    assert [next(events), next(events)][1] == b": still here\n\n"
    with brand.app.app_context(), acting_as(SYSTEM), transaction():
        take_away()
    assert set(events) <= {b": still here\n\n"}
    answer.close()


def test_a_stream_outlives_a_database_that_does_not_answer(
    brand: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.web.stream.TRUST", 0)
    monkeypatch.setattr("app.web.stream.KEEP_ALIVE", 0.01)

    def away(_: bytes) -> None:
        raise OperationalError("SELECT", {}, Exception("away"))

    answer = brand.ask("GET", "/feed/stream")
    monkeypatch.setitem(brand.app.extensions, "paigong-identities", away)
    events = iter(answer.response)
    assert [next(events), next(events)][1] == b": still here\n\n"
    answer.close()
