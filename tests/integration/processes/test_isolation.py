"""The ground the other tests stand on: a database emptied between them."""

import psycopg

from migrations import roles
from tests.support.cluster import Cluster, Database


def test_the_app_role_owns_nothing_and_cannot_look_past_row_security(
    database: Database,
) -> None:
    with psycopg.connect(database.app_url) as connection:
        row = connection.execute(
            "SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
        owned = connection.execute(
            "SELECT relname FROM pg_class WHERE relowner = current_user::regrole"
        ).fetchall()
    assert row == (False, False)
    assert owned == []


def test_every_role_reaches_its_database(
    database: Database,
) -> None:
    for url in (database.app_url, database.owner_url, database.superuser_url):
        with psycopg.connect(url) as connection:
            assert connection.info.dbname == database.name


def test_a_function_given_to_the_gate_sees_what_the_app_may_not(
    fresh_database: Database,
) -> None:
    with psycopg.connect(fresh_database.owner_url) as owner:
        owner.execute(
            "CREATE TABLE secrets (word text);"
            "ALTER TABLE secrets ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;"
            "CREATE FUNCTION count_secrets() RETURNS bigint LANGUAGE sql "
            "SECURITY DEFINER SET search_path = public "
            "AS 'SELECT count(*) FROM secrets';"
            "ALTER FUNCTION count_secrets() OWNER TO paigong_gate"
        )
    with psycopg.connect(fresh_database.superuser_url) as superuser:
        superuser.execute("INSERT INTO secrets VALUES ('a'), ('b')")
    with psycopg.connect(fresh_database.app_url) as app:
        assert app.execute("SELECT count(*) FROM secrets").fetchone() == (0,)
        assert app.execute("SELECT count_secrets()").fetchone() == (2,)


def test_a_reset_empties_what_was_written_and_starts_identities_anew(
    fresh_database: Database,
) -> None:
    with psycopg.connect(fresh_database.owner_url) as owner:
        owner.execute(
            "CREATE TABLE notes (id bigint GENERATED ALWAYS AS IDENTITY, body text)"
        )
    for _ in range(2):
        with psycopg.connect(fresh_database.app_url) as app:
            added = app.execute("INSERT INTO notes (body) VALUES ('x') RETURNING id")
            assert added.fetchall() == [(1,)]
        fresh_database.reset()


def test_the_set_up_of_roles_may_run_again(cluster: Cluster) -> None:
    roles.apply(cluster.postgres.url())
    roles.apply(cluster.postgres.url())
