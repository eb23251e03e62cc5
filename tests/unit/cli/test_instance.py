"""The seat in a data folder: one holder, known to the others."""

from pathlib import Path

import pytest

from app.cli.problem import ConsoleError
from app.cli.processes.instance import Instance, Seat

WHO = Instance(41, "http://127.0.0.1:8000", "postgresql://a@/d?host=/s", None)


def test_only_one_holds_the_seat_and_the_other_hears_who(tmp_path: Path) -> None:
    seat = Seat(tmp_path)
    with seat.taken():
        seat.announce(WHO)
        with pytest.raises(ConsoleError, match=r"process 41, http://127\.0\.0\.1:8000"):
            Seat(tmp_path).taken().__enter__()
        assert Seat(tmp_path).holder() == WHO


def test_before_it_is_announced_the_other_hears_that_somebody_is_there(
    tmp_path: Path,
) -> None:
    with Seat(tmp_path).taken():
        assert Seat(tmp_path).holder() is None
        with pytest.raises(ConsoleError, match="already runs"):
            Seat(tmp_path).taken().__enter__()


def test_a_seat_given_back_leaves_nothing(tmp_path: Path) -> None:
    seat = Seat(tmp_path)
    with seat.taken():
        seat.announce(WHO)
    assert seat.holder() is None
    with seat.taken():
        assert not seat.was_left()


def test_a_killed_holder_is_nobody_and_the_next_one_knows(tmp_path: Path) -> None:
    seat = Seat(tmp_path)
    with seat.taken():
        seat.announce(WHO)
        left = (tmp_path / "run" / "up.json").read_text()
    (tmp_path / "run" / "up.json").write_text(left)
    assert seat.holder() is None
    with seat.taken():
        assert seat.was_left()


def test_a_torn_record_is_no_record(tmp_path: Path) -> None:
    seat = Seat(tmp_path)
    with seat.taken():
        (tmp_path / "run" / "up.json").write_text('{"pid": 1')
        assert seat.holder() is None


def test_where_nothing_ever_ran_there_is_no_holder(tmp_path: Path) -> None:
    assert Seat(tmp_path / "nowhere").holder() is None
