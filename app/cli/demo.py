"""`paigong demo`: the demonstration's data, and a sheet of orders to try the import."""

from collections import Counter
from datetime import date, datetime
from pathlib import Path

import click

from app.cli.context import app_context
from app.cli.problem import ConsoleError
from app.core.clock import today
from app.sample.load import ZONE, load_demo
from app.sample.network import described
from app.sample.sheet import sample_rows, write_sheet

ENDINGS = (".xlsx", ".csv")


@click.group()
def demo() -> None:
    """Load the demonstration; make a sheet of orders to try the import with."""


@demo.command()
def load() -> None:
    """Load made-up organisations, models, technicians and orders, once."""
    with app_context():
        logins = load_demo()
    click.echo(described(logins))


@demo.command()
@click.option("--count", type=click.IntRange(1, 5000), default=200, help="Rows.")
@click.option("--seed", type=int, default=7, help="Another seed, other orders.")
@click.option(
    "--first-day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day from which wishes count; today when left out.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="The file, ending in .xlsx or .csv.",
)
def orders(count: int, seed: int, first_day: datetime | None, output: Path) -> None:
    """Write a sheet of orders in Shanghai; one row in ten is broken, in twelve ways."""
    if output.suffix.lower() not in ENDINGS:
        raise ConsoleError(
            f"{output.name} says no kind of sheet.",
            f"Let its name end in {' or '.join(ENDINGS)}.",
        )
    day: date = first_day.date() if first_day else today(ZONE)
    rows = sample_rows(count, seed, day)
    try:
        write_sheet(output, rows)
    except OSError as error:
        raise ConsoleError(
            f"{output} cannot be written: {error.strerror}.",
            "Name a file in a folder that is there and yours.",
        ) from error
    ways = Counter(row.breakage for row in rows if row.breakage)
    click.echo(f"{output}: {len(rows)} rows, {ways.total()} of them broken.")
    for way, number in sorted(ways.items()):
        click.echo(f"  {number:>3}  {way}")
