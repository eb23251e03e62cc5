"""`paigong sync`: what a restored backup asks for."""

import click

from app.cli.context import app_context
from app.visits.actions.operations import raise_epoch


@click.group()
def sync() -> None:
    """Phones and what they are told."""


@sync.command("raise-epoch")
def raise_epoch_command() -> None:
    """Have every phone begin anew; run it once after a backup was restored.

    Phones then fetch all that they may see, and send again what they sent in the last
    two weeks: what the backup had forgotten is taken, the rest is answered as before.
    """
    with app_context():
        click.echo(f"The epoch is {raise_epoch()} now; phones begin anew.")
