"""Waiting on facts, never on time."""

import time
from collections.abc import Callable

#: Generous, for it ends only what would wait for ever: machines may be busy.
PATIENCE = 240


def eventually(fact: Callable[[], bool], *passing: type[Exception]) -> None:
    """Wait until the fact holds; exceptions of the `passing` kinds mean not yet."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            if fact():
                return
        except passing:
            pass
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.05)
