"""Wall two: row-level security, forced on the owner too, for every shared table."""

READS_ALL = "(SELECT actor_sees_all())"
IS_SYSTEM = "(SELECT actor_is_system())"
OWN = "owner_organisation_id IN (SELECT actor_organisation_ids())"


def protect(
    table: str,
    *,
    read: str,
    write: str | None = None,
    insert: str | None = None,
) -> list[str]:
    """Return the statements that put `table` behind the wall.

    `read`, `write` and `insert` are SQL conditions on a row; the system passes
    always, a platform admin reads always. Without `write`, nobody but the system
    changes a row; `insert` is `write` unless it says otherwise.
    """
    may_read = f"{READS_ALL} OR {read}"
    may_write = f"{IS_SYSTEM} OR {write}" if write else IS_SYSTEM
    may_insert = f"{IS_SYSTEM} OR {insert}" if insert else may_write
    return [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY {table}_read ON {table} FOR SELECT USING ({may_read})",
        f"CREATE POLICY {table}_insert ON {table} FOR INSERT WITH CHECK ({may_insert})",
        (
            f"CREATE POLICY {table}_update ON {table} FOR UPDATE "
            f"USING ({may_write}) WITH CHECK ({may_write})"
        ),
        f"CREATE POLICY {table}_delete ON {table} FOR DELETE USING ({may_write})",
    ]


def gate_function(signature: str, returns: str, body: str) -> list[str]:
    """Return the statements of a look-up that passes the wall, owned by the gate.

    `signature` is, for example, `visible_project_ids()`; `body` is one SQL query.
    Policies that use the function stay when it is given another body.
    """
    return [
        (
            f"CREATE OR REPLACE FUNCTION {signature} RETURNS {returns} LANGUAGE sql "
            f"STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp "
            f"AS $gate$ {body} $gate$"
        ),
        f"REVOKE ALL ON FUNCTION {_types_of(signature)} FROM PUBLIC",
        f"GRANT EXECUTE ON FUNCTION {_types_of(signature)} TO paigong_app",
        f"ALTER FUNCTION {_types_of(signature)} OWNER TO paigong_gate",
    ]


def _types_of(signature: str) -> str:
    """Drop the argument names: `f(email text)` is known as `f(text)`."""
    name, _, rest = signature.partition("(")
    arguments = [part.split() for part in rest.rstrip(")").split(",") if part.strip()]
    return f"{name}({', '.join(part[-1] for part in arguments)})"


def reread(table: str, read: str) -> str:
    """Return the statement that lets other rows of a protected `table` be read."""
    return f"ALTER POLICY {table}_read ON {table} USING ({READS_ALL} OR {read})"
