"""The look-ups and the walls of the customers' links.

Whoever holds a live link reads the rows of its project, and changes none.
"""

from migrations.brand_walls import DESCRIBED
from migrations.walls import gate_function, protect

#: A plain function: it reads only the transaction's own setting.
SETTING = (
    """CREATE FUNCTION actor_link_id() RETURNS bigint LANGUAGE sql STABLE
    AS $f$ SELECT substring(actor_setting() FROM '^link:([0-9]{1,18})$')::bigint
    $f$""",
    "GRANT EXECUTE ON FUNCTION actor_link_id() TO paigong_gate, paigong_app",
)

_GRANTED = (
    "SELECT project_id FROM project_grants "
    "WHERE organisation_id IN (SELECT actor_organisation_ids())"
)
_WHOLE = f"{_GRANTED} AND role <> 'brand'"
#: The offset is zero but in tests.
_LINKED = """
SELECT l.project_id
FROM customer_links l
JOIN clock_offset o ON o.id = 1
WHERE l.id = actor_link_id() AND l.revoked_at IS NULL
  AND l.expires_at > now() + make_interval(secs => o.seconds)
"""
#: Before anyone is known: what a token's hash opens at a moment.
_GATE = (
    "SELECT id, project_id, last_seen_at FROM customer_links "
    "WHERE token_hash = hash AND revoked_at IS NULL AND expires_at > moment"
)
#: Who is on the way or there; before and after, nobody is named.
_CREWS = f"""
SELECT v.id, t.name
FROM visits v
JOIN assignments a ON a.visit_id = v.id
JOIN technicians t ON t.id = a.technician_id
WHERE v.project_id IN ({_LINKED})
  AND a.state IN ('en_route', 'on_site', 'working', 'paused')
ORDER BY v.id, a.seat
"""
#: What the project is about; the catalogue is for those who signed in.
_GOODS = f"""
SELECT l.site_id, m.code, m.name, m.name_zh, l.quantity
FROM project_lines l
JOIN catalogue_models m ON m.id = l.model_id
WHERE l.project_id IN ({_LINKED})
ORDER BY l.site_id, m.id
"""
FUNCTIONS = (
    "gate_link(bytea, timestamptz)",
    "linked_crews()",
    "linked_goods()",
)


def walls() -> list[str]:
    ids = "SETOF bigint"
    return [
        *SETTING,
        *gate_function(
            "gate_link(hash bytea, moment timestamptz)",
            "TABLE (link_id bigint, project_id bigint, last_seen_at timestamptz)",
            _GATE,
        ),
        *gate_function(
            "linked_crews()", "TABLE (visit_id bigint, technician_name text)", _CREWS
        ),
        *gate_function(
            "linked_goods()",
            "TABLE (site_id bigint, code text, name text, name_zh text, "
            "quantity bigint)",
            _GOODS,
        ),
        *gate_function("visible_project_ids()", ids, f"{_GRANTED} UNION ALL {_LINKED}"),
        *gate_function("whole_project_ids()", ids, f"{_WHOLE} UNION ALL {_LINKED}"),
        *protect("customer_links", read=DESCRIBED, write=DESCRIBED),
    ]


def former_walls() -> list[str]:
    """Return what makes the walls those of the revisions before again."""
    return [
        *gate_function("visible_project_ids()", "SETOF bigint", _GRANTED),
        *gate_function("whole_project_ids()", "SETOF bigint", _WHOLE),
    ]
