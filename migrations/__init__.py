"""The database's history, where it leads, and the roles it rests on."""

from pathlib import Path

from alembic.script import ScriptDirectory


def newest() -> str:
    """Return the revision that this program needs."""
    return str(ScriptDirectory(str(Path(__file__).parent)).get_current_head())
