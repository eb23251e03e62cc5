"""The feed's numbers have no gaps, and its hints arrive."""

import threading

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app.core.actor import SYSTEM, Actor, ActorKind, Belonging, Role, acting_as
from app.core.transaction import transaction
from app.web import feed
from app.web.feed import Change, FeedOp, announce, changes_after, number_of
from tests.integration.web.changes import ONE, TWO, tell
from tests.integration.web.conftest import Caller, body


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
