"""A client that brings its own orders and places their deliveries by hand.

Once it has pinned a visit, nobody but itself moves it: it must be found at the end as
it was acknowledged last.
"""

from collections.abc import Iterator
from datetime import datetime, time, timedelta, timezone
from itertools import count
from typing import Any

from app.core.clock import today
from tests.support.faults.caller import Answer
from tests.support.faults.clients.desk import Desk
from tests.support.faults.world import Place

SHANGHAI = timezone(timedelta(hours=8))
DAYS = 20
HOURS = (8, 18)
HELD_AT_MOST = 12
TRIES = 8

Visit = dict[str, Any]


def place_visits(desk: Desk) -> Iterator[None]:
    held: list[tuple[Place, Visit]] = []
    for number in count(1):
        place = desk.random.choice(desk.world.places)
        order = desk.order(f"{desk.name}/{number}", place, sites=1)
        project = desk.act("order.send", "/projects", order, order=order).body
        yield
        visit = _delivery_of(desk, project["id"])
        while visit and not visit["pinned"]:
            placed = _assign(desk, place, visit)
            yield
            if placed is not None:
                desk.act(
                    "visit.pin", f"/visits/{visit['id']}/pin", {}, placed["version"]
                )
                yield
            visit = desk.get(f"/visits/{visit['id']}")
        held = [*held, (place, visit)][-HELD_AT_MOST:]
        yield from _rearrange(desk, held)


def _delivery_of(desk: Desk, project_id: int) -> Visit:
    visits = desk.get(f"/visits?project_id={project_id}")["items"]
    return next(visit for visit in visits if visit["kind"] == "delivery")


def _assign(desk: Desk, place: Place, visit: Visit) -> Visit | None:
    """Try crews and times until one is free; None when somebody else was quicker."""
    for _ in range(TRIES):
        body = {
            "technician_ids": [desk.random.choice(place.technician_ids)],
            "starts_at": _some_start(desk),
        }
        answer = desk.act(
            "visit.assign",
            f"/visits/{visit['id']}/assign",
            body,
            visit["version"],
            **body,
        )
        if answer.is_good:
            return answer.body
    return None


def _do(
    desk: Desk,
    verb: str,
    visit: Visit,
    body: dict[str, Any] | None = None,
    **asked: Any,
) -> Answer:
    path = f"/visits/{visit['id']}/{verb}"
    return desk.act(f"visit.{verb}", path, body or {}, visit["version"], **asked)


def _some_start(desk: Desk) -> str:
    day = today("Asia/Shanghai") + timedelta(days=desk.random.randint(1, DAYS))
    hour = time(desk.random.randint(*HOURS), desk.random.choice([0, 30]))
    return datetime.combine(day, hour, SHANGHAI).isoformat()


def _rearrange(desk: Desk, held: list[tuple[Place, Visit]]) -> Iterator[None]:
    """Move one of one's own visits, or let two of them change places."""
    index = desk.random.randrange(len(held))
    place, visit = held[index]
    moved = _assign(desk, place, visit)
    yield
    if moved is not None:
        held[index] = (place, moved)
    others = [v for p, v in held if p == place and v["id"] != visit["id"]]
    if not others:
        return
    other = desk.random.choice(others)
    visit = held[index][1]
    _do(desk, "swap", visit, {"with_visit_id": other["id"]}, first=visit, second=other)
    held[:] = [(p, desk.get(f"/visits/{v['id']}")) for p, v in held]
    yield
