"""The look-ups and the walls that revision 0005 builds."""

from migrations.walls import OWN, gate_function, protect

#: A technician's own week either way, and the visits of one's organisation's people.
#: The offset is zero but in tests.
VISITS_OF_PEOPLE = """
SELECT a.visit_id
FROM assignments a
JOIN technicians t ON t.id = a.technician_id
JOIN clock_offset o ON o.id = 1
WHERE t.user_id = actor_user_id()
  AND a.starts_at > now() + make_interval(days => -7, secs => o.seconds)
  AND a.starts_at < now() + make_interval(days => 7, secs => o.seconds)
UNION ALL
SELECT a.visit_id
FROM assignments a
JOIN technicians t ON t.id = a.technician_id
WHERE t.owner_organisation_id IN (SELECT actor_organisation_ids())
"""
#: These, and those of projects that one may see.
VISIBLE_VISITS = f"""{VISITS_OF_PEOPLE}UNION ALL
SELECT v.id FROM visits v WHERE v.project_id IN (SELECT visible_project_ids())
"""

#: When the technicians whom one may see are taken, whoever's work it is.
_BOOKED_TIMES = """
SELECT a.technician_id, a.visit_id, a.starts_at, a.ends_at
FROM assignments a
WHERE a.is_booked AND a.during && tstzrange(since, until)
  AND (actor_sees_all() OR a.technician_id IN (SELECT visible_technician_ids()))
"""


def walls() -> list[str]:
    """A visit is its owner's, its project's parties' and its technicians'."""
    statements = [
        *gate_function("visible_visit_ids()", "SETOF bigint", VISIBLE_VISITS),
        *gate_function(
            "booked_times(since timestamptz, until timestamptz)",
            "TABLE (technician_id bigint, visit_id bigint, "
            "starts_at timestamptz, ends_at timestamptz)",
            _BOOKED_TIMES,
        ),
    ]
    for table, column in (("visits", "id"), ("assignments", "visit_id")):
        seen = f"{OWN} OR {column} IN (SELECT visible_visit_ids())"
        statements += protect(table, read=seen, write=OWN)
    for table in ("plans", "plan_runs", "proposals", "proposal_changes"):
        statements += protect(table, read=OWN, write=OWN)
    return statements
