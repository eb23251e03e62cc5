"""`paigong plan`: ask for a plan, follow it being made, show what it would change."""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from types import FrameType
from typing import Any, Final

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from app.cli.context import app_context
from app.cli.problem import ConsoleError
from app.core.clock import today
from app.core.database import session
from app.dispatch import queries
from app.dispatch.actions import Wanted, cancel_run, request_plan, solve_run
from app.dispatch.bridge.planning import Run, Standing
from app.dispatch.bridge.planning import plan as planned
from app.dispatch.bridge.process import Limits
from app.dispatch.models import PlanRun, Proposal
from app.dispatch.rules.facts import Snapshot
from app.dispatch.schemas import MOST_DAYS, MOST_SECONDS, MOST_SEED
from app.dispatch.states import AT_WORK, ChangeKind, RunState
from app.jobs.health import worker_is_there
from app.technicians import queries as technicians
from app.technicians.models import Territory

WIDTH: Final = 160
LOOK_SECONDS: Final = 0.4


@dataclass
class Watch:
    """Ctrl-C asks for an end, once; the run then ends in order."""

    asked: bool = False
    _told: list[int] = field(default_factory=list)

    def first_time(self) -> bool:
        """Say once that an end was asked for."""
        if self.asked and not self._told:
            self._told.append(1)
            return True
        return False


@click.command()
@click.option("--territory", "code", required=True, metavar="CODE", help="Where.")
@click.option(
    "--from",
    "from_day",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DAY",
    help="The first day, as 2026-11-23; today when left out.",
)
@click.option("--days", type=click.IntRange(1, MOST_DAYS), default=5, show_default=True)
@click.option(
    "--seconds", type=click.IntRange(1, MOST_SECONDS), default=10, show_default=True
)
@click.option(
    "--seed", type=click.IntRange(0, MOST_SEED), default=0, help="Where chance starts."
)
@click.pass_context
def plan(
    ctx: click.Context,
    code: str,
    from_day: datetime | None,
    days: int,
    seconds: int,
    seed: int,
) -> None:
    """Make a plan of a territory and show what it would change.

    A worker makes it when one is there, else this process does. Ctrl-C cancels.
    Nothing changes before `paigong publish`.
    """
    with app_context():
        console = Console(width=None if Console().is_terminal else WIDTH)
        territory = territory_of(code)
        first: date = from_day.date() if from_day else today(territory.time_zone)
        run = request_plan(territory.id, Wanted(first, days, seconds, seed))
        with _watching() as watch:
            _made(run.id, seconds, watch, console)
        ctx.exit(_show(queries.run(run.id), console))


def territory_of(code: str) -> Territory:
    """Find a territory by its code, or say which codes there are."""
    found = technicians.territory_by_code(code)
    if found is None:
        known = ", ".join(row.code for row in technicians.all_territories())
        raise ConsoleError(
            f"No territory has the code {code!r}.",
            f"The codes are: {known}." if known else "There is no territory yet.",
        )
    return found


@contextmanager
def _watching() -> Iterator[Watch]:
    watch = Watch()

    def note(_number: int, _frame: FrameType | None) -> None:
        watch.asked = True

    before = signal.signal(signal.SIGINT, note)
    try:
        yield watch
    finally:
        signal.signal(signal.SIGINT, before)


def _made(run_id: int, seconds: int, watch: Watch, console: Console) -> None:
    """Have the run made, and draw how far it is."""
    absent = worker_is_there()
    session().rollback()
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[standing]}"),
        console=console,
    ) as progress:
        task = progress.add_task("Waiting for a worker", total=seconds, standing="")

        def draw(told: dict[str, Any], description: str = "Planning") -> None:
            progress.update(
                task,
                completed=min(seconds, told.get("elapsed") or 0),
                description=description,
                standing=standing_of(told),
            )

        if absent is None:
            _followed(run_id, watch, draw)
        else:
            _solved_here(run_id, watch, draw)


