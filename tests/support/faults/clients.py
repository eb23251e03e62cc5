"""What clients do, as endless generators: one deed, or a few that belong together."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from random import Random

from tests.support.faults.caller import Caller, Payload
from tests.support.faults.world import World


@dataclass(frozen=True)
class Desk:
    """One client: its name, its hand, what it knows and its own dice."""

    name: str
    caller: Caller
    world: World
    random: Random


def tokens(desk: Desk) -> Iterator[None]:
    """Make tokens, the plainest thing that can be made once."""
    for number in count(1):
        label = f"{desk.name}-{number}"
        desk.caller.act(
            "token.make",
            "/api/v1/tokens",
            Payload.of({"label": label}),
            key=label,
            label=label,
        )
        yield
