"""Rules of the operation log that plain SQL can judge alone."""

from tests.support.faults.checks.rule import Rule

RULES = (
    Rule(
        "An operation is decided exactly while it is not held",
        "SELECT op_id, fate FROM operations "
        "WHERE (fate = 'held') <> (decided_at IS NULL)",
    ),
    Rule(
        "Held operations wait behind a gap, of a device that is in use",
        "SELECT o.op_id, o.stream, o.seq, s.next_seq, d.retired_at FROM operations o "
        "JOIN devices d ON d.id = o.device_id JOIN operation_streams s "
        "ON s.device_id = o.device_id AND s.stream = o.stream "
        "WHERE o.fate = 'held' AND (o.seq <= s.next_seq OR d.retired_at IS NOT NULL)",
    ),
    Rule(
        "A stream stands behind all that was decided, and counts what is held",
        "SELECT s.device_id, s.stream, s.next_seq, s.held, o.last, o.held "
        "FROM operation_streams s LEFT JOIN LATERAL ("
        "  SELECT max(seq) FILTER (WHERE fate <> 'held' AND in_sequence) AS last,"
        "    count(*) FILTER (WHERE fate = 'held') AS held FROM operations"
        "  WHERE device_id = s.device_id AND stream = s.stream) o ON true "
        "WHERE s.held <> o.held OR s.next_seq <= o.last",
    ),
    Rule(
        "A stream's operations took effect in the order of their numbers",
        "SELECT * FROM (SELECT op_id, stream, seq, version, "
        "  lag(version) OVER (PARTITION BY device_id, stream ORDER BY seq) AS before"
        "  FROM operations WHERE version IS NOT NULL AND in_sequence"
        "  AND decision IS NULL) AS told WHERE version <= before",
    ),
    Rule(
        "Each effect made a version of its visit of its own",
        "SELECT visit_id, version, array_agg(op_id) FROM operations "
        "WHERE version IS NOT NULL GROUP BY visit_id, version HAVING count(*) > 1",
    ),
    Rule(
        "A visit has every version that was acknowledged",
        "SELECT o.op_id, o.version, v.version FROM operations o "
        "JOIN visits v ON v.id = o.visit_id WHERE o.version > v.version",
    ),
    Rule(
        "Each effect was announced to its technician, by itself or with the last "
        "of the run it came in",
        "SELECT o.op_id, o.version FROM operations o WHERE o.version IS NOT NULL "
        "AND NOT EXISTS (SELECT FROM feed_entries f "
        "  WHERE f.scope = 'technician:' || o.technician_id AND f.entity = 'visit' "
        "  AND f.entity_id = o.visit_id AND f.version >= o.version "
        "  AND f.version - o.version + 1 = (SELECT count(*) FROM operations r "
        "    WHERE r.visit_id = o.visit_id AND r.device_id = o.device_id "
        "    AND r.received_at = o.received_at "
        "    AND r.version BETWEEN o.version AND f.version))",
    ),
    Rule(
        "What has no effect has no version, and what has one has it",
        "SELECT op_id, fate, code FROM operations WHERE stream <> 'device' "
        "AND (version IS NULL) <> (fate IN ('held', 'rejected') "
        "  OR fate = 'parked' AND code <> 'contact_conflict')",
    ),
    Rule(
        "What only phones changed has a version for each operation",
        "SELECT v.id, v.version, count(o.id) FROM visits v "
        "LEFT JOIN operations o ON o.visit_id = v.id AND o.version IS NOT NULL "
        "WHERE NOT EXISTS (SELECT FROM audit_entries e WHERE e.entity = 'visit' "
        "  AND e.entity_id = v.id AND e.action <> 'visit.cannot_complete') "
        "AND NOT EXISTS (SELECT FROM audit_entries e WHERE e.entity = 'work_order' "
        "  AND e.entity_id = v.work_order_id) AND NOT v.human_edited "
        "AND NOT EXISTS (SELECT FROM proposal_changes p WHERE p.visit_id = v.id) "
        "AND NOT EXISTS (SELECT FROM operations d WHERE d.visit_id = v.id "
        "  AND d.decision IS NOT NULL) "
        "GROUP BY v.id HAVING v.version <> 1 + count(o.id)",
    ),
    Rule(
        "Evidence is there once for each operation that recorded it, and as it said",
        "SELECT o.op_id, o.fate, e.id FROM ("
        "  SELECT * FROM operations WHERE type = 'evidence.add'"
        "  AND fate IN ('applied', 'merged')) o "
        "FULL JOIN visit_evidence e ON e.operation_id = o.op_id "
        "WHERE o.id IS NULL OR e.id IS NULL OR NOT e.data @> (o.data -> 'data') "
        "OR (e.visit_id, e.technician_id, e.kind) IS DISTINCT FROM "
        "  (o.visit_id, o.technician_id, o.data ->> 'kind') "
        "OR encode(e.sha256, 'hex') IS DISTINCT FROM o.data ->> 'sha256'",
    ),
    Rule(
        "Every step that took effect left its mark on the seat of who did it",
        "SELECT o.op_id, o.type FROM operations o "
        "JOIN visits v ON v.id = o.visit_id AND NOT v.human_edited "
        "JOIN assignments a ON a.visit_id = v.id AND a.technician_id = o.technician_id "
        "WHERE o.fate IN ('applied', 'merged') AND CASE o.type "
        "  WHEN 'visit.acknowledge' THEN a.acknowledged_at IS NULL"
        "  WHEN 'visit.depart' THEN a.departed_at IS NULL"
        "  WHEN 'visit.arrive' THEN a.arrived_at IS NULL"
        "  WHEN 'visit.start' THEN a.work_started_at IS NULL"
        "  WHEN 'visit.finish' THEN a.work_ended_at IS NULL"
        "  WHEN 'visit.cannot_complete' THEN v.state <> 'failed' ELSE false END",
    ),
    Rule(
        "Nothing happened after it was told of, and a flag says that a clock is off",
        "SELECT op_id, estimated_at, received_at, skew_seconds, is_skewed "
        "FROM operations WHERE estimated_at > received_at "
        "OR is_skewed <> (abs(skew_seconds) > 300) "
        "OR abs(extract(epoch FROM device_at - estimated_at) - skew_seconds) > 1",
    ),
    Rule(
        "What is held, parked or rejected is somebody's to see",
        "SELECT op_id, fate, owner_organisation_id FROM operations o "
        "WHERE fate IN ('held', 'parked', 'rejected') AND NOT EXISTS ("
        "  SELECT FROM memberships m WHERE m.role = 'dispatcher' "
        "  AND m.organisation_id = o.owner_organisation_id)",
    ),
    Rule(
        "Nobody is booked in two places",
        "SELECT a.technician_id, a.visit_id, b.visit_id FROM assignments AS a "
        "JOIN assignments AS b ON a.technician_id = b.technician_id AND a.id < b.id "
        "AND a.during && b.during WHERE a.is_booked AND b.is_booked",
    ),
    Rule(
        "What a feed told last of a visit is how it is",
        "SELECT DISTINCT ON (f.scope, f.entity_id) f.scope, v.id, f.version, v.version "
        "FROM feed_entries f JOIN visits v ON v.id = f.entity_id "
        "JOIN assignments a ON a.visit_id = v.id "
        "AND f.scope = 'technician:' || a.technician_id "
        "WHERE f.entity = 'visit' AND NOT EXISTS (SELECT FROM feed_entries later "
        "  WHERE later.scope = f.scope AND later.entity = 'visit' "
        "  AND later.entity_id = f.entity_id AND later.number > f.number) "
        "AND f.version <> v.version",
    ),
)
