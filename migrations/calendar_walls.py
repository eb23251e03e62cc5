"""The look-ups and the walls of calendars: what an address opens, and no row beside.

Whoever holds a calendar's address is nobody we know and reads no table: what is told
comes out of one look-up, by the secret's hash.
"""

from migrations.project_walls import CHANGEABLE
from migrations.walls import OWN, gate_function, protect

#: Those of one's organisation, and a technician's own; projects as they are changed.
_SUBJECT = (
    f"{CHANGEABLE} OR technician_id IN (SELECT id FROM technicians WHERE {OWN} "
    "OR user_id = (SELECT actor_user_id()))"
)
#: A technician who left, or whose login was closed, leaves the calendar behind.
_LIVE = """
FROM calendars c
LEFT JOIN technicians t ON t.id = c.technician_id
LEFT JOIN users u ON u.id = t.user_id
LEFT JOIN projects p ON p.id = c.project_id
WHERE c.token_hash = hash AND c.revoked_at IS NULL
  AND (t.id IS NULL OR (t.active AND coalesce(u.is_active, true)))
"""
_GATE = (
    "SELECT c.id, c.project_id IS NOT NULL, coalesce(t.name, p.reference)::text, "
    f"c.language::text, c.first_read_at, c.last_read_at {_LIVE}"
)
#: What was cancelled is told only to who read of it before.
_TOLD = "(v.state <> 'cancelled' OR v.changed_at > c.first_read_at)"
_COLUMNS = """
SELECT v.id, v.version, v.state, w.kind, v.part, v.parts, v.starts_at, v.ends_at,
  v.promise_start, v.promise_end, v.dispatched_at, v.changed_at, s.time_zone
"""
_NEAR = "moment - interval '7 days' AND moment + interval '7 days'"
#: Where it is, technicians are told for a week either way, as on their phones.
_OF_TECHNICIAN = f"""
{_COLUMNS}, w.reference, NULL,
  CASE WHEN v.state <> 'cancelled' AND a.starts_at BETWEEN {_NEAR} THEN s.address END
FROM (SELECT c.* {_LIVE}) c
JOIN assignments a ON a.technician_id = c.technician_id
JOIN visits v ON v.id = a.visit_id
JOIN work_orders w ON w.id = v.work_order_id
JOIN sites s ON s.id = w.site_id
WHERE a.starts_at < until AND a.ends_at > since AND {_TOLD}
"""
#: A place is named where there are several, as on the customer's page.
_OF_PROJECT = f"""
{_COLUMNS}, p.reference, CASE WHEN many.sites > 1 THEN s.name END, NULL
FROM (SELECT c.* {_LIVE}) c
JOIN projects p ON p.id = c.project_id
JOIN visits v ON v.project_id = p.id
JOIN work_orders w ON w.id = v.work_order_id
JOIN sites s ON s.id = w.site_id
CROSS JOIN LATERAL (
  SELECT count(*) AS sites FROM sites each WHERE each.project_id = p.id
) many
WHERE v.starts_at < until AND v.ends_at > since AND {_TOLD}
"""
FUNCTIONS = (
    "gate_calendar(bytea)",
    "gate_calendar_visits(bytea, timestamptz, timestamptz, timestamptz)",
)


def walls() -> list[str]:
    return [
        *gate_function(
            "gate_calendar(hash bytea)",
            "TABLE (calendar_id bigint, is_of_project boolean, about text, "
            "language text, first_read_at timestamptz, last_read_at timestamptz)",
            _GATE,
        ),
        *gate_function(
            "gate_calendar_visits(hash bytea, moment timestamptz, "
            "since timestamptz, until timestamptz)",
            "TABLE (id bigint, version bigint, state text, kind text, part bigint, "
            "parts bigint, starts_at timestamptz, ends_at timestamptz, "
            "promise_start timestamptz, promise_end timestamptz, "
            "dispatched_at timestamptz, changed_at timestamptz, time_zone text, "
            "reference text, place text, address text)",
            f"{_OF_TECHNICIAN} UNION ALL {_OF_PROJECT} ORDER BY 7, 1",
        ),
        *protect("calendars", read=_SUBJECT, write=_SUBJECT),
    ]
