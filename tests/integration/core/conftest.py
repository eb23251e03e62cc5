from collections.abc import Iterator

import pytest
from flask import Flask

from app.core.actor import SYSTEM, acting_as


@pytest.fixture
def system(app_context: Flask) -> Iterator[None]:
    """Act as the system, so that only what is tested can refuse."""
    assert app_context
    with acting_as(SYSTEM):
        yield
