"""Whether what phones sent in vain is in the list that dispatchers work through."""

import psycopg

from tests.support.faults.checks.rule import tell
from tests.support.simulator.calls import Request, Server

OPEN = (
    "SELECT o.id FROM operations o JOIN organisations g "
    "ON g.id = o.owner_organisation_id WHERE g.code = 'soak' "
    "AND o.resolved_at IS NULL AND o.fate IN ('held', 'parked', 'rejected')"
)
LIST = "/api/v1/operations?open=true&limit=100"


def unseen(server: Server, token: str, connection: psycopg.Connection) -> list[str]:
    """Return what waits for a dispatcher who is not shown it, or the other way."""
    waiting = {row[0] for row in connection.execute(OPEN).fetchall()}
    wrong = waiting ^ _listed(server, token)
    sentence = "Dispatchers are listed all that waits for them"
    return [tell(sentence, sorted(wrong))] if wrong else []


def _listed(server: Server, token: str) -> set[int]:
    listed: set[int] = set()
    after = ""
    while True:
        answer = server.ask(Request.of("GET", LIST + after, token))
        page = answer.body() if answer is not None and answer.is_good else None
        assert page is not None, answer
        listed |= {row["id"] for row in page["items"]}
        if not page.get("next"):
            return listed
        after = f"&after={page['next']}"
