"""The console, called in this process on the test's database."""

from pathlib import Path

from click.testing import CliRunner, Result

from app.cli import main
from tests.support.cluster import Database


class Paigong:
    def __init__(self, database: Database, home: Path) -> None:
        self._environment = {
            "DATABASE_URL": database.app_url,
            "DATABASE_OWNER_URL": database.owner_url,
            "PAIGONG_HOME": str(home),
            "PAIGONG_LOG_LEVEL": "ERROR",
        }

    def __call__(self, *words: str | Path) -> Result:
        """Run `paigong` with these words; a crash is raised, not swallowed."""
        result = CliRunner().invoke(main, list(map(str, words)), env=self._environment)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result
