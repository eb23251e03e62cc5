"""The database knows who acts, for each transaction anew."""

import pytest
from flask import Flask
from sqlalchemy import text

from app.core.actor import SYSTEM, Actor, ActorKind, acting_as
from app.core.database import session
from app.core.transaction import transaction

ANN = Actor(ActorKind.USER, 7)

pytestmark = pytest.mark.usefixtures("app_context")


def told() -> str:
    return str(session().scalar(text("SELECT current_setting('app.actor', true)")))


def test_each_transaction_is_told_anew() -> None:
    with acting_as(ANN):
        with transaction():
            assert told() == "user:7"
        assert told() == "user:7"
    with acting_as(SYSTEM), transaction():
        assert told() == "system"


def test_an_open_transaction_hears_of_a_change_both_ways() -> None:
    with acting_as(ANN), transaction():
        with acting_as(SYSTEM):
            assert told() == "system"
        assert told() == "user:7"


def test_nobody_is_told_as_nobody() -> None:
    assert told() == ""
    row = session().execute(text("SELECT actor_user_id(), actor_is_system()")).one()
    assert tuple(row) == (None, False)


def test_a_rolled_back_transaction_leaves_the_next_its_own_actor(app: Flask) -> None:
    assert app
    with acting_as(ANN):
        with pytest.raises(RuntimeError), transaction():
            raise RuntimeError
        assert told() == "user:7"
