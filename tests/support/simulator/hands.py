"""Hands that carry a life out in real time, over a line that is not reliable."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from tests.support.faults.ledger import Ledger
from tests.support.simulator.calls import Answer, Life, Pause, Request, Server
from tests.support.simulator.client import World

LONGEST_PAUSE = 5.0
UNHEARD, TWICE = 0.05, 0.05


@dataclass
class Hands:
    """Carries a life out in a thread of its own, in real time."""

    server: Server
    world: World
    ledger: Ledger
    random: Random
    watch: Callable[[Request, Answer], None] = lambda *_: None
    is_killed: Callable[[], bool] = lambda: False
    crashes: int = 0
    _pause: threading.Event = field(default_factory=threading.Event)
    _began: float = field(default_factory=time.monotonic)

    def live(self, begin: Callable[[], Life]) -> None:
        """Begin anew after each kill, until a life comes to its end."""
        while not self._lives(begin()):
            self.crashes += 1

    def _lives(self, life: Life) -> bool:
        answer: Answer | None = None
        while True:
            self.world.true = time.monotonic() - self._began
            try:
                wanted = life.send(answer)
            except StopIteration:
                return True
            answer = None
            if isinstance(wanted, Pause):
                self._pause.wait(min(wanted.seconds, LONGEST_PAUSE))
            elif isinstance(wanted, Request):
                answer = self.ask(wanted)
            elif self.is_killed():
                life.close()
                return False

    def ask(self, request: Request) -> Answer | None:
        """Ask, sometimes twice, and sometimes do not hear what was said."""
        answer: Answer | None = None
        for _ in range(1 + (self.random.random() < TWICE)):
            self.ledger.count_request()
            answer = self.server.ask(request)
            if answer is None:
                self.ledger.count_lost()
                self._pause.wait(0.05)
            else:
                self.ledger.count_answer()
                self._judge(request, answer)
        is_unheard = self.random.random() < UNHEARD
        return None if is_unheard or answer is None or _is_out(answer) else answer

    def _judge(self, request: Request, answer: Answer) -> None:
        if answer.status >= 500 and not _is_out(answer):
            self.ledger.note_wrong(f"{request.path}: {answer.status} {answer.body()}")
        self.watch(request, answer)


def _is_out(answer: Answer) -> bool:
    """Tell an outage, which passes, from an answer."""
    return answer.status == 503
