"""The console `paigong`: each command is loaded only when it is called."""

from importlib import import_module
from typing import Any, Final

import click

from app.cli.problem import as_refusal

#: A command's name, where it lies, and what the list of commands says about it.
COMMANDS: Final[dict[str, tuple[str, str]]] = {
    "up": ("app.cli.up:up", "Start everything on this machine."),
    "web": ("app.cli.web:web", "Serve the pages and the API."),
    "worker": ("app.cli.worker:worker", "Carry out background jobs."),
    "clock": ("app.cli.clock:clock", "Defer the jobs that are due by the clock."),
    "db": ("app.cli.db:db", "Migrate the database, show its state and its roles."),
    "demo": ("app.cli.demo:demo", "Load the demonstration; make sheets of orders."),
    "import": ("app.cli.import_:import_", "Take orders or technicians in."),
    "plan": ("app.cli.plan:plan", "Make a plan and show what it would change."),
    "publish": ("app.cli.publish:publish", "Make a proposal the plan."),
    "export": ("app.cli.export:export", "Write projects, orders or visits to a file."),
    "sync": ("app.cli.sync:sync", "Have phones begin anew after a restored backup."),
    "user": ("app.cli.user:user", "Add people, set passwords, issue tokens."),
}


class Console(click.Group):
    """A group that imports a command when it is wanted, so that help is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name][0].partition(":")
        command = getattr(import_module(module), attribute)
        return command if isinstance(command, click.Command) else None

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; an expected fault becomes words and exit code 1."""
        try:
            return super().invoke(ctx)
        except Exception as error:
            refusal = as_refusal(error)
            if refusal is None:
                raise
            raise refusal from error


@click.group(cls=Console, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="paigong")
def main() -> None:
    """Paigong: dispatch of field installation and service.

    Exit codes: 0 done, 1 refused or failed with a remedy, 2 wrong usage.
    """
