"""The feed's numbers have no gaps, and its hints arrive."""

import threading
from collections.abc import Iterator

import psycopg
import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app.core.actor import SYSTEM, Actor, ActorKind, Belonging, Role, acting_as
from app.core.errors import UnavailableError
from app.core.transaction import transaction
from app.web import feed
from app.web.feed import Change, FeedOp, announce, changes_after, number_of
from app.web.stream import Listener, Stream, listener_of
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
    stream = listener.hints(frozenset({ONE}))
    hint = heard_by(app, stream, ONE)
    assert hint.startswith('event: hint\ndata: {"scope": "organisation:1", "number": ')
    stream.close()


def test_the_listener_finds_the_database_again(
    app: Flask, listener: Listener, database: Database
) -> None:
    stream = listener.hints(frozenset({ONE, TWO}))
    assert ONE in heard_by(app, stream, ONE)
    with psycopg.connect(database.superuser_url) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE query LIKE 'LISTEN%' AND datname = current_database()"
        )
    stream.close()
    later = listener.hints(frozenset({TWO}))
    assert TWO in heard_by(app, later, TWO)
    later.close()


def test_a_closed_stream_gives_its_place_back_even_unread(listener: Listener) -> None:
    first, second = (listener.hints(frozenset()) for _ in range(2))
    with pytest.raises(UnavailableError):
        listener.hints(frozenset())
    first.close()
    third = listener.hints(frozenset())
    second.close()
    third.close()


def test_streams_end_when_the_process_does(listener: Listener) -> None:
    stream = listener.hints(frozenset({ONE}))
    listener.stop()
    assert len(list(stream)) == 1
    with pytest.raises(UnavailableError):
        listener.hints(frozenset())


def test_silence_is_broken_by_a_comment(
    listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.web.stream.KEEP_ALIVE", 0.01)
    events = iter(listener.hints(frozenset()))
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
    assert listener_of(app)._streams == set()  # noqa: SLF001 - nothing is left open
