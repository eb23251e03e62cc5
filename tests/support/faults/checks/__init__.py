"""What must hold at rest, asked of the database past every wall."""

import psycopg

from tests.support.faults.checks import house
from tests.support.faults.ledger import Ledger

PARTS = (house.problems,)


def problems(connection: psycopg.Connection, ledger: Ledger) -> list[str]:
    return [problem for part in PARTS for problem in part(connection, ledger)]
