"""What is logged, caught as production writes it."""

import io
import logging
from collections.abc import Iterator

import pytest
import structlog

from app.core import logging as our_logging


@pytest.fixture(params=["DEBUG", "INFO"])
def lines(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """Log at each level that an installation may choose, into a text."""
    root, ours = logging.getLogger(), logging.getLogger(our_logging.OURS)
    before = root.handlers[:], root.level, ours.level
    our_logging.configure(request.param, "json")
    caught = io.StringIO()
    [handler] = root.handlers
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(caught)
    yield caught
    root.handlers, root.level, ours.level = before
    structlog.reset_defaults()
