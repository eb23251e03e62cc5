"""The three roles, the database and who may do what in it; safe to run again.

`owner` migrates and owns every table. `app` serves: it owns nothing and row-level
security always applies to it. `gate` nobody logs in as: it owns the few functions that
look past row-level security, which is why the owner must be its member.
"""

from typing import Final, LiteralString

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

OWNER: Final = "paigong_owner"
APP: Final = "paigong_app"
GATE: Final = "paigong_gate"
DATABASE: Final = "paigong"

ROLES: Final[LiteralString] = """\
DO $roles$ BEGIN
  -- Roles belong to the whole server: two set-ups at once would collide.
  PERFORM pg_advisory_xact_lock(hashtext('paigong roles'));
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'paigong_owner') THEN
    CREATE ROLE paigong_owner;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'paigong_app') THEN
    CREATE ROLE paigong_app;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'paigong_gate') THEN
    CREATE ROLE paigong_gate;
  END IF;
  ALTER ROLE paigong_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
  ALTER ROLE paigong_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
  ALTER ROLE paigong_gate NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE BYPASSRLS;
  GRANT paigong_gate TO paigong_owner;
END $roles$;
"""

GRANTS: Final[LiteralString] = """\
ALTER SCHEMA public OWNER TO paigong_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO paigong_app;
-- A function can be given only to a role that may create in its schema.
GRANT USAGE, CREATE ON SCHEMA public TO paigong_gate;
ALTER DEFAULT PRIVILEGES FOR ROLE paigong_owner IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO paigong_app;
ALTER DEFAULT PRIVILEGES FOR ROLE paigong_owner IN SCHEMA public
  GRANT USAGE, SELECT ON SEQUENCES TO paigong_app;
ALTER DEFAULT PRIVILEGES FOR ROLE paigong_owner IN SCHEMA public
  GRANT SELECT ON TABLES TO paigong_gate;
-- Per-schema defaults cannot take away what PUBLIC has everywhere, hence no schema.
ALTER DEFAULT PRIVILEGES FOR ROLE paigong_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE paigong_owner IN SCHEMA public
  GRANT EXECUTE ON FUNCTIONS TO paigong_app;
"""

CREATE: Final[LiteralString] = (
    "CREATE DATABASE {database} OWNER paigong_owner ENCODING 'UTF8' TEMPLATE template0"
)
CLOSE: Final[LiteralString] = """\
REVOKE ALL ON DATABASE {database} FROM PUBLIC;
GRANT CONNECT ON DATABASE {database} TO paigong_app;
"""


def script(database: str = DATABASE) -> str:
    """Return the whole set-up for `psql`, run as a superuser of a server."""
    name = sql.Identifier(database)
    create = sql.SQL(
        "SELECT {} WHERE NOT EXISTS (SELECT FROM pg_database {}) \\gexec\n"
    )
    made = create.format(
        sql.Literal(sql.SQL(CREATE).format(database=name).as_string()),
        sql.SQL("WHERE datname = {}").format(sql.Literal(database)),
    )
    parts = (
        "-- Run as a superuser: psql -v ON_ERROR_STOP=1 -f THIS_FILE\n",
        ROLES,
        "-- Then give the two that log in their passwords, here or later:\n",
        f"--   \\password {OWNER}\n--   \\password {APP}\n",
        made.as_string(),
        sql.SQL(CLOSE).format(database=name).as_string(),
        f"\\connect {name.as_string()}\n",
        GRANTS,
    )
    return "".join(parts)


def apply(superuser_url: str, database: str = DATABASE) -> None:
    """Run the set-up; the address is a superuser's, to any database of the server."""
    name = sql.Identifier(database)
    with psycopg.connect(superuser_url, autocommit=True) as server:
        server.execute(ROLES)
        found = server.execute(
            "SELECT FROM pg_database WHERE datname = %s", (database,)
        ).fetchone()
        if found is None:
            server.execute(sql.SQL(CREATE).format(database=name))
        server.execute(sql.SQL(CLOSE).format(database=name))
    with psycopg.connect(make_conninfo(superuser_url, dbname=database)) as inside:
        inside.execute(GRANTS)
