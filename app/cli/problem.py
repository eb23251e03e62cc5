"""A failure that the person at the console can act on."""

import click

from app.core.errors import PaigongError
from config import SettingsError


class ConsoleError(Exception):
    """What went wrong and what to do; shown without a traceback, exit code 1."""

    def __init__(self, cause: str, remedy: str) -> None:
        super().__init__(f"{cause}\n{remedy}")
        self.cause = cause
        self.remedy = remedy


def as_refusal(error: Exception) -> click.ClickException | None:
    """Return the words for an expected fault, None for one of our own mistakes."""
    if isinstance(error, PaigongError):
        lines = [f"  {fault.pointer}: {fault.detail}" for fault in error.faults]
        return click.ClickException("\n".join([error.detail, *lines]))
    if isinstance(error, ConsoleError | SettingsError):
        return click.ClickException(str(error))
    return None
