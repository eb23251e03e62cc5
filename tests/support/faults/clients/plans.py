"""A client that has places planned and publishes what comes of it."""

from collections.abc import Iterator
from datetime import timedelta

from app.core.clock import today
from tests.support.faults.clients.desk import Desk

DAYS = 3
SECONDS = (1, 2)
UNDER_WAY = frozenset({"queued", "running"})
CANCELLED = 0.02


def plan_places(desk: Desk) -> Iterator[None]:
    """Look after all places in turn, for a run that lost its worker takes a while."""
    runs: dict[int, int] = {}
    while True:
        for place in desk.world.places:
            run_id = runs.get(place.territory_id)
            if run_id is None:
                run_id = _request(desk, place.territory_id)
            elif _is_settled(desk, run_id):
                run_id = None
            runs.pop(place.territory_id, None)
            if run_id is not None:
                runs[place.territory_id] = run_id
            yield


def _request(desk: Desk, territory_id: int) -> int | None:
    from_day = today("Asia/Shanghai") + timedelta(days=1)
    body = {
        "from_day": from_day.isoformat(),
        "days": DAYS,
        "seconds": desk.random.randint(*SECONDS),
        "seed": desk.random.randint(1, 1000),
    }
    answer = desk.act("plan.run", f"/territories/{territory_id}/runs", body)
    return int(answer.body["id"]) if answer.is_good else None


def _is_settled(desk: Desk, run_id: int) -> bool:
    run = desk.get(f"/runs/{run_id}")
    if run["state"] in UNDER_WAY:
        if desk.random.random() < CANCELLED:
            desk.act("plan.cancel", f"/runs/{run_id}/cancel", {})
        desk.linger()
        return False
    if run["proposal_id"] is not None:
        _publish(desk, run["proposal_id"])
    return True


def _publish(desk: Desk, proposal_id: int) -> None:
    proposal = desk.get(f"/proposals/{proposal_id}")
    path = f"/proposals/{proposal_id}/publish"
    desk.act("plan.publish", path, {}, proposal["version"], proposal=proposal)
