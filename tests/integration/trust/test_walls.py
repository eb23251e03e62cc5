"""Wall two alone, in plain SQL as the application's role."""

from collections.abc import Iterator

import psycopg
import pytest
from psycopg import errors

from app.core.database import Base
from app.organisations.states import OrganisationKind
from tests.factories.people import Person
from tests.factories.world import World
from tests.support.cluster import Database

#: Tables without a grant path, each with the reason why.
WITHOUT_A_WALL = {
    "alembic_version": "which revision this is; nobody's, and the app only reads it",
    "audit_heads": "the end of each chain, raised by whoever notes an action",
    "clock_firings": "what the clock has deferred",
    "clock_offset": "the test clock",
    "feed_counters": "a number for each scope, raised by whoever changes its rows",
    "geocodes": "places by digests of addresses",
    "installation_marks": "what was done once",
    "login_attempts": "counted before anyone is known",
    "procrastinate_events": "the queue's own",
    "procrastinate_jobs": "the queue's own; arguments are identifiers only",
    "procrastinate_periodic_defers": "the queue's own",
    "procrastinate_workers": "the queue's own",
    "sync_state": "the epoch of all phones' cursors",
    "reference_counters": "the next number of a kind and year",
}
#: What was recorded on site is amended, never changed or taken away.
APPEND_ONLY = {"visit_evidence": ["a", "r"]}
INTO_IMPORTS = (
    "INTO imports (owner_organisation_id, kind, file_name, file_hash, "
    "state, rows_total, rows_good, rows_bad, rows_known) "
    "VALUES (%(owner)s, 'projects', 'a.csv', 'x', 'preview', 0, 0, 0, 0)"
)
GIVE_AWAY = "UPDATE imports SET owner_organisation_id = %(owner)s WHERE id = %(own)s"
OWNED = sorted(
    table.name
    for table in Base.metadata.sorted_tables
    if "owner_organisation_id" in table.columns
)


@pytest.fixture
def world(two_sides: World) -> World:
    return two_sides


@pytest.fixture
def connection(database: Database) -> Iterator[psycopg.Connection]:
    with psycopg.connect(database.app_url) as connection:
        yield connection


def act(connection: psycopg.Connection, setting: str) -> None:
    connection.execute("SELECT set_config('app.actor', %s, true)", (setting,))


def act_as(connection: psycopg.Connection, person: Person) -> None:
    act(connection, person.actor.setting)


def count(connection: psycopg.Connection, table: str) -> int:
    row = connection.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 - a table of ours
    assert row is not None
    return int(row[0])


def test_every_table_with_a_grant_path_forces_row_level_security(
    connection: psycopg.Connection,
) -> None:
    rows = connection.execute(
        "SELECT relname, relrowsecurity AND relforcerowsecurity FROM pg_class "
        "WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
    ).fetchall()
    assert {name for name, forced in rows if not forced} == set(WITHOUT_A_WALL)


def test_every_wall_has_a_rule_for_reading_and_for_each_kind_of_change(
    connection: psycopg.Connection,
) -> None:
    rows = connection.execute(
        "SELECT c.relname, array_agg(p.polcmd::text ORDER BY p.polcmd::text) "
        "FROM pg_class c LEFT JOIN pg_policy p ON p.polrelid = c.oid "
        "WHERE c.relforcerowsecurity GROUP BY c.relname"
    ).fetchall()
    found = {name: kinds for name, kinds in rows if kinds != ["a", "d", "r", "w"]}
    assert found == APPEND_ONLY


def test_the_serving_role_owns_nothing_and_cannot_pass(
    connection: psycopg.Connection,
) -> None:
    owned = connection.execute(
        "SELECT relname FROM pg_class WHERE relowner = 'paigong_app'::regrole"
    ).fetchall()
    passing = connection.execute(
        "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
    ).fetchone()
    assert owned == []
    assert passing == (False,)


def test_what_looks_past_the_wall_is_the_gates_with_a_fixed_search_path(
    connection: psycopg.Connection,
) -> None:
    rows = connection.execute(
        "SELECT proname, pg_get_userbyid(proowner), proconfig FROM pg_proc "
        "WHERE pronamespace = 'public'::regnamespace AND prosecdef"
    ).fetchall()
    assert {(owner, *settings) for _, owner, settings in rows} == {
        ("paigong_gate", "search_path=pg_catalog, public, pg_temp")
    }


