"""What must hold at rest, asked of the database past every wall."""

import psycopg

from tests.support.faults.checks import house, imports, orders, plans, visits
from tests.support.faults.ledger import Ledger

PARTS = (
    house.problems,
    imports.problems,
    orders.problems,
    plans.problems,
    visits.problems,
)


def problems(connection: psycopg.Connection, ledger: Ledger) -> list[str]:
    return [problem for part in PARTS for problem in part(connection, ledger)]
