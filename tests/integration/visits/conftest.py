from collections.abc import Iterator

import pytest
from flask import Flask

from app.core.actor import acting_as
from tests.integration.visits.chain import Chain, make_chain
from tests.integration.visits.commissioning import Job, make_job
from tests.integration.visits.world import World, make_world, set_clock
from tests.support.clock import TestClock


@pytest.fixture
def world(app_context: Flask, clock: TestClock) -> World:
    """Two technicians and a dispatcher in Shanghai, early on a Monday."""
    assert app_context
    set_clock(clock)
    return make_world()


@pytest.fixture
def dispatching(world: World) -> Iterator[World]:
    """Act as the world's dispatcher."""
    with acting_as(world.dispatcher):
        yield world


@pytest.fixture
def job(world: World) -> Job:
    """The commissioning of one unit with a template, planned for nine."""
    return make_job(world)


@pytest.fixture
def chain(world: World) -> Chain:
    """An installation planned for eight, and its commissioning a day after."""
    return make_chain(world)
