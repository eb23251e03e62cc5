"""The look-ups and the walls of programs' keys, and of the goods they tell about.

A live key is in its organisation, as a person of it is; what it is for is wall one's.
"""

from migrations.brand_walls import DESCRIBED, WHOLE
from migrations.house_walls import ACTIVE
from migrations.walls import IS_SYSTEM, OWN, gate_function, protect, reread

#: A plain function: it reads only the transaction's own setting.
SETTING = (
    """CREATE FUNCTION actor_key_id() RETURNS bigint LANGUAGE sql STABLE
    AS $f$ SELECT substring(actor_setting() FROM '^key:([0-9]{1,18})$')::bigint
    $f$""",
    "GRANT EXECUTE ON FUNCTION actor_key_id() TO paigong_gate, paigong_app",
)
_ORGANISATIONS = f"SELECT m.organisation_id {ACTIVE} AND m.role <> 'technician'"
#: The offset is zero but in tests.
_KEYED = """
SELECT k.owner_organisation_id
FROM api_keys k
JOIN clock_offset o ON o.id = 1
WHERE k.id = actor_key_id() AND k.revoked_at IS NULL
  AND k.expires_at > now() + make_interval(secs => o.seconds)
"""
#: Before anyone is known: whose program a key's hash is, at a moment.
_GATE = (
    "SELECT k.id, o.id, o.kind, k.scopes, k.label, k.last_used_at "
    "FROM api_keys k JOIN organisations o ON o.id = k.owner_organisation_id "
    "WHERE k.token_hash = hash AND k.revoked_at IS NULL AND k.expires_at > moment"
)
_PERSON = "actor_user_id() IS NOT NULL"
#: What everybody known may add to, unseen.
_NOTED = ("audit_entries", "feed_entries")
#: What everybody known reads.
_COMMON = (
    "skills",
    "brands",
    "catalogue_models",
    "model_works",
    "model_prices",
    "commissioning_templates",
    "territories",
)
_SIGNED_IN = "(SELECT actor_user_id()) IS NOT NULL"
_ANYBODY = f"{_SIGNED_IN} OR (SELECT actor_key_id()) IS NOT NULL"

FUNCTIONS = ("gate_key(bytea, timestamptz)", "actor_key_id()")


def walls() -> list[str]:
    return [
        *SETTING,
        *gate_function(
            "gate_key(hash bytea, moment timestamptz)",
            "TABLE (key_id bigint, organisation_id bigint, kind text, scopes jsonb, "
            "label text, last_used_at timestamptz)",
            _GATE,
        ),
        *gate_function(
            "actor_organisation_ids()",
            "SETOF bigint",
            f"{_ORGANISATIONS} UNION ALL {_KEYED}",
        ),
        *(
            _adding(table, f"{_PERSON} OR actor_key_id() IS NOT NULL")
            for table in _NOTED
        ),
        *(reread(table, _ANYBODY) for table in _COMMON),
        *protect("api_keys", read=OWN, write=OWN),
        *protect("goods", read=f"{DESCRIBED} OR {WHOLE}", write=DESCRIBED),
    ]


def former_walls() -> list[str]:
    """Return what makes the walls those of the revisions before again."""
    return [
        *gate_function("actor_organisation_ids()", "SETOF bigint", _ORGANISATIONS),
        *(_adding(table, _PERSON) for table in _NOTED),
        *(reread(table, _SIGNED_IN) for table in _COMMON),
    ]


def _adding(table: str, who: str) -> str:
    return f"ALTER POLICY {table}_insert ON {table} WITH CHECK ({IS_SYSTEM} OR {who})"
