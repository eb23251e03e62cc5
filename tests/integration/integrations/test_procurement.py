"""A procurement platform and the house end with the same facts."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.integrations.states import KeyScope
from tests.factories.network import Person
from tests.support.clock import TestClock
from tests.support.jobs import RunJobs
from tests.support.procurement.exchange import run
from tests.support.procurement.platform import Platform
from tests.support.procurement.program import Program
from tests.support.telling import Tell

SCOPES = [scope.value for scope in KeyScope]
Make = Callable[[int], Platform]


@pytest.fixture
def make(app: Flask, store: Person) -> Iterator[Make]:
    platforms: list[Platform] = []

    def platform(seed: int) -> Platform:
        body = {"label": "Procurement", "scopes": SCOPES}
        token = store.ask("POST", "/keys", body).json["token"]
        program = Program(FlaskClient(app, use_cookies=False), token)
        platforms.append(Platform(program, seed))
        return platforms[-1]

    yield platform
    for each in platforms:
        each.close()


def require_equal(platform: Platform, orders: int) -> None:
    found = platform.orders()
    assert len(found) == orders
    assert platform.known == found
    assert {each.state for each in found.values()} == {"acceptance"}
    assert {state for each in found.values() for *_, state in each.work.values()} == {
        "closed"
    }
    assert {each.goods["SHIP-VRF-1"] for each in found.values()} == {(3, 2, 2)}
    assert platform.lost
    assert platform.doubled


def test_both_sides_end_equal(make: Make, clock: TestClock, run_jobs: RunJobs) -> None:
    platform = make(1)
    run(platform, 2, clock, run_jobs)
    require_equal(platform, 2)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(2, 7))
def test_both_sides_end_equal_after_many_orders(
    make: Make, clock: TestClock, run_jobs: RunJobs, tell: Tell, seed: int
) -> None:
    platform = make(seed)
    run(platform, 40, clock, run_jobs)
    require_equal(platform, 40)
    tell(
        f"procurement, seed {seed}: 40 orders, {len(platform.heard)} messages heard, "
        f"{platform.lost} lost, {platform.doubled} doubled"
    )
