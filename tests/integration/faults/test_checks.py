"""The checker finds what it is there to find: each rule is broken on purpose."""

import psycopg
import pytest
from flask.testing import FlaskClient

from tests.support.cluster import Database
from tests.support.faults import checks
from tests.support.faults.caller import Answer, Caller
from tests.support.faults.clients.desk import Desk
from tests.support.faults.clients.imports import import_files
from tests.support.faults.clients.plans import plan_places
from tests.support.faults.clients.visits import place_visits
from tests.support.faults.dice import dice
from tests.support.faults.ledger import Ledger
from tests.support.faults.world import make_world
from tests.support.jobs import RunJobs

CLIENTS = (place_visits, import_files, plan_places)
LAST = ("visit.pin", "import.commit", "plan.publish")
FAULTS = {
    "Every site has one work order": "DELETE FROM work_orders WHERE kind = 'delivery'",
    "Every project has its sites": "DELETE FROM sites",
    "Each work order of a site but its first": "DELETE FROM work_order_dependencies",
    "Every work order names what": "DELETE FROM work_order_lines",
    "A work order is cut into its day parts": "DELETE FROM visits",
    "Every project has its owner's grant": "DELETE FROM project_grants",
    "Every project, work order and visit was announced": (
        "DELETE FROM feed_entries WHERE entity = 'visit'"
    ),
    "A feed's numbers": "DELETE FROM feed_entries WHERE number = 2",
    "A chain of audit rows ends": "UPDATE audit_heads SET number = number + 1",
    "Audit chains are whole": "UPDATE audit_entries SET action = 'other'",
    "What a client was told is kept": "DELETE FROM idempotency_keys",
    "Every kept answer was told": "UPDATE idempotency_keys SET key = key || 'x'",
    "Every acknowledged order is there": (
        "UPDATE projects SET external_reference = 'x' || id"
    ),
    "Every job came to its end": (
        "INSERT INTO procrastinate_jobs (queue_name, task_name, status) "
        "VALUES ('default', 'a', 'doing')"
    ),
    "A visit with a time has its whole crew": "DELETE FROM assignments",
    "Nobody is booked in two places": (
        "ALTER TABLE assignments DROP CONSTRAINT "
        "assignments_no_overlap; INSERT INTO assignments (visit_id, seat, "
        "owner_organisation_id, technician_id, starts_at, ends_at, state) "
        "SELECT visit_id, seat + 1, owner_organisation_id, technician_id, starts_at, "
        "ends_at, state FROM assignments"
    ),
    "A visit lasts as long as its part": (
        "UPDATE visits SET ends_at = ends_at + interval '1 minute'"
    ),
    "A work order is scheduled exactly": "UPDATE work_orders SET state = 'scheduled'",
    "A work order is ready exactly": "UPDATE work_orders SET state = 'ready'",
    "A project is planned exactly": "UPDATE projects SET state = 'planned'",
    "A pinned visit stands": "UPDATE visits SET version = 9 WHERE pinned",
    "What a feed told last of a visit": "UPDATE visits SET version = 9",
    "Every acknowledged assignment was made once": (
        "DELETE FROM audit_entries WHERE action = 'visit.assign'"
    ),
    "An import that was to be carried out": "UPDATE imports SET state = 'committing'",
    "What an import says of its rows": "UPDATE imports SET rows_added = 0",
    "A row that went in became": "UPDATE import_rows SET project_id = NULL",
    "A project was added by one import": (
        "INSERT INTO imports OVERRIDING USER VALUE SELECT * FROM imports; "
        "INSERT INTO import_rows SELECT (SELECT max(id) FROM imports), number, "
        "owner_organisation_id, values, faults, outcome, project_id FROM import_rows"
    ),
    "Every acknowledged import is done": "UPDATE imports SET state = 'preview'",
    "Every row of an acknowledged import is in once": (
        "UPDATE project_lines SET quantity = quantity + 1"
    ),
    "No run stays at work": "UPDATE plan_runs SET state = 'running' WHERE id = 1",
    "No run failed": "UPDATE plan_runs SET state = 'failed'",
    "A run that is done has its proposal": "DELETE FROM proposals",
    "No proposal breaks a rule": "UPDATE proposals SET violations = '[1]'",
    "Each publishing raised its plan's version": "UPDATE plans SET version = 9",
    "Whatever a published proposal changes": (
        "UPDATE proposal_changes SET outcome = NULL"
    ),
    "A visit is where the publishing": (
        "UPDATE visits SET starts_at = starts_at - interval '1 hour', "
        "ends_at = ends_at - interval '1 hour'"
    ),
    "What was applied moved its visit on": "UPDATE visits SET version = 1",
    "Each acknowledged run was requested": "DELETE FROM plan_runs",
    "Every acknowledged publishing is in the plan": (
        "UPDATE proposal_changes SET outcome = 'dropped'"
    ),
    "Work follows what it waits for": (
        "UPDATE work_order_dependencies SET min_lag_seconds = 10000000"
    ),
}


class InProcess(Caller):
    """Asks the application itself, without a server."""

    def __init__(self, client: FlaskClient, token: str, ledger: Ledger) -> None:
        super().__init__(("", 0), token, ledger)
        self._client = client

    def _send(
        self, method: str, path: str, content: bytes | None, headers: dict[str, str]
    ) -> Answer:
        sent = headers | {"Authorization": f"Bearer {self._token}"}
        answer = self._client.open(path, method=method, data=content, headers=sent)
        return Answer(answer.status_code, answer.get_json())


@pytest.fixture
def ledger(client: FlaskClient, database: Database, run_jobs: RunJobs) -> Ledger:
    """Return what clients were told until each had done what it is there for."""
    ledger = Ledger()
    world = make_world(database, 3)
    for name, deeds, last in zip(world.tokens, CLIENTS, LAST, strict=True):
        desk = Desk(name, InProcess(client, name, ledger), world, dice(1, name))
        steps = deeds(desk)
        while not ledger.of(last):
            next(steps)
            run_jobs()
    return ledger


def test_the_checker_finds_each_fault_that_it_is_there_to_find(
    database: Database, ledger: Ledger
) -> None:
    missed = []
    with psycopg.connect(database.superuser_url) as connection:
        assert checks.problems(connection, ledger) == []
        for sentence, fault in FAULTS.items():
            # Without triggers, so that nothing mends or refuses the fault.
            connection.execute("SET LOCAL session_replication_role = replica")
            connection.execute(fault.encode())
            found = checks.problems(connection, ledger)
            if not any(problem.startswith(sentence) for problem in found):
                missed.append((sentence, found))
            connection.rollback()
    assert missed == []
