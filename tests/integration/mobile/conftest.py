from dataclasses import dataclass

import pytest
from flask import Flask

from app.visits.models import Visit
from tests.integration.mobile.uploading import Phone, phone_of
from tests.integration.visits.conftest import world
from tests.integration.visits.site import Hand, add_hand, plan
from tests.integration.visits.world import Work, World, add_project
from tests.support.pictures import corpus

__all__ = ["world"]


@dataclass(frozen=True)
class Job:
    """A technician with a phone, and a visit of theirs this Monday."""

    world: World
    hand: Hand
    visit: Visit
    visit_id: int
    phone: Phone


@pytest.fixture
def job(world: World, app: Flask) -> Job:
    hand = add_hand(world)
    visit = add_project(world, Work())[0]
    plan(world, visit, hand)
    return Job(world, hand, visit, visit.id, phone_of(app, hand))


@pytest.fixture
def picture() -> bytes:
    """A JPEG with a place and a comment in it."""
    return corpus.good()["jpeg"]
