"""The database's history by the console: forwards, back, and where it stands."""

import subprocess
from collections.abc import Iterator

import psycopg
import pytest
from click.testing import CliRunner, Result
from procrastinate.schema import SchemaManager

from app.cli import main
from app.cli.processes.postgres_files import programs, server_account
from migrations import roles
from tests.support.cluster import Cluster, Database

FUNCTIONS = (
    "SELECT proname, pg_get_function_identity_arguments(oid), md5(prosrc) FROM pg_proc"
    " WHERE pronamespace = 'public'::regnamespace AND proname LIKE 'procrastinate%'"
    " ORDER BY 1, 2"
)
COLUMNS = (
    "SELECT table_name, column_name, data_type, is_nullable, column_default"
    " FROM information_schema.columns"
    " WHERE table_name LIKE 'procrastinate%' ORDER BY 1, 2"
)
INDEXES = (
    "SELECT indexname, indexdef FROM pg_indexes"
    " WHERE tablename LIKE 'procrastinate%' ORDER BY 1"
)
TRIGGERS = (
    "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger"
    " WHERE tgname LIKE 'procrastinate%' ORDER BY 1"
)


def paigong(database: Database, *arguments: str, owner: bool = True) -> Result:
    env = {"DATABASE_URL": database.app_url}
    if owner:
        env["DATABASE_OWNER_URL"] = database.owner_url
    return CliRunner(env=env).invoke(main, ["db", *arguments])


@pytest.fixture
def empty(cluster: Cluster) -> Iterator[Database]:
    """Return a database with roles and grants, and nothing in it."""
    roles.apply(cluster.postgres.url(), "empty")
    yield cluster.database("empty")
    cluster.drop("empty")


def test_an_empty_database_says_so_and_comes_forward(empty: Database) -> None:
    before = paigong(empty, "status")
    assert before.exit_code == 1
    assert "empty" in before.output
    assert paigong(empty, "upgrade").exit_code == 0
    assert paigong(empty, "upgrade").exit_code == 0
    assert paigong(empty, "status", owner=False).exit_code == 0


def test_it_goes_back_to_nothing_and_forward_again(fresh_database: Database) -> None:
    back = paigong(fresh_database, "downgrade", "base", "--yes")
    assert "nothing" in back.output
    with psycopg.connect(fresh_database.superuser_url) as connection:
        left = connection.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
            " AND relkind = 'r' AND relname <> 'alembic_version' UNION ALL"
            " SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
        ).fetchall()
    assert left == []
    assert paigong(fresh_database, "upgrade").exit_code == 0


def test_going_back_asks_first(fresh_database: Database) -> None:
    assert paigong(fresh_database, "downgrade", "base").exit_code == 1
    assert paigong(fresh_database, "status").exit_code == 0


def test_without_the_owners_address_nothing_moves(fresh_database: Database) -> None:
    refused = paigong(fresh_database, "upgrade", owner=False)
    assert refused.exit_code == 1
    assert "DATABASE_OWNER_URL" in refused.output


def test_a_database_that_does_not_answer_is_told(tmp_path: object) -> None:
    env = {"DATABASE_URL": f"postgresql://me@/x?host={tmp_path}"}
    refused = CliRunner(env=env).invoke(main, ["db", "status"])
    assert refused.exit_code == 1
    assert "does not answer" in refused.output


def test_the_app_reads_which_migration_it_is_at_and_cannot_move_it(
    fresh_database: Database,
) -> None:
    with psycopg.connect(fresh_database.app_url) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone()
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("UPDATE alembic_version SET version_num = 'x'")


def test_the_queues_steps_lead_to_the_librarys_own_schema(
    fresh_database: Database, empty: Database
) -> None:
    with psycopg.connect(empty.owner_url) as connection:
        connection.execute(SchemaManager.get_schema())
    for question in (FUNCTIONS, COLUMNS, INDEXES, TRIGGERS):
        answers = []
        for database in (fresh_database, empty):
            with psycopg.connect(database.superuser_url) as connection:
                answers.append(connection.execute(question).fetchall())
        assert answers[0] == answers[1]


def test_the_printed_roles_run_through_psql_again_and_again(cluster: Cluster) -> None:
    script = CliRunner().invoke(main, ["db", "roles", "--database", "by psql"]).output
    psql = programs(server_account()) / "psql"
    for _ in range(2):
        done = subprocess.run(
            [psql, "-v", "ON_ERROR_STOP=1", "-q", cluster.postgres.url()],
            check=False,
            input=script,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
    upgraded = paigong(cluster.database("by psql"), "upgrade")
    assert upgraded.exit_code == 0, upgraded.output
    cluster.drop("by psql")
