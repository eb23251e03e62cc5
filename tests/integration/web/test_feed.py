"""The feed's numbers have no gaps, and its hints arrive."""

import threading
from collections.abc import Callable, Iterator
from itertools import count

import psycopg
import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, update
from sqlalchemy.exc import OperationalError

from app.core.actor import SYSTEM, Actor, ActorKind, Belonging, Role, acting_as
from app.core.clock import now
from app.core.database import session
from app.core.errors import UnavailableError
from app.core.transaction import transaction
from app.organisations.models import Membership, Session, User
from app.web import feed
from app.web.feed import Change, FeedOp, announce, changes_after, number_of
from app.web.stream import (
    MOST_PER_PERSON,
    NAME,
    Follower,
    Listener,
    Stream,
    listener_of,
)
from tests.integration.web.conftest import Caller, body
from tests.support.cluster import Database

ONE, TWO = "organisation:1", "organisation:2"


def tell(*changes: Change, scopes: tuple[str, ...] = (ONE,)) -> None:
    with acting_as(SYSTEM), transaction() as tx:
        for change in changes:
            announce(tx, scopes, change)


def numbers(scope: str) -> list[int]:
    with acting_as(SYSTEM):
        return [entry.number for entry in changes_after(scope, 0, 10_000)]


def test_each_scope_counts_for_itself(app_context: Flask) -> None:
    assert app_context
    tell(Change("visit", 1, 1), scopes=(ONE, TWO))
    tell(Change("visit", 2, 1), Change("visit", 3, 1))
    assert numbers(ONE) == [1, 2, 3]
    assert numbers(TWO) == [1]
    assert (number_of(ONE), number_of("organisation:3")) == (3, 0)


def test_a_row_changed_twice_in_a_verb_is_told_once_as_it_is_last(
    app_context: Flask,
) -> None:
    assert app_context
    tell(Change("visit", 1, 1), Change("visit", 1, 2, FeedOp.GONE))
    with acting_as(SYSTEM):
        (entry,) = changes_after(ONE, 0, 10)
    assert (entry.version, entry.op) == (2, FeedOp.GONE)


def test_a_verb_that_fails_leaves_no_number_out(app_context: Flask) -> None:
    assert app_context

    def late() -> None:
        raise ZeroDivisionError

    def fail() -> None:
        with acting_as(SYSTEM), transaction() as tx:
            announce(tx, [ONE], Change("visit", 1, 1))
            tx.before_commit(late)

    tell(Change("visit", 1, 1))
    with pytest.raises(ZeroDivisionError):
        fail()
    tell(Change("visit", 1, 2))
    assert numbers(ONE) == [1, 2]


def test_numbers_have_no_gaps_however_many_write_at_once(app: Flask) -> None:
    seen: list[list[int]] = []
    done = threading.Event()

    def write(start: int) -> None:
        with app.app_context():
            for step in range(10):
                tell(Change("visit", start + step, 1), scopes=(TWO, ONE))

    def watch() -> None:
        with app.app_context():
            while not done.is_set():
                seen.append(numbers(ONE))

    writers = [threading.Thread(target=write, args=(n * 10,)) for n in range(6)]
    watcher = threading.Thread(target=watch)
    for thread in (watcher, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    watcher.join()
    with app.app_context():
        seen.append(numbers(ONE))
    assert seen[-1] == list(range(1, 61))
    assert all(found == list(range(1, len(found) + 1)) for found in seen)


@given(st.lists(st.sampled_from(list(Role)), max_size=4))
def test_technicians_do_not_follow_an_organisation(roles: list[Role]) -> None:
    belongings = tuple(Belonging(number, role) for number, role in enumerate(roles))
    followed = feed.scopes_of(Actor(ActorKind.USER, 1, belongings))
    assert followed == [
        f"organisation:{number}"
        for number, role in enumerate(roles)
        if role is not Role.TECHNICIAN
    ]


def test_a_follower_goes_on_where_it_stopped(brand: Caller) -> None:
    scope = f"organisation:{brand.person.organisation_id}"
    with brand.app.app_context():
        tell(*(Change("visit", n, 1) for n in range(1, 6)), scopes=(scope,))
    first = body(brand.ask("GET", f"/feed?scope={scope}&limit=3"))
    assert [change["number"] for change in first["changes"]] == [1, 2, 3]
    assert (first["number"], first["more"]) == (3, True)
    rest = body(brand.ask("GET", f"/feed?scope={scope}&after=3&limit=3"))
    assert [change["entity_id"] for change in rest["changes"]] == [4, 5]
    assert (rest["number"], rest["more"]) == (5, False)
    nothing = body(brand.ask("GET", f"/feed?scope={scope}&after=5"))
    assert (nothing["number"], nothing["changes"]) == (5, [])


def test_anothers_feed_is_as_good_as_absent(admin: Caller, brand: Caller) -> None:
    theirs = f"organisation:{admin.person.organisation_id}"
    for scope in (theirs, "organisation:999", "nonsense"):
        assert brand.ask("GET", f"/feed?scope={scope}").status_code == 404


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
