"""Imports: every good row in, once, and marked with the project it became."""

from collections import Counter

import psycopg

from tests.support.faults.checks.rule import Rule, broken, tell
from tests.support.faults.ledger import Ledger

RULES = (
    Rule(
        "An import that was to be carried out is",
        "SELECT id, state FROM imports WHERE state NOT IN ('preview', 'committed')",
    ),
    Rule(
        "What an import says of its rows is so",
        "SELECT shown.id FROM imports AS shown JOIN ("
        "  SELECT import_id, count(*) AS total,"
        "    count(*) FILTER (WHERE outcome IN ('good', 'added')) AS good,"
        "    count(*) FILTER (WHERE outcome = 'bad') AS bad,"
        "    count(*) FILTER (WHERE outcome = 'known') AS known,"
        "    count(*) FILTER (WHERE outcome = 'added') AS added,"
        "    count(*) FILTER (WHERE outcome = 'good') AS waiting"
        "  FROM import_rows GROUP BY import_id) AS row ON row.import_id = shown.id "
        "WHERE (total, good, bad, known, added) IS DISTINCT FROM "
        "  (rows_total, rows_good, rows_bad, rows_known, rows_added) "
        "OR (state = 'committed' AND waiting > 0)",
    ),
    Rule(
        "A row that went in became the project of its reference",
        "SELECT import_id, number, outcome FROM import_rows "
        "LEFT JOIN projects AS project ON project.id = import_rows.project_id "
        "WHERE outcome IN ('added', 'known') AND project.external_reference "
        "  IS DISTINCT FROM import_rows.values ->> 'external_reference'",
    ),
    Rule(
        "A project was added by one import at most",
        "SELECT project_id, array_agg(DISTINCT import_id) FROM import_rows "
        "WHERE outcome = 'added' GROUP BY project_id "
        "HAVING count(DISTINCT import_id) > 1",
    ),
)
IMPORTED = (
    "SELECT project.external_reference, model.code, line.quantity "
    "FROM projects AS project JOIN project_lines AS line "
    "  ON line.project_id = project.id "
    "JOIN catalogue_models AS model ON model.id = line.model_id"
)
STATES = "SELECT id, state, rows_bad FROM imports"


def problems(connection: psycopg.Connection, ledger: Ledger) -> list[str]:
    return [*broken(connection, RULES), *_unkept(connection, ledger)]


def _unkept(connection: psycopg.Connection, ledger: Ledger) -> list[str]:
    """Every row of a committed file is there once, in a project of its own order."""
    there = Counter(connection.execute(IMPORTED).fetchall())
    states = {row[0]: row[1:] for row in connection.execute(STATES)}
    lost, unfinished = [], []
    for entry in ledger.of("import.commit"):
        if states.get(entry.body["id"]) != ("committed", entry.asked["broken"]):
            unfinished.append((entry.body["id"], states.get(entry.body["id"])))
        lost += [
            wanted
            for row in entry.asked["rows"]
            for wanted in [(row["external_reference"], row["model"], row["quantity"])]
            if there[wanted] != 1
        ]
    found = []
    if unfinished:
        found.append(tell("Every acknowledged import is done", unfinished))
    if lost:
        found.append(tell("Every row of an acknowledged import is in once", lost))
    return found