@pytest.mark.parametrize("setting", ["", "user:", "user:999999", "nonsense", "System"])
def test_nobody_sees_a_row(
    connection: psycopg.Connection, world: World, setting: str
) -> None:
    assert world
    act(connection, setting)
    seen = {t: count(connection, t) for t in OWNED if t not in COMMON}
    assert {table: n for table, n in seen.items() if n} == {}


#: Everybody signed in may read these, whoever's they are.
COMMON = {"brands", "catalogue_models", "territories"}


def test_people_see_their_sides_rows_and_no_others(
    connection: psycopg.Connection, world: World
) -> None:
    foreign = tuple(world.right.organisations.values())
    for person in world.left.people_list[1:]:
        act_as(connection, person)
        for table in OWNED:
            if table in COMMON:
                continue
            row = connection.execute(
                f"SELECT count(*) FROM {table} "  # noqa: S608 - a table of ours
                "WHERE owner_organisation_id = ANY(%s)",
                (list(foreign),),
            ).fetchone()
            assert row == (0,), (person.role, table)
        connection.rollback()


def test_an_inserted_row_comes_back_to_its_inserter(
    connection: psycopg.Connection, world: World
) -> None:
    dispatcher = world.left.people_list[1]
    act_as(connection, dispatcher)
    row = connection.execute(
        f"INSERT {INTO_IMPORTS} RETURNING id", {"owner": dispatcher.organisation_id}
    ).fetchone()
    assert row is not None


def test_a_row_cannot_be_put_into_or_given_to_another_organisation(
    connection: psycopg.Connection, world: World
) -> None:
    act_as(connection, world.left.people_list[1])
    theirs = world.right.organisations[OrganisationKind.PLATFORM]
    own = world.left.imports[OrganisationKind.PLATFORM][0]
    for change in (f"INSERT {INTO_IMPORTS}", GIVE_AWAY):
        with pytest.raises(errors.InsufficientPrivilege), connection.transaction():
            connection.execute(change, {"owner": theirs, "own": own})


def test_nobody_but_an_admin_makes_an_admin(
    connection: psycopg.Connection, world: World
) -> None:
    admin, dispatcher = world.left.people_list[:2]
    join = (
        "INSERT INTO memberships (user_id, organisation_id, role) VALUES (%s, %s, %s)"
    )
    home = dispatcher.organisation_id
    act_as(connection, dispatcher)
    with pytest.raises(errors.InsufficientPrivilege), connection.transaction():
        connection.execute(join, (dispatcher.user_id, home, "platform_admin"))
    connection.execute(join, (dispatcher.user_id, home, "technician"))
    act_as(connection, admin)
    connection.execute(join, (dispatcher.user_id, home, "platform_admin"))


def test_what_may_only_be_read_is_neither_changed_nor_locked(
    connection: psycopg.Connection, world: World
) -> None:
    project = world.left.orders[0].project_id
    brand = next(
        p
        for p in world.left.people_list
        if p.organisation_id == world.left.organisations[OrganisationKind.BRAND]
    )
    act_as(connection, brand)
    query = "SELECT id FROM projects WHERE id = %s"
    assert connection.execute(query, (project,)).fetchone() == (project,)
    assert connection.execute(f"{query} FOR UPDATE", (project,)).fetchone() is None
    changed = connection.execute(
        "UPDATE projects SET name = 'mine' WHERE id = %s", (project,)
    )
    assert changed.rowcount == 0


def test_no_policy_reads_itself_for_ever(
    connection: psycopg.Connection, world: World
) -> None:
    """A policy that reads a table whose policy reads it back fails when planned."""
    act_as(connection, world.left.people_list[1])
    for table in Base.metadata.tables:
        connection.execute(f"SELECT * FROM {table} LIMIT 1")  # noqa: S608 - a table of ours


def test_an_actor_lasts_no_longer_than_its_transaction(
    connection: psycopg.Connection, world: World
) -> None:
    act_as(connection, world.left.people_list[1])
    assert count(connection, "projects") > 0
    connection.commit()
    assert count(connection, "projects") == 0
