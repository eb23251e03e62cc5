"""The console: quick help, exit codes, faults in words."""

import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from app import cli
from app.cli import COMMANDS, main
from app.cli.problem import ConsoleError, as_refusal
from app.core.errors import Fault, InvalidError
from migrations import roles


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name: str) -> None:
    shown = CliRunner().invoke(main, [name, "--help"])
    assert shown.exit_code == 0
    assert f"{name} [OPTIONS]" in shown.output


def test_the_list_of_commands_is_shown_without_loading_any() -> None:
    code = (
        "import sys, click.testing, app.cli\n"
        "shown = click.testing.CliRunner().invoke(app.cli.main, ['--help'])\n"
        "assert 'worker' in shown.output, shown.output\n"
        "assert 'sqlalchemy' not in sys.modules and 'flask' not in sys.modules"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_an_unknown_command_is_wrong_usage() -> None:
    shown = CliRunner().invoke(main, ["dispatchh"])
    assert shown.exit_code == 2
    assert "dispatchh" in shown.output


def test_a_fault_of_the_settings_is_told_without_a_traceback() -> None:
    shown = CliRunner(env={"PORT": "x"}).invoke(main, ["web"])
    assert shown.exit_code == 1
    assert "PORT" in shown.output
    assert isinstance(shown.exception, SystemExit)


def test_a_refusal_of_the_business_tells_each_fault() -> None:
    refusal = as_refusal(
        InvalidError("It cannot be.", faults=[Fault("/role", "wrong", "Take another.")])
    )
    assert refusal is not None
    assert refusal.message == "It cannot be.\n  /role: Take another."


def test_a_console_fault_ends_with_its_remedy() -> None:
    refusal = as_refusal(ConsoleError("It is gone.", "Look again."))
    assert refusal is not None
    assert refusal.message.splitlines() == ["It is gone.", "Look again."]
    assert refusal.exit_code == 1


def test_a_mistake_of_our_own_keeps_its_traceback(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(COMMANDS, "broken", ("tests.unit.cli.broken:broken", ""))
    shown = CliRunner().invoke(main, ["broken"])
    assert isinstance(shown.exception, ZeroDivisionError)


def test_what_is_no_command_is_not_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(COMMANDS, "odd", ("tests.unit.cli.broken:__name__", ""))
    assert CliRunner().invoke(main, ["odd"]).exit_code == 2
    assert isinstance(cli.main, click.Group)


def test_the_roles_are_printed_for_a_server_of_ones_own() -> None:
    shown = CliRunner().invoke(main, ["db", "roles", "--database", 'odd"name'])
    assert shown.exit_code == 0
    for role in (roles.OWNER, roles.APP, roles.GATE):
        assert f"CREATE ROLE {role}" in shown.output
    assert '\\connect "odd""name"' in shown.output
