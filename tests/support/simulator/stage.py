"""Everybody's time: what is due next, and who is answered when.

One thread moves everybody; what is asked of the server within one tick goes there at
once, over as many threads as are wanted. With one of them a seed repeats all of it.
"""

import heapq
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import count
from random import Random

from tests.support.simulator.calls import Answer, Life, Pause, Request, Server, Step
from tests.support.simulator.client import World
from tests.support.simulator.line import CUT, PATIENCE, Journey, journey

TICK = 1.0
Deed = Callable[[], None]
Heard = Callable[[Answer | None], None]


@dataclass
class Tally:
    """What went over the lines, and what broke."""

    requests: int = 0
    lost: int = 0
    doubled: int = 0
    late: int = 0
    cut: int = 0
    crashes: int = 0
    wrong: list[str] = field(default_factory=list)


class Stage:
    def __init__(self, server: Server, world: World, threads: int) -> None:
        self.world = world
        self.tally = Tally()
        #: Called with every whole answer that the server gave.
        self.watch: Callable[[Request, Answer], None] = lambda *_: None
        #: Called before whatever is due, so that servers follow the time.
        self.tell_time: Deed = lambda: None
        self._server = server
        self._turns = count()
        self._due: list[tuple[float, int, Deed]] = []
        self._asked: list[tuple[Request, Heard]] = []
        self._pool = ThreadPoolExecutor(threads) if threads > 1 else None

    def at(self, true: float, deed: Deed) -> None:
        heapq.heappush(self._due, (true, next(self._turns), deed))

    def after(self, seconds: float, deed: Deed) -> None:
        self.at(self.world.true + seconds, deed)

    def run(self) -> None:
        """Go on until nothing is due any more."""
        while self._due:
            self.world.true = max(self.world.true, self._due[0][0])
            self.tell_time()
            while self._due and self._due[0][0] < self.world.true + TICK:
                heapq.heappop(self._due)[2]()
            self._ask_all()

    def close(self) -> None:
        if self._pool:
            self._pool.shutdown()

    def _ask_all(self) -> None:
        asked, self._asked = self._asked, []
        requests = [request for request, _ in asked]
        go = self._pool.map if self._pool else map
        for (request, heard), answer in zip(
            asked, list(go(self._server.ask, requests)), strict=True
        ):
            if answer is not None:
                self._judge(request, answer)
            heard(answer)

    def _judge(self, request: Request, answer: Answer) -> None:
        if answer.status >= 500:
            told = answer.content[:300]
            self.tally.wrong.append(f"{request.path}: {answer.status} {told!r}")
        self.watch(request, answer)

    def ask(self, request: Request, heard: Heard) -> None:
        """Have a request answered at once, on a line that never fails."""
        self.tally.requests += 1
        self._asked.append((request, heard))

    def send(self, request: Request, random: Random, heard: Heard) -> None:
        """Send over a phone's line; it is told what came back, or that nothing did."""
        way = journey(self.world.weather, random)
        self._count(way)
        sent = _cut(request) if way.is_cut_there else request
        answers: list[Answer | None] = []
        for arrival in way.arrivals:
            self.after(arrival, lambda: self.ask(sent, answers.append))
        # Who could not send it whole has no line on which to be answered.
        is_heard = way.back is not None and not way.is_cut_there
        wait = min(PATIENCE, way.back or PATIENCE) if is_heard else PATIENCE

        def tell() -> None:
            answer = answers[0] if answers and wait < PATIENCE else None
            is_torn = answer is not None and way.is_cut_back
            heard(_torn(answer) if answer is not None and is_torn else answer)

        # Not within the tick in which it is asked.
        self.after(wait + TICK, tell)

    def _count(self, way: Journey) -> None:
        self.tally.lost += way.back is None
        self.tally.doubled += len(way.arrivals) > 1
        self.tally.late += way.back is not None and way.back >= PATIENCE
        self.tally.cut += way.is_cut_there or way.is_cut_back


def _torn(answer: Answer) -> Answer:
    return replace(answer, content=answer.content[: int(len(answer.content) * CUT)])


def _cut(request: Request) -> Request:
    return replace(request, content=request.content[: int(len(request.content) * CUT)])


@dataclass
class Actor:
    """Lives on a stage; `on_line` says how its requests travel."""

    stage: Stage
    begin: Callable[[], Life]
    ask: Callable[[Request, Heard], None]
    #: Whether it is killed at this step, and for how long it is then away.
    is_killed: Callable[[], bool] = lambda: False
    away: Callable[[], float] = lambda: 0.0
    is_over: bool = False
    _life: Life | None = None
    _run: int = 0

    def start(self) -> None:
        self._run += 1
        self.is_over = False
        self._life = self.begin()
        self._go_on(None)

    def _go_on(self, answer: Answer | None) -> None:
        assert self._life is not None
        try:
            wanted = self._life.send(answer)
            while wanted is Step.HERE:
                if self.is_killed():
                    return self._die()
                wanted = self._life.send(None)
        except StopIteration:
            self.is_over = True
            return None
        return self._want(wanted)

    def _want(self, wanted: Pause | Step | Request) -> None:
        run = self._run

        def resume(answer: Answer | None = None) -> None:
            if run == self._run:
                self._go_on(answer)

        if isinstance(wanted, Pause):
            self.stage.after(wanted.seconds, resume)
        elif isinstance(wanted, Request):
            self.ask(wanted, resume)

    def _die(self) -> None:
        """Lose everything but what is stored; answers under way find nobody."""
        self._run += 1
        assert self._life is not None
        self._life.close()
        self.stage.tally.crashes += 1
        self.stage.after(self.away(), self.start)
