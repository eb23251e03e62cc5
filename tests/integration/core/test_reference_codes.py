import threading

import pytest
from flask import Flask

from app.core.actor import SYSTEM, acting_as
from app.core.clock import now
from app.core.reference_codes import next_codes
from app.core.transaction import transaction

pytestmark = pytest.mark.usefixtures("system")


def take(prefix: str, count: int = 1) -> list[str]:
    with transaction():
        return next_codes(prefix, count)


def test_codes_count_up_by_kind_and_year() -> None:
    year = now().year
    assert take("PRJ") == [f"PRJ-{year}-000001"]
    assert take("WO", 2) == [f"WO-{year}-000001", f"WO-{year}-000002"]
    assert take("PRJ") == [f"PRJ-{year}-000002"]


def test_a_verb_that_fails_gives_its_codes_back() -> None:
    first = take("WO")

    def fail() -> None:
        with transaction():
            next_codes("WO", 3)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert take("WO") == [first[0][:-1] + "2"]


def test_of_many_at_once_nobody_gets_anothers_code_and_none_is_left_out(
    app: Flask,
) -> None:
    taken: list[str] = []

    def run() -> None:
        with app.app_context(), acting_as(SYSTEM):
            for _ in range(5):
                taken.extend(take("WO", 2))

    threads = [threading.Thread(target=run) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    numbers = sorted(int(code.rpartition("-")[2]) for code in taken)
    assert numbers == list(range(1, 51))