def standing_of(told: dict[str, Any]) -> str:
    """Say in a few words how far a run is."""
    if told.get("best_cost") is None:
        return f"{told.get('elapsed') or 0:.1f} s"
    return (
        f"{told['elapsed']:.1f} s, cost {told['best_cost']:,}, "
        f"{told['unassigned']} without a place"
    )


def _followed(run_id: int, watch: Watch, draw: Callable[..., None]) -> None:
    while True:
        run = queries.run(run_id)
        working = run.state is RunState.RUNNING
        draw(run.progress, "Planning" if working else "Waiting for a worker")
        over = run.state not in AT_WORK
        # Nothing stays locked or open between two looks.
        session().rollback()
        if over:
            return
        if watch.first_time():
            cancel_run(run_id)
        time.sleep(LOOK_SECONDS)


def _solved_here(run_id: int, watch: Watch, draw: Callable[..., None]) -> None:
    best: dict[str, Any] = {}

    def planner(
        snapshot: Snapshot, limits: Limits, report: Callable[[Standing], bool]
    ) -> Run:
        def tell(standing: Standing) -> bool:
            if standing.cost is not None:
                best["best_cost"] = min(
                    standing.cost, best.get("best_cost", standing.cost)
                )
                best["unassigned"] = standing.unassigned
            draw({**best, "elapsed": standing.elapsed})
            return report(standing) and not watch.asked

        return planned(snapshot, limits, tell)

    solve_run(run_id, planner)


def _show(run: PlanRun, console: Console) -> int:
    """Print what came of the run, and return the exit code."""
    if run.state is RunState.CANCELLED:
        console.print("Cancelled: nothing is proposed.")
        return 1
    proposal = queries.proposal_of_run(run.id)
    if proposal is None:
        raise ConsoleError(
            run.failure or "The run came to nothing.", "Then run `paigong plan` again."
        )
    console.print(_figures(proposal))
    if proposal.unassigned:
        console.print(_unassigned(proposal))
    for each in proposal.violations:
        console.print(Text(f"BROKEN RULE {each['rule']}: {each['detail']}"))
    console.print(_summary(proposal))
    return 1 if proposal.violations else 0


def _summary(proposal: Proposal) -> str:
    kinds = [change.kind for change in queries.changes_of(proposal.id)]
    counts = ", ".join(f"{kinds.count(kind)} {kind}" for kind in ChangeKind)
    return (
        f"Proposal {proposal.id}: {counts}; {len(proposal.unassigned)} without a place."
        f"\nPublish it with: paigong publish --proposal {proposal.id}"
    )


def _figures(proposal: Proposal) -> Table:
    table = Table(title="The plan, before and after", title_justify="left")
    table.add_column("figure")
    table.add_column("before", justify="right")
    table.add_column("after", justify="right")
    before, after = proposal.figures["before"], proposal.figures["after"]
    for name, word in (
        ("visits", "visits"),
        ("unassigned", "without a place"),
        ("travel_seconds", "driving, hours"),
        ("lateness_seconds", "lateness, hours"),
    ):
        pair = (before[name], after[name])
        if name.endswith("_seconds"):
            cells = [f"{seconds / 3600:.1f}" for seconds in pair]
        else:
            cells = [str(number) for number in pair]
        table.add_row(word, *cells)
    return table


def _unassigned(proposal: Proposal) -> Table:
    table = Table(title="Without a place, and why", title_justify="left")
    for column in ("work", "reason", "in words", "what would help"):
        table.add_column(column, overflow="fold")
    names = queries.references_of([each["visit_id"] for each in proposal.unassigned])
    for each in proposal.unassigned:
        reason = each["reasons"][0]
        helps = "; ".join(remedy["detail"] for remedy in each["remedies"])
        words = (names.get(each["visit_id"], "gone"), reason["code"])
        table.add_row(*map(Text, (*words, reason["detail"], helps)))
    return table
