"""`paigong import`: orders and technicians from a CSV or XLSX file."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from app.cli.context import app_context
from app.cli.problem import ConsoleError
from app.organisations.models import Organisation
from app.organisations.queries import organisation_by_code
from app.projects.actions.import_file import carry_next, commit_import, preview_import
from app.projects.actions.judge import judge
from app.projects.models import Import
from app.projects.queries import imports
from app.projects.queries.intake import desk_of, planners
from app.projects.rules.intake import Desk
from app.projects.rules.table import MOST_ROWS
from app.projects.states import ImportKind, RowOutcome

#: Wide enough for a fault and its remedy on one line, when nobody watches.
WIDTH: Final = 200

FILE = click.argument(
    "file", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
PREVIEW = click.option(
    "--preview", is_flag=True, help="Only say what would become of it."
)
ORGANISATION = click.option(
    "--organisation",
    metavar="CODE",
    help="Whose rows these are. Without it, the one platform of this installation.",
)


@dataclass(frozen=True, slots=True)
class Fault:
    row: int
    column: str
    code: str
    detail: str
    remedy: str


@click.group(name="import")
def import_() -> None:
    """Take orders or technicians in from a CSV (UTF-8, GB 18030) or XLSX file.

    Good rows go in once: a file imported again adds nothing. Every fault of every bad
    row is named with its remedy. Exit codes: 0 all rows are in, 1 some are bad (the
    good ones are in nevertheless), 2 wrong usage.
    """


@import_.command()
@FILE
@PREVIEW
@ORGANISATION
@click.pass_context
def orders(
    ctx: click.Context, file: Path, *, preview: bool, organisation: str | None
) -> None:
    """Take orders in; the rows of one external_reference are one project."""
    ctx.exit(_import(ImportKind.PROJECTS, file, organisation, only_show=preview))


@import_.command()
@FILE
@PREVIEW
@ORGANISATION
@click.pass_context
def technicians(
    ctx: click.Context, file: Path, *, preview: bool, organisation: str | None
) -> None:
    """Take technicians in; a phone number that is known adds nobody."""
    ctx.exit(_import(ImportKind.TECHNICIANS, file, organisation, only_show=preview))


def _import(
    kind: ImportKind, file: Path, organisation: str | None, *, only_show: bool
) -> int:
    with app_context():
        console = Console(width=None if Console().is_terminal else WIDTH)
        desk = desk_of(_organisation(organisation))
        data = file.read_bytes()
        if only_show:
            faults, counts = _shown(kind, data, desk)
        else:
            faults, counts = _taken_in(kind, file.name, data, desk, console)
    _print(console, faults, counts)
    return 1 if faults else 0


def _organisation(code: str | None) -> Organisation:
    if code is not None:
        found = organisation_by_code(code)
        if found is None:
            raise ConsoleError(
                f"No organisation has the code {code!r}.",
                "`paigong import --help` tells what happens without one.",
            )
        return found
    known = planners()
    if len(known) == 1:
        return known[0]
    codes = ", ".join(each.code for each in known) or "none yet"
    raise ConsoleError(
        f"It is not clear whose rows these are; platforms: {codes}.",
        "Say it with --organisation CODE, or load the demonstration first.",
    )


def _shown(
    kind: ImportKind, data: bytes, desk: Desk
) -> tuple[list[Fault], dict[str, int]]:
    judged = judge(kind, data, desk)
    faults = [
        Fault(row.number, each.column, each.code, each.detail, each.remedy)
        for row in judged
        for each in row.faults
    ]
    counts = Counter(row.outcome for row in judged)
    outcomes = (RowOutcome.GOOD, RowOutcome.KNOWN, RowOutcome.BAD)
    return faults, {"total": len(judged), **{str(o): counts[o] for o in outcomes}}


def _taken_in(
    kind: ImportKind, name: str, data: bytes, desk: Desk, console: Console
) -> tuple[list[Fault], dict[str, int]]:
    shown = preview_import(kind, name, data, desk)
    shown = commit_import(shown.id)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=console,
    ) as progress:
        task = progress.add_task("Taking rows in", total=shown.rows_good)
        # A worker may carry out the same import meanwhile: each row goes in once.
        while carry_next(shown.id):
            progress.update(task, completed=shown.rows_added, total=shown.rows_good)
    return _faults_of(shown), _counts(shown)


def _faults_of(shown: Import) -> list[Fault]:
    bad = imports.rows(shown.id, MOST_ROWS, outcome=RowOutcome.BAD)
    return [Fault(row=row.number, **fault) for row in bad.items for fault in row.faults]


def _counts(shown: Import) -> dict[str, int]:
    return {
        "total": shown.rows_total,
        "good": shown.rows_good,
        "known": shown.rows_known,
        "added": shown.rows_added,
        "bad": shown.rows_bad,
    }


def _print(console: Console, faults: Sequence[Fault], counts: dict[str, int]) -> None:
    if faults:
        console.print(_table(faults))
    words = [f"{number} {what}" for what, number in counts.items()]
    console.print("Rows: " + ", ".join(words) + ".")


def _table(faults: Iterable[Fault]) -> Table:
    table = Table(title="What is wrong, and what to do about it", title_justify="left")
    table.add_column("row", justify="right")
    table.add_column("column", no_wrap=True)
    table.add_column("code", no_wrap=True)
    table.add_column("what is wrong", overflow="fold")
    table.add_column("remedy", overflow="fold")
    for fault in faults:
        words = (str(fault.row), fault.column, fault.code, fault.detail, fault.remedy)
        # As plain text: a cell of somebody's sheet must not be read as markup.
        table.add_row(*map(Text, words))
    return table
