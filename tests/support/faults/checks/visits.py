"""Visits and their crews: one time, one crew, nobody in two places."""

from datetime import datetime
from typing import Any

import psycopg

from tests.support.faults.checks.rule import Rule, broken, tell
from tests.support.faults.ledger import Acknowledged, Ledger

RULES = (
    Rule(
        "Nobody is booked in two places",
        "SELECT a.technician_id, a.visit_id, b.visit_id FROM assignments AS a "
        "JOIN assignments AS b ON a.technician_id = b.technician_id AND a.id < b.id "
        "AND a.during && b.during WHERE a.is_booked AND b.is_booked",
    ),
    Rule(
        "A visit with a time has its whole crew at that time, one without has nobody",
        "SELECT visit.id, visit.state, orders.crew_size, count(seat.id) "
        "FROM visits AS visit "
        "JOIN work_orders AS orders ON orders.id = visit.work_order_id "
        "LEFT JOIN assignments AS seat ON seat.visit_id = visit.id "
        "GROUP BY visit.id, orders.crew_size HAVING count(seat.id) <> "
        "  CASE WHEN visit.starts_at IS NULL THEN 0 ELSE orders.crew_size END "
        "OR count(DISTINCT seat.technician_id) <> count(seat.id) "
        "OR bool_or((seat.starts_at, seat.ends_at, seat.state) IS DISTINCT FROM "
        "  (visit.starts_at, visit.ends_at, visit.state)) AND count(seat.id) > 0",
    ),
    Rule(
        "A visit lasts as long as its part of the work",
        "SELECT id FROM visits "
        "WHERE ends_at - starts_at <> make_interval(secs => duration_seconds)",
    ),
    Rule(
        "A work order is scheduled exactly while it may begin and all its parts can",
        "SELECT orders.id, orders.state FROM work_orders AS orders "
        "WHERE (orders.state = 'scheduled') <> ("
        "  NOT EXISTS (SELECT FROM visits WHERE work_order_id = orders.id"
        "    AND starts_at IS NULL)"
        "  AND NOT EXISTS (SELECT FROM work_order_dependencies AS tie"
        "    JOIN work_orders AS first ON first.id = tie.from_id"
        "    WHERE tie.to_id = orders.id AND first.state <> 'scheduled'))",
    ),
    Rule(
        "A work order is ready exactly while what comes first has its place",
        "SELECT orders.id, orders.state FROM work_orders AS orders "
        "WHERE (orders.state = 'draft') <> EXISTS ("
        "  SELECT FROM work_order_dependencies AS tie"
        "  JOIN work_orders AS first ON first.id = tie.from_id"
        "  WHERE tie.to_id = orders.id AND first.state <> 'scheduled')",
    ),
    Rule(
        "A project is planned exactly while all its work is scheduled",
        "SELECT project.id, project.state FROM projects AS project "
        "WHERE (project.state = 'planned') <> (SELECT bool_and(state = 'scheduled') "
        "  FROM work_orders WHERE project_id = project.id)",
    ),
    Rule(
        "Work follows what it waits for, with the lag between",
        "SELECT first.id, second.id FROM work_order_dependencies AS tie "
        "JOIN visits AS first ON first.work_order_id = tie.from_id "
        "JOIN visits AS second ON second.work_order_id = tie.to_id "
        "WHERE second.starts_at "
        "  < first.ends_at + make_interval(secs => tie.min_lag_seconds)",
    ),
    Rule(
        "What a feed told last of a visit is the visit's version",
        "SELECT visit.id, visit.version, max(entry.version) FROM visits AS visit "
        "JOIN feed_entries AS entry ON entity = 'visit' AND entity_id = visit.id "
        "WHERE scope LIKE 'organisation:%' "
        "GROUP BY visit.id HAVING visit.version <> max(entry.version)",
    ),
)
VISITS = (
    "SELECT visit.id, visit.version, visit.pinned, visit.starts_at, "
    "array_agg(technician_id ORDER BY seat) FROM visits AS visit "
    "JOIN assignments AS seat ON seat.visit_id = visit.id "
    "WHERE visit.pinned GROUP BY visit.id"
)
PLACING = frozenset({"visit.assign", "visit.pin", "visit.swap"})
Standing = tuple[int, bool, datetime, list[int]]


def problems(connection: psycopg.Connection, ledger: Ledger) -> list[str]:
    return [
        *broken(connection, RULES),
        *_moved_visits(connection, ledger),
        *_repeated_assignments(connection, ledger),
    ]


def _moved_visits(connection: psycopg.Connection, ledger: Ledger) -> list[str]:
    """A pinned visit stands as its client was told last; swaps tell of two."""
    rows = connection.execute(VISITS).fetchall()
    there: dict[int, Standing] = {row[0]: row[1:] for row in rows}
    told: dict[int, Standing] = {}
    for entry in ledger.acknowledged:
        if entry.deed in PLACING:
            told |= _standings(entry)
    wrong = [
        (visit_id, standing, there.get(visit_id))
        for visit_id, standing in told.items()
        if standing[1] and there.get(visit_id) != standing
    ]
    sentence = "A pinned visit stands as it was acknowledged last"
    return [tell(sentence, wrong)] if wrong else []


def _standings(entry: Acknowledged) -> dict[int, Standing]:
    found = {entry.body["id"]: _standing(entry.body)}
    if entry.deed == "visit.swap":
        before, other = entry.asked["first"], entry.asked["second"]
        crew, start = _standing(before)[3], _standing(before)[2]
        found[other["id"]] = (other["version"] + 1, other["pinned"], start, crew)
    return found


def _standing(visit: dict[str, Any]) -> Standing:
    seats = sorted(visit["seats"], key=lambda seat: int(seat["seat"]))
    crew = [int(seat["technician_id"]) for seat in seats]
    start = datetime.fromisoformat(visit["starts_at"])
    return visit["version"], visit["pinned"], start, crew


def _repeated_assignments(connection: psycopg.Connection, ledger: Ledger) -> list[str]:
    """As many assignments were noted as acknowledged: none was lost or done twice."""
    row = connection.execute(
        "SELECT count(*) FROM audit_entries WHERE action = 'visit.assign'"
    ).fetchone()
    noted, told = row[0] if row else 0, len(ledger.of("visit.assign"))
    sentence = "Every acknowledged assignment was made once"
    return [] if noted == told else [tell(sentence, [f"{noted} made, {told} told"])]
