"""The gate's look-ups and the walls that revision 0001 builds."""

from migrations.walls import READS_ALL, gate_function, protect

#: Plain functions: they read only the transaction's own setting.
SETTINGS = (
    """CREATE FUNCTION actor_setting() RETURNS text LANGUAGE sql STABLE
    AS $f$ SELECT nullif(current_setting('app.actor', true), '') $f$""",
    """CREATE FUNCTION actor_is_system() RETURNS boolean LANGUAGE sql STABLE
    AS $f$ SELECT coalesce(actor_setting() = 'system', false) $f$""",
    """CREATE FUNCTION actor_user_id() RETURNS bigint LANGUAGE sql STABLE
    AS $f$ SELECT substring(actor_setting() FROM '^user:([0-9]{1,18})$')::bigint
    $f$""",
    """GRANT EXECUTE ON FUNCTION actor_setting(), actor_is_system(), actor_user_id()
    TO paigong_gate, paigong_app""",
)

ACTIVE = (
    "FROM memberships m JOIN users u ON u.id = m.user_id "
    "WHERE u.id = actor_user_id() AND u.is_active"
)

#: Before there were projects: the organisations one belongs to.
VISIBLE_ORGANISATIONS = f"SELECT m.organisation_id {ACTIVE}"

GATE = (
    gate_function(
        "actor_sees_all()",
        "boolean",
        f"SELECT actor_is_system() OR EXISTS (SELECT 1 {ACTIVE} "
        "AND m.role = 'platform_admin')",
    ),
    gate_function(
        "actor_organisation_ids()",
        "SETOF bigint",
        f"SELECT m.organisation_id {ACTIVE} AND m.role <> 'technician'",
    ),
    gate_function(
        "actor_feed_scopes()",
        "SETOF text",
        f"SELECT 'organisation:' || m.organisation_id {ACTIVE} "
        "AND m.role <> 'technician'",
    ),
    gate_function(
        "visible_organisation_ids()",
        "SETOF bigint",
        VISIBLE_ORGANISATIONS,
    ),
    gate_function(
        "colleague_user_ids()",
        "SETOF bigint",
        "SELECT user_id FROM memberships "
        "WHERE organisation_id IN (SELECT actor_organisation_ids())",
    ),
    gate_function(
        "gate_login(address text)",
        "TABLE (user_id bigint, password_hash text)",
        "SELECT id, password_hash FROM users WHERE email = address AND is_active",
    ),
    gate_function(
        "gate_session(hash bytea, moment timestamptz)",
        "TABLE (session_id bigint, user_id bigint, user_name text, locale text, "
        "organisation_id bigint, role text)",
        "SELECT s.id, u.id, u.name, u.locale, m.organisation_id, m.role "
        "FROM sessions s JOIN users u ON u.id = s.user_id "
        "LEFT JOIN memberships m ON m.user_id = u.id "
        "WHERE s.token_hash = hash AND s.revoked_at IS NULL "
        "AND s.expires_at > moment AND u.is_active ORDER BY m.id",
    ),
)

KNOWN = "actor_user_id() IS NOT NULL"

WALLS = (
    protect(
        "organisations",
        read="id IN (SELECT visible_organisation_ids())",
        write=READS_ALL,
    ),
    protect(
        "users",
        read="id = actor_user_id() "
        "OR owner_organisation_id IN (SELECT actor_organisation_ids()) "
        "OR id IN (SELECT colleague_user_ids())",
        write=f"{READS_ALL} OR id = actor_user_id() "
        "OR owner_organisation_id IN (SELECT actor_organisation_ids())",
    ),
    protect(
        "memberships",
        read="user_id = actor_user_id() "
        "OR organisation_id IN (SELECT actor_organisation_ids())",
        # Nobody but an admin makes an admin.
        write=f"{READS_ALL} OR (role <> 'platform_admin' "
        "AND organisation_id IN (SELECT actor_organisation_ids()))",
    ),
    protect(
        "sessions",
        read="user_id = actor_user_id()",
        write=f"{READS_ALL} OR user_id = actor_user_id()",
    ),
    protect(
        "audit_entries",
        read="organisation_id IN (SELECT actor_organisation_ids())",
        insert=KNOWN,
    ),
    protect(
        "feed_entries",
        read="scope IN (SELECT actor_feed_scopes())",
        insert=KNOWN,
    ),
    protect(
        "idempotency_keys",
        read="actor = actor_setting()",
        write="actor = actor_setting()",
    ),
)

FUNCTIONS = (
    "gate_session(bytea, timestamptz)",
    "gate_login(text)",
    "colleague_user_ids()",
    "visible_organisation_ids()",
    "actor_feed_scopes()",
    "actor_organisation_ids()",
    "actor_sees_all()",
    "actor_user_id()",
    "actor_is_system()",
    "actor_setting()",
)
