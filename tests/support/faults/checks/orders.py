"""Orders: whole or not at all, and each once."""

from collections import Counter
from typing import Any

import psycopg

from tests.support.faults.checks.rule import Rule, broken, tell
from tests.support.faults.ledger import Ledger

RULES = (
    Rule(
        "Every project has its sites, and every site its lines",
        "SELECT project.id FROM projects AS project "
        "LEFT JOIN sites AS site ON site.project_id = project.id "
        "LEFT JOIN project_lines AS line ON line.site_id = site.id "
        "WHERE line.model_id IS NULL",
    ),
    Rule(
        "Every site has one work order for each kind that its models ask for",
        "WITH wanted AS ("
        "  SELECT DISTINCT line.site_id, work.kind FROM project_lines AS line"
        "  JOIN model_works AS work USING (model_id)"
        "), found AS (SELECT site_id, kind, count(*) AS many FROM work_orders "
        "  GROUP BY site_id, kind) "
        "SELECT site_id, kind, many FROM wanted FULL JOIN found USING (site_id, kind) "
        "WHERE many IS DISTINCT FROM 1 OR wanted.site_id IS NULL",
    ),
    Rule(
        "Every work order names what the site asked for",
        "SELECT orders.id FROM work_orders AS orders "
        "LEFT JOIN project_lines AS line ON line.site_id = orders.site_id "
        "LEFT JOIN work_order_lines AS work ON work.work_order_id = orders.id "
        "  AND work.model_id = line.model_id "
        "WHERE work.quantity IS DISTINCT FROM line.quantity",
    ),
    Rule(
        "Each work order of a site but its first waits for another one there",
        "SELECT site_id, count(*), count(dependency.to_id) FROM work_orders "
        "LEFT JOIN work_order_dependencies AS dependency ON to_id = work_orders.id "
        "GROUP BY site_id HAVING count(*) <> count(dependency.to_id) + 1",
    ),
    Rule(
        "A work order is cut into its day parts, all of them and nothing else",
        "SELECT orders.id, array_agg(visit.part) FROM work_orders AS orders "
        "LEFT JOIN visits AS visit ON visit.work_order_id = orders.id "
        "GROUP BY orders.id HAVING "
        "sum(visit.duration_seconds) IS DISTINCT FROM orders.duration_seconds "
        "OR count(visit.id) <> max(visit.parts) OR min(visit.part) <> 1",
    ),
    Rule(
        "Every project has its owner's grant and one audit row of its making",
        "SELECT project.id FROM projects AS project WHERE (SELECT count(*) "
        "  FROM project_grants WHERE project_id = project.id AND role = 'owner') <> 1 "
        "OR (SELECT count(*) FROM audit_entries WHERE entity = 'project' "
        "  AND entity_id = project.id AND action = 'project.create') <> 1",
    ),
    Rule(
        "Every project, work order and visit was announced",
        "SELECT kind, id FROM ("
        "  SELECT 'project' AS kind, id FROM projects"
        "  UNION ALL SELECT 'work_order', id FROM work_orders"
        "  UNION ALL SELECT 'visit', id FROM visits) AS made "
        "WHERE NOT EXISTS (SELECT FROM feed_entries AS entry "
        "  WHERE entry.entity = made.kind AND entry.entity_id = made.id)",
    ),
)
PROJECTS = (
    "SELECT external_reference, project.id, "
    "(SELECT count(*) FROM sites WHERE project_id = project.id), "
    "(SELECT sum(quantity) FROM project_lines WHERE project_id = project.id) "
    "FROM projects AS project"
)


def problems(connection: psycopg.Connection, ledger: Ledger) -> list[str]:
    return [*broken(connection, RULES), *_unkept_orders(connection, ledger)]


def _unkept_orders(connection: psycopg.Connection, ledger: Ledger) -> list[str]:
    """Every acknowledged order is there once, as the project that was told."""
    rows = connection.execute(PROJECTS).fetchall()
    times = Counter(row[0] for row in rows)
    there = {(row[0], row[1], row[2], row[3]) for row in rows}
    lost = [
        entry.key
        for entry in ledger.of("order.send")
        if _told(entry.body, entry.asked["order"]) not in there
    ]
    found = [tell("Every acknowledged order is there as it was sent", lost)]
    twice = [reference for reference, many in times.items() if many > 1]
    found += [tell("No order is there twice", twice)] if twice else []
    return found if lost else found[1:]


def _told(project: dict[str, Any], order: dict[str, Any]) -> tuple[Any, ...]:
    units = sum(line["quantity"] for site in order["sites"] for line in site["lines"])
    return order["external_reference"], project["id"], len(order["sites"]), units
