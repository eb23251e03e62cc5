"""`paigong publish`: make a proposal the plan."""

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from app.cli.context import app_context
from app.cli.plan import WIDTH, territory_of
from app.cli.problem import ConsoleError
from app.dispatch import queries
from app.dispatch.actions import Published
from app.dispatch.actions import publish as publish_proposal
from app.dispatch.states import ProposalState


@click.command()
@click.option(
    "--proposal", "proposal_id", type=click.IntRange(1), metavar="ID", help="Which."
)
@click.option(
    "--territory", "code", metavar="CODE", help="Or: the latest open one of there."
)
@click.option(
    "--only",
    "change_ids",
    type=click.IntRange(1),
    multiple=True,
    metavar="CHANGE",
    help="Only this change; may be given several times.",
)
@click.pass_context
def publish(
    ctx: click.Context,
    proposal_id: int | None,
    code: str | None,
    change_ids: tuple[int, ...],
) -> None:
    """Make a proposal the plan. What a person changed meanwhile stays as it is.

    Exit codes: 0 all of it is published, 1 some changes dropped out (the others are
    published nevertheless) or it was refused, 2 wrong usage.
    """
    if (proposal_id is None) == (code is None):
        raise click.UsageError("Give either --proposal ID or --territory CODE.")
    with app_context():
        console = Console(width=None if Console().is_terminal else WIDTH)
        chosen = proposal_id if proposal_id is not None else _latest(code or "")
        done = publish_proposal(chosen, change_ids or None)
        _print(chosen, done, console)
    ctx.exit(1 if done.dropped else 0)


def _latest(code: str) -> int:
    found = queries.latest_proposal(territory_of(code).id, ProposalState.OPEN)
    if found is None:
        raise ConsoleError(
            f"{code} has no open proposal.",
            f"Make one with: paigong plan --territory {code}",
        )
    return found.id


def _print(proposal_id: int, done: Published, console: Console) -> None:
    if done.dropped:
        names = queries.references_of([each.visit_id for each in done.dropped])
        table = Table(title="Dropped out, and why", title_justify="left")
        for column in ("change", "work", "why"):
            table.add_column(column, overflow="fold")
        for each in done.dropped:
            words = (str(each.change_id), names.get(each.visit_id, "gone"), each.why)
            table.add_row(*map(Text, words))
        console.print(table)
    console.print(
        f"Proposal {proposal_id}: {done.applied} changes published as plan "
        f"{done.plan_version}, {len(done.dropped)} dropped out."
    )
