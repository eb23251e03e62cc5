"""Runs come to an end, and a published proposal is in the plan, all of it, once."""

import psycopg

from tests.support.faults.checks.rule import Rule, broken, tell
from tests.support.faults.ledger import Ledger

RULES = (
    Rule(
        "No run stays at work",
        "SELECT id, state, attempt FROM plan_runs WHERE state IN ('queued', 'running')",
    ),
    Rule(
        "No run failed",
        "SELECT id, failure FROM plan_runs WHERE state = 'failed'",
    ),
    Rule(
        "A run that is done has its proposal, and no other run has one",
        "SELECT run.id, run.state, proposal.id FROM plan_runs AS run "
        "LEFT JOIN proposals AS proposal ON proposal.run_id = run.id "
        "WHERE (run.state = 'done') <> (proposal.id IS NOT NULL)",
    ),
    Rule(
        "No proposal breaks a rule of planning",
        "SELECT id, violations FROM proposals WHERE violations <> '[]'::jsonb",
    ),
    Rule(
        "Each publishing raised its plan's version once",
        "SELECT plan.id, plan.version, count(proposal.id) FROM plans AS plan "
        "LEFT JOIN proposals AS proposal ON proposal.state = 'published' "
        "  AND proposal.territory_id = plan.territory_id "
        "GROUP BY plan.id HAVING plan.version <> 1 + count(proposal.id)",
    ),
    Rule(
        "Whatever a published proposal changes has an outcome, nothing else has",
        "SELECT change.id, proposal.state, change.outcome "
        "FROM proposal_changes AS change "
        "JOIN proposals AS proposal ON proposal.id = change.proposal_id "
        "WHERE (proposal.state = 'published' AND change.kind <> 'unchanged') "
        "  <> (change.outcome IS NOT NULL)",
    ),
    Rule(
        "A visit is where the publishing that changed it last put it",
        "SELECT visit.id, visit.version, change.visit_version, change.id "
        "FROM proposal_changes AS change JOIN visits AS visit ON "
        "  visit.id = change.visit_id AND visit.version = change.visit_version + 1 "
        "WHERE change.outcome = 'applied' AND change.kind IN ('added', 'moved') "
        "AND (visit.starts_at IS DISTINCT FROM change.starts_at OR "
        "  ARRAY(SELECT technician_id FROM assignments WHERE visit_id = visit.id "
        "    ORDER BY technician_id) IS DISTINCT FROM "
        "  ARRAY(SELECT unnest(change.technician_ids) ORDER BY 1))",
    ),
    Rule(
        "What was applied moved its visit on",
        "SELECT change.id, visit.version FROM proposal_changes AS change "
        "JOIN visits AS visit ON visit.id = change.visit_id "
        "WHERE change.outcome = 'applied' AND change.kind <> 'unchanged' "
        "AND visit.version <= change.visit_version",
    ),
)
PUBLISHED = (
    "SELECT proposal.id, count(change.id) FROM proposals AS proposal "
    "LEFT JOIN proposal_changes AS change ON change.proposal_id = proposal.id "
    "  AND change.outcome = 'applied' AND change.kind <> 'unchanged' "
    "WHERE proposal.state = 'published' GROUP BY proposal.id"
)


def problems(connection: psycopg.Connection, ledger: Ledger) -> list[str]:
    return [
        *broken(connection, RULES),
        *_unkept_runs(connection, ledger),
        *_unkept_publishings(connection, ledger),
    ]


def _unkept_runs(connection: psycopg.Connection, ledger: Ledger) -> list[str]:
    rows = connection.execute("SELECT id FROM plan_runs").fetchall()
    told = {entry.body["id"] for entry in ledger.of("plan.run")}
    other = told ^ {row[0] for row in rows}
    return [tell("Each acknowledged run was requested, once", other)] if other else []


def _unkept_publishings(connection: psycopg.Connection, ledger: Ledger) -> list[str]:
    rows = connection.execute(PUBLISHED).fetchall()
    there: dict[int, int] = {row[0]: row[1] for row in rows}
    told = {
        entry.asked["proposal"]["id"]: entry.body["applied"]
        for entry in ledger.of("plan.publish")
    }
    other = [
        (key, told.get(key), there.get(key))
        for key in told.keys() | there.keys()
        if told.get(key) != there.get(key)
    ]
    sentence = "Every acknowledged publishing is in the plan with as many changes"
    return [tell(sentence, other)] if other else []
