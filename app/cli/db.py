"""`paigong db`: the database's migrations and roles."""

import click

from app.cli.context import settings_with_database
from app.cli.processes import history
from migrations import roles as role_script


@click.group()
def db() -> None:
    """Migrate the database, show its state and its roles."""


@db.command()
@click.argument("revision", default="head")
def upgrade(revision: str) -> None:
    """Bring the database forward to REVISION (the newest), as its owner."""
    url = _owner_url()
    history.upgrade(url, revision)
    click.echo(f"The database is at {history.standing(url).current}.")


@db.command()
@click.argument("revision")
@click.option("--yes", is_flag=True, help="Do not ask.")
def downgrade(revision: str, *, yes: bool) -> None:
    """Take the database back to REVISION; what later ones added is lost."""
    url = _owner_url()
    if not yes:
        click.confirm(f"Drop everything newer than {revision}?", abort=True)
    history.downgrade(url, revision)
    click.echo(f"The database is at {history.standing(url).current or 'nothing'}.")


@db.command()
@click.pass_context
def status(ctx: click.Context) -> None:
    """Say which migration the database is at; exit code 1 unless it is the newest."""
    standing = history.standing(settings_with_database().database_url or "")
    click.echo(f"database {standing.current or 'empty'}, program {standing.newest}")
    if not standing.is_newest:
        click.echo("Run `paigong db upgrade`.", err=True)
        ctx.exit(1)


@db.command()
@click.option("--database", default=role_script.DATABASE, show_default=True)
def roles(database: str) -> None:
    """Print the SQL that makes roles and database, for a server of your own."""
    click.echo(role_script.script(database), nl=False)


def _owner_url() -> str:
    return settings_with_database(owner=True).database_owner_url or ""
