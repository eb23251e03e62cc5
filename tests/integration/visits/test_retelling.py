"""Phones keep visits whole: whatever else they show, they are told when it changes."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import func, select

from app.core.actor import SYSTEM, acting_as
from app.core.database import session
from app.projects.actions.change_project import Correction, change_project
from app.projects.models import Project
from app.visits.actions.execution import (
    add_evidence,
    arrive,
    change_contact,
    finish_work,
)
from app.visits.models import Visit
from app.visits.queries.documents import documents
from app.web.feed import FeedEntry, changes_after, technician_scope
from tests.integration.visits.chain import Chain
from tests.integration.visits.site import Hand, add_hand, plan, serial


@pytest.fixture
def next_one(chain: Chain) -> Hand:
    """Somebody else comes the day after."""
    hand = add_hand(chain.world, "next")
    plan(chain.world, chain.second, hand, hour=24 + 11)
    return hand


@contextmanager
def told(hand: Hand, visit: Visit) -> Iterator[None]:
    """The technician's phone hears of the visit meanwhile, and fetches it."""
    scope = technician_scope(hand.technician_id)
    highest = select(func.max(FeedEntry.number)).where(FeedEntry.scope == scope)
    with acting_as(SYSTEM):
        number = session().scalar(highest)
    yield
    with acting_as(SYSTEM):
        heard = {entry.entity_id for entry in changes_after(scope, number or 0, 100)}
    assert visit.id in heard


def shown(visit: Visit) -> dict[str, object]:
    with acting_as(SYSTEM):
        return dict(documents([visit.id])[0].data)


def test_the_contact_at_the_site(chain: Chain, next_one: Hand) -> None:
    version = shown(chain.second)["version"]
    with told(next_one, chain.second), acting_as(chain.hand.actor):
        change_contact(
            chain.first.id,
            chain.hand.does(8),
            {"contact_name": None},
            {"contact_name": "Keeper"},
        )
    assert "Keeper" in str(shown(chain.second)["site"])
    assert shown(chain.second)["version"] == version


def test_the_customer(chain: Chain, next_one: Hand) -> None:
    with acting_as(SYSTEM):
        version = session().get_one(Project, chain.second.project_id).version
    with told(next_one, chain.second), acting_as(chain.world.dispatcher):
        change_project(
            chain.second.project_id, Correction(customer_name="Wang Wu"), version
        )
    assert "Wang Wu" in str(shown(chain.second)["customer"])


def test_what_was_done_before_and_what_was_added_late(
    chain: Chain, next_one: Hand
) -> None:
    with acting_as(chain.hand.actor):
        add_evidence(chain.first.id, chain.hand.does(8.5), serial(chain.model_id, 1))
        with told(next_one, chain.second):
            arrive(chain.first.id, chain.hand.at_site(chain.first, 8))
            finish_work(chain.first.id, chain.hand.does(9))
        with told(next_one, chain.second):
            late = serial(chain.model_id, 2)
            add_evidence(chain.first.id, chain.hand.does(10), late)
    assert "S-2" in str(shown(chain.second)["before"])
