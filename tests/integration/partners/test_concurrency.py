"""Many answers to one offer at once over HTTP: one of them counts."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import psycopg
import pytest
from flask import Flask

from app.core.actor import acting_as
from app.organisations.actions import make_token
from tests.integration.partners.market import make_market
from tests.integration.visits.world import make_world
from tests.support.cluster import Database

FEW, MANY = 12, 50

OUTCOME = """
SELECT
  (SELECT count(*) FROM offers WHERE id = %(id)s AND state = 'accepted'),
  (SELECT count(*) FROM offers WHERE work_order_id = %(order)s),
  (SELECT count(*) FROM project_grants WHERE project_id = %(project)s
   AND role = 'partner'),
  (SELECT state FROM work_orders WHERE id = %(order)s)
"""


def answer_at_once(app: Flask, database: Database, verbs: list[str]) -> Counter[int]:
    """Answer one offer in each of these ways at the same moment."""
    with app.app_context():
        market = make_market(make_world())
        offer = market.offer()
        with acting_as(market.partner(offer.partner_organisation_id).manager):
            token = make_token("many", 1).token
    barrier = Barrier(len(verbs))

    def answer(verb: str) -> int:
        client = app.test_client()
        headers = {"Authorization": f"Bearer {token}", "If-Match": '"1"'}
        barrier.wait()
        path = f"/api/v1/offers/{offer.id}/{verb}"
        body: dict[str, str] | None = {} if verb == "decline" else None
        return client.post(path, headers=headers, json=body).status_code

    with ThreadPoolExecutor(len(verbs)) as pool:
        answers = Counter(pool.map(answer, verbs))
    ids = {
        "id": offer.id,
        "order": offer.work_order_id,
        "project": offer.project_id,
    }
    with psycopg.connect(database.superuser_url) as connection:
        row = connection.execute(OUTCOME, ids).fetchone()
    if set(verbs) == {"accept"}:
        assert row == (1, 1, 1, "accepted")
    else:
        # Taken by the one who was asked, or offered to the next.
        assert row in {(1, 1, 1, "accepted"), (0, 2, 0, "offered")}
    return answers


@pytest.mark.parametrize(
    "clients", [FEW, pytest.param(MANY, marks=pytest.mark.soak)], ids=["few", "fifty"]
)
def test_of_many_who_accept_one_offer_at_once_one_wins(
    app: Flask, database: Database, clients: int
) -> None:
    answers = answer_at_once(app, database, ["accept"] * clients)
    assert answers == {200: 1, 409: clients - 1}


def test_of_those_who_accept_and_decline_at_once_one_is_heard(
    app: Flask, database: Database
) -> None:
    answers = answer_at_once(app, database, ["accept", "decline"] * (FEW // 2))
    assert answers == {200: 1, 409: FEW - 1}
