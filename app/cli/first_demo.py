"""The demonstration, loaded once per installation; `up` runs this as a process."""

import sys

import click
from sqlalchemy import text

from app.cli.context import app_context
from app.cli.problem import as_refusal
from app.cli.processes.database import DEMO
from app.core.database import session
from app.core.transaction import transaction
from app.sample.load import load_demo
from app.sample.network import described


def load_once() -> None:
    """Load it unless its mark is there; the mark is made after it succeeded."""
    with app_context():
        found = session().scalar(
            text("SELECT note FROM installation_marks WHERE name = :name"),
            {"name": DEMO},
        )
        session().rollback()
        if found is not None:
            return
        logins = described(load_demo())
        with transaction() as tx:
            tx.session.execute(
                text(
                    "INSERT INTO installation_marks (name, note) VALUES (:name, :note)"
                    " ON CONFLICT DO NOTHING"
                ),
                {"name": DEMO, "note": logins},
            )


if __name__ == "__main__":
    try:
        load_once()
    except Exception as error:
        refusal = as_refusal(error)
        if refusal is None:
            raise
        click.echo(f"Error: {refusal.message}", err=True)
        sys.exit(1)
