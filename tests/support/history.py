"""Months of work by chance, written past every wall; the figures' own SQL beside it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, Final

import psycopg

from tests.support.cluster import Database

BEGIN: Final = datetime(2026, 1, 5, tzinfo=UTC)
DAYS: Final = 60
ORDER: Final = (
    "INSERT INTO work_orders (reference, project_id, site_id, owner_organisation_id, "
    "territory_id, kind, state, duration_seconds, setup_seconds, crew_size, skills, "
    "load_kg, load_m3, priority, follow_up_of_id, verified_at, waiver, "
    "times_sent_back) SELECT %(reference)s, o.project_id, o.site_id, "
    "o.owner_organisation_id, o.territory_id, %(kind)s, %(state)s, 3600, 0, 1, '{}', "
    "0, 0, 'normal', %(follow_up)s, %(verified_at)s, %(waiver)s, %(sent_back)s "
    "FROM work_orders o WHERE o.id = %(like)s RETURNING id"
)
VISIT: Final = (
    "INSERT INTO visits (work_order_id, project_id, owner_organisation_id, "
    "territory_id, part, parts, duration_seconds, state, starts_at, ends_at, "
    "promise_start, promise_end, departed_at, arrived_at, work_started_at, "
    "work_ended_at, failure_reason) SELECT id, project_id, owner_organisation_id, "
    "territory_id, %(part)s, 2, %(planned)s, %(state)s, %(starts_at)s, %(ends_at)s, "
    "%(promise_start)s, %(promise_end)s, %(departed_at)s, %(arrived_at)s, "
    "%(work_started_at)s, %(work_ended_at)s, %(reason)s "
    "FROM work_orders WHERE id = %(order_id)s"
)
REASONS: Final = (
    "not_ready",
    "customer_absent",
    "no_access",
    "missing_goods",
    "missing_kit",
    "damaged_goods",
    "unsafe",
    "other",
)


@dataclass(frozen=True)
class History:
    """Work orders like a given one, with visits, drawn by a seed."""

    seed: int
    orders: int = 60
    begin: datetime = BEGIN

    def write(self, database: Database, like: int) -> None:
        random = Random(self.seed)  # noqa: S311 - a test's dice
        with psycopg.connect(database.superuser_url) as connection:
            last: int | None = None
            for number in range(self.orders):
                order = self._order(random, f"WO-{self.seed}-{like}-{number}", last)
                row = connection.execute(ORDER, {**order, "like": like}).fetchone()
                assert row is not None
                last = row[0]
                for part in (1, 2)[: random.randint(1, 2)]:
                    visit = self._visit(random, part)
                    connection.execute(VISIT, {**visit, "order_id": last})

    def _order(self, random: Random, reference: str, last: int | None) -> Any:
        state = random.choice(
            ("in_progress", "work_done", "verified", "closed", "cannot_complete")
        )
        is_verified = state in ("verified", "closed")
        return {
            "reference": reference,
            "kind": random.choice(("delivery", "installation", "commissioning")),
            "state": state,
            "follow_up": last if random.random() < 0.2 else None,
            "verified_at": self._moment(random) if is_verified else None,
            "waiver": "As found" if is_verified and random.random() < 0.3 else None,
            "sent_back": random.choice((0, 0, 0, 1, 2)),
        }

    def _moment(self, random: Random) -> datetime:
        return self.begin + timedelta(seconds=random.randrange(DAYS * 86400))

    def _visit(self, random: Random, part: int) -> Any:
        starts = self._moment(random)
        times = [starts + timedelta(seconds=random.randint(-1800, 0))]
        for _ in range(3):
            times.append(times[-1] + timedelta(seconds=random.randint(0, 7200)))
        reached = random.choice((0, 2, 4, 4, 4, 4))
        departed, arrived, began, ended = (
            each if n < reached else None for n, each in enumerate(times)
        )
        failed = reached == 4 and random.random() < 0.3
        states = {0: "confirmed", 2: "on_site", 4: "failed" if failed else "done"}
        promised = random.random() < 0.7
        begin = starts - timedelta(minutes=random.choice((0, 30, 60)))
        return {
            "part": part,
            "planned": random.choice((1800, 3600, 5400)),
            "state": states[reached],
            "starts_at": starts,
            "ends_at": starts + timedelta(hours=2),
            "promise_start": begin if promised else None,
            "promise_end": begin + timedelta(hours=1) if promised else None,
            "departed_at": departed,
            "arrived_at": arrived,
            "work_started_at": began,
            "work_ended_at": ended,
            "reason": random.choice(REASONS) if failed else None,
        }


_WEEK = "date_trunc('week', (%s AT TIME ZONE 'Asia/Shanghai'))::date"
#: Written apart from `app.kpi`, from the words of the definitions alone.
INDEPENDENT: Final[dict[str, tuple[str, str]]] = {
    "first_time_fix": (
        "(SELECT max(v.work_ended_at) FROM visits v WHERE v.work_order_id = w.id)",
        (
            "count(*) FILTER (WHERE state IN ('work_done', 'verified', 'closed')), "
            "count(*) FROM work_orders w WHERE follow_up_of_id IS NULL AND state IN "
            "('work_done', 'verified', 'closed', 'cannot_complete')"
        ),
    ),
    "on_time_arrival": (
        "arrived_at",
        (
            "count(*) FILTER (WHERE arrived_at >= promise_start - interval '15 min' "
            "AND arrived_at <= promise_end + interval '15 min'), count(*) "
            "FROM visits w WHERE promise_start IS NOT NULL"
        ),
    ),
    "promise_calibration": (
        "arrived_at",
        (
            "count(*) FILTER (WHERE arrived_at >= promise_start "
            "AND arrived_at <= promise_end), count(*) "
            "FROM visits w WHERE promise_start IS NOT NULL"
        ),
    ),
    "travel_ratio": (
        "work_ended_at",
        (
            "sum(extract(epoch FROM arrived_at - departed_at))::bigint, "
            "sum(extract(epoch FROM arrived_at - departed_at + work_ended_at "
            "- work_started_at))::bigint FROM visits w WHERE departed_at IS NOT NULL "
            "AND work_ended_at IS NOT NULL"
        ),
    ),
    "wasted_trips": (
        "work_ended_at",
        (
            "count(*) FILTER (WHERE state = 'failed' AND failure_reason IN "
            "('not_ready', 'customer_absent', 'no_access', 'missing_goods', "
            "'missing_kit')), count(*) "
            "FROM visits w WHERE state IN ('done', 'failed')"
        ),
    ),
    "commissioning_yield": (
        "verified_at",
        (
            "count(*) FILTER (WHERE waiver IS NULL AND times_sent_back = 0), count(*) "
            "FROM work_orders w WHERE kind = 'commissioning' "
            "AND state IN ('verified', 'closed')"
        ),
    ),
    "duration_bias": (
        "work_ended_at",
        (
            "sum(extract(epoch FROM work_ended_at - work_started_at) "
            "- duration_seconds)::bigint, count(*) FROM visits w WHERE state = 'done'"
        ),
    ),
}


def computed(database: Database, figure: str, owners: list[int]) -> dict[str, Any]:
    """Return (part, whole) of each week that has any, by the independent SQL."""
    at, rest = INDEPENDENT[figure]
    week = _WEEK % at
    query = (
        f"SELECT {week}, {rest} AND w.owner_organisation_id = ANY(%s) "
        f"AND {at} IS NOT NULL GROUP BY 1 ORDER BY 1"
    )
    with psycopg.connect(database.superuser_url) as connection:
        rows = connection.execute(query.encode(), (owners,)).fetchall()
    return {str(begins): (int(part), int(whole)) for begins, part, whole in rows}
