"""One run: waves of visits put to the optimiser, and what came of them all."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Final

from app.dispatch.bridge.outcome import Found, read
from app.dispatch.bridge.problem import Drawing, Stood, visit_name
from app.dispatch.bridge.process import Event, Limits, solve
from app.dispatch.rules.facts import Booking, Snapshot, Task
from app.dispatch.rules.pieces import Piece, pieces_of
from app.dispatch.rules.pricing import Prices
from app.dispatch.rules.waves import Hindered, Hindrance, Ready, Wave, next_wave

#: A wave gets at least this long, however few visits are in it.
LEAST_SECONDS: Final = 1.0
FIRST_SHARE: Final = 0.7

Solver = Callable[
    [dict[str, Any], Limits, Callable[[Event | None], bool]], dict[str, Any]
]
Report = Callable[["Standing"], bool]


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a run is; the cost counts every visit that has no place yet."""

    elapsed: float
    cost: int | None
    unassigned: int
    iterations: int
    wave: int


@dataclass
class Run:
    """What is known so far."""

    snapshot: Snapshot
    limits: Limits
    report: Report
    solver: Solver = solve
    clock: Callable[[], float] = time.monotonic
    placed: dict[int, Stood] = field(default_factory=dict)
    asked: dict[int, Ready] = field(default_factory=dict)
    hindered: dict[int, Hindered] = field(default_factory=dict)
    left_out: dict[int, dict[str, Any]] = field(default_factory=dict)
    solution: dict[str, Any] | None = None
    waves: int = 0

    def __post_init__(self) -> None:
        self.pieces: tuple[Piece, ...] = pieces_of(self.snapshot)
        self.tasks = {task.visit_id: task for task in self.snapshot.tasks}
        self._began = self.clock()
        self._prices = Prices.of(self.snapshot)
        self.iterations = 0
        self._searched = 0.0

    @property
    def bookings(self) -> dict[int, Booking]:
        return {visit_id: stood.booking for visit_id, stood in self.placed.items()}

    @property
    def settled(self) -> frozenset[int]:
        return frozenset(self.placed) | set(self.hindered) | set(self.left_out)

    @property
    def elapsed(self) -> float:
        return self.clock() - self._began

    def go(self) -> None:
        """Plan wave by wave until every visit has a place or a reason."""
        while len(self.settled) < len(self.tasks):
            wave = next_wave(self.snapshot, self.pieces, self.bookings, self.settled)
            if not self.pieces:
                wave = Wave((), tuple(_no_shift(task) for task in self._open()))
            self.hindered.update({each.task.visit_id: each for each in wave.hindered})
            if wave.ready:
                self._ask(wave)

    def _open(self) -> list[Task]:
        settled = self.settled
        return [task for key, task in self.tasks.items() if key not in settled]

    def _ask(self, wave: Wave) -> None:
        self.waves += 1
        self.asked.update({each.task.visit_id: each for each in wave.ready})
        drawing = Drawing(self.snapshot, self.pieces)
        stood = {key: (self.tasks[key], where) for key, where in self.placed.items()}
        document = drawing.document(wave.ready, stood)
        # The visits that are not asked for yet cost their penalties meanwhile.
        elsewhere = self._penalties(
            set(self.tasks) - set(stood) - {each.task.visit_id for each in wave.ready}
        )
        missing = len(self.tasks) - len(stood) - len(wave.ready)

        def tell(event: Event | None) -> bool:
            return self.report(self._standing(event, elsewhere, missing))

        limits = replace(self.limits, seconds=self._share(wave))
        self._searched += limits.seconds
        self.solution = self.solver(document, limits, tell)
        self.iterations += int(self.solution.get("iterations", 0))
        found = read(self.solution, self.snapshot, self.pieces)
        self.placed.update(found.placed)
        self.left_out.update(found.left_out)
        self._settle_silent(wave, found)

    def _settle_silent(self, wave: Wave, found: Found) -> None:
        """A visit that the optimiser forgot is unassigned; the check will tell."""
        for each in wave.ready:
            key = each.task.visit_id
            if key not in found.placed:
                self.left_out.setdefault(key, {"id": visit_name(key)})

    def _share(self, wave: Wave) -> float:
        """Leave time for the visits that can only be asked for later.

        What was searched counts; explaining what is left out has a time of its own.
        """
        left = self.limits.seconds - self._searched
        later = len(self._open()) - len(wave.ready)
        share = (
            left
            if later == 0
            else left * max(FIRST_SHARE, len(wave.ready) / (len(wave.ready) + later))
        )
        return round(max(LEAST_SECONDS, share), 1)

    def _penalties(self, visit_ids: set[int]) -> int:
        return sum(self._prices.penalty(self.tasks[key]) for key in visit_ids)

    def _standing(self, event: Event | None, elsewhere: int, missing: int) -> Standing:
        if event is None:
            return Standing(self.elapsed, None, 0, self.iterations, self.waves)
        return Standing(
            self.elapsed,
            int(event["cost"]) + elsewhere,
            int(event["unassigned"]) + missing,
            self.iterations + int(event["iterations"]),
            self.waves,
        )

    def whole(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the problem of the whole run, and the solution, to be checked.

        Its links are all the ties, so that the check sees what the waves kept.
        """
        ready = [
            self.asked.get(task.visit_id, Ready(task, (self.snapshot.horizon,)))
            for task in self.snapshot.tasks
        ]
        drawing = Drawing(self.snapshot, self.pieces)
        problem = drawing.document([replace(each, links=()) for each in ready], {})
        problem["links"] = drawing.links()
        return problem, self._whole_solution()

    def _whole_solution(self) -> dict[str, Any]:
        last = self.solution or {
            "version": 1,
            "cost": 0,
            "components": {},
            "routes": [],
        }
        counted = {each["id"] for each in last.get("unassigned", [])}
        open_ids = set(self.tasks) - set(self.placed)
        added = self._penalties(
            {key for key in open_ids if visit_name(key) not in counted}
        )
        components = dict(last["components"])
        components["unassigned"] = components.get("unassigned", 0) + added
        return {
            **last,
            "cost": last["cost"] + added,
            "components": components,
            "unassigned": [{"id": visit_name(key)} for key in sorted(open_ids)],
        }


def _no_shift(task: Task) -> Hindered:
    return Hindered(task, Hindrance.NO_SHIFTS)


def plan(
    snapshot: Snapshot, limits: Limits, report: Report, solver: Solver = solve
) -> Run:
    """Plan a snapshot and return the run, done."""
    run = Run(snapshot, limits, report, solver)
    run.go()
    return run
