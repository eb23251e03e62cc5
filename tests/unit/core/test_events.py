from dataclasses import dataclass

from app.core.events import handlers_of, subscribe


@dataclass(frozen=True)
class Rang:
    times: int


@dataclass(frozen=True)
class Fell:
    """Nobody listens for it."""


def test_subscribing_twice_is_hearing_once() -> None:
    def hear(_: Rang) -> None: ...

    subscribe(Rang, hear)
    subscribe(Rang, hear)
    assert handlers_of(Rang(1)) == (hear,)


def test_a_fact_without_subscribers_has_no_handlers() -> None:
    assert handlers_of(Fell()) == ()
