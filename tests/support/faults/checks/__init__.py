"""What must hold at rest, asked of the database past every wall."""

import psycopg

from tests.support.faults.checks import house, orders, visits
from tests.support.faults.ledger import Ledger

PARTS = (house.problems, orders.problems, visits.problems)


def problems(connection: psycopg.Connection, ledger: Ledger) -> list[str]:
    return [problem for part in PARTS for problem in part(connection, ledger)]
