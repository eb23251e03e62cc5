"""A command with a mistake in it."""

import click


@click.command()
def broken() -> None:
    click.echo(1 // 0)
