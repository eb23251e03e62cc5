import pytest
from flask import Flask

from tests.integration.partners.market import Market, make_market
from tests.integration.visits.world import make_world, set_clock
from tests.support.clock import TestClock


@pytest.fixture
def market(app_context: Flask, clock: TestClock) -> Market:
    """Three partners with quotas of 50, 30 and 20, early on a Monday."""
    assert app_context
    set_clock(clock)
    return make_market(make_world())
