"""How long a start takes: the first one with its database, and the next."""

import time
from collections.abc import Iterator

import pytest

from tests.support.installation import Installation

LONGEST_SECONDS = 20


@pytest.fixture
def installation() -> Iterator[Installation]:
    installation = Installation()
    yield installation
    installation.remove()


@pytest.mark.bench
def test_a_start_answers_soon(
    installation: Installation, capsys: pytest.CaptureFixture[str]
) -> None:
    for which in ("first", "next"):
        begun = time.perf_counter()
        installation.start()
        started = time.perf_counter() - begun
        begun = time.perf_counter()
        installation.stop()
        stopped = time.perf_counter() - begun
        with capsys.disabled():
            print(f"\n{which} start: {started:.1f} s, stop: {stopped:.1f} s")  # noqa: T201 - what it is for
        assert started < LONGEST_SECONDS
