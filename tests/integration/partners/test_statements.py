"""What a partner did by project: one truth for both sides, and as a sheet."""

import csv
from dataclasses import dataclass
from io import StringIO
from typing import Any

import pytest
from flask import Flask

from app.core.actor import SYSTEM, acting_as
from app.core.transaction import transaction
from app.partners.actions.plan import plan_visit
from app.partners.models import Offer
from app.projects.models import Project
from app.technicians.models import Technician, Territory
from app.visits.actions import assign_visit
from app.visits.actions.execution import arrive, finish_work, start_work
from app.visits.models import Visit
from app.visits.rules import Doing
from tests.integration.partners.caller import Caller
from tests.integration.partners.market import (
    Market,
    Partner,
    accept,
    decline,
    offers_of,
)
from tests.integration.visits.site import now_of
from tests.integration.visits.world import Work, at

WEEK = "?from=2026-11-23&to=2026-11-29"
NOTHING = {
    "orders": 0,
    "visits": 0,
    "visits_done": 0,
    "planned_seconds": 0,
    "worked_seconds": 0,
    "amounts": [],
}


@dataclass(frozen=True)
class Taken:
    """Work that a partner took, and plans."""

    market: Market
    offer: Offer
    visit: Visit

    @property
    def partner(self) -> Partner:
        return self.market.partner(self.offer.partner_organisation_id)

    def planned(self, hour: float = 9, *others: int) -> "Taken":
        crew = [self.partner.technician_id, *others]
        with acting_as(self.partner.manager):
            plan_visit(self.offer.id, self.visit.id, crew, at(hour), self.visit.version)
        return self

    def worked(self, start: float, end: float, technician_id: int = 0) -> None:
        who = technician_id or self.partner.technician_id
        with acting_as(SYSTEM):
            arrive(self.visit.id, Doing(who, at(start)), "the gate is far away")
            start_work(self.visit.id, Doing(who, at(start)))
            finish_work(self.visit.id, Doing(who, at(end)))


def taken(market: Market, work: Work | None = None) -> Taken:
    visit = market.work(work or Work())[0]
    return Taken(market, accept(market, market.offer(visit)), now_of(visit))


def taken_by_the_next(market: Market) -> Taken:
    visit = market.work()[0]
    declined = decline(market, market.offer(visit))
    return Taken(market, accept(market, offers_of(declined)[-1]), now_of(visit))


@dataclass(frozen=True)
class Readers:
    """How those read a statement whom it is for, and those whom it is not for."""

    app: Flask
    taken: Taken

    def both(self, query: str = WEEK) -> Any:
        """Return the statement, which is one for both sides."""
        market = self.taken.market
        shown = [
            Caller(self.app, actor).ask("GET", f"/partner-statements{query}")
            for actor in (market.dispatcher, self.taken.partner.manager)
        ]
        assert shown[0] == shown[1]
        assert shown[0][0] == 200
        return shown[0][1]

    def sheet(self) -> list[dict[str, str]]:
        caller = Caller(self.app, self.taken.partner.manager)
        name, text = caller.download(f"/partner-statements.csv{WEEK}")
        assert name == "statement-2026-11-23-2026-11-29.csv"
        return list(csv.DictReader(StringIO(text.removeprefix("\ufeff"))))


def test_planned_and_real_hours_and_what_they_come_to(
    app: Flask, market: Market
) -> None:
    work = taken(market, Work(seconds=7200)).planned()
    work.worked(9.25, 10.75)
    shown = Readers(app, work).both()
    part = shown["projects"][0]
    assert part["project_id"] == work.visit.project_id
    assert part["partner"]["id"] == work.partner.organisation_id
    line = part["orders"][0]
    assert (line["kind"], line["state"]) == ("delivery", "in_progress")
    assert (line["visits"], line["visits_done"]) == (1, 1)
    assert (line["planned_seconds"], line["worked_seconds"]) == (7200, 5400)
    assert line["amount"] == {"minor": 18_000, "currency": "CNY"}
    assert part["total"] == shown["total"]
    assert shown["total"] == {
        "orders": 1,
        "visits": 1,
        "visits_done": 1,
        "planned_seconds": 7200,
        "worked_seconds": 5400,
        "amounts": [line["amount"]],
    }


def test_each_of_a_crew_counts_and_only_the_partners_people_are_paid(
    app: Flask, market: Market
) -> None:
    work = taken(market, Work(crew=2))
    ours = market.world.technicians[0]
    with acting_as(market.dispatcher):
        crew = [work.partner.technician_id, ours]
        assign_visit(work.visit.id, crew, at(9), work.visit.version)
    work.worked(9, 10)
    work.worked(9, 11, ours)
    total = Readers(app, work).both()["total"]
    assert (total["planned_seconds"], total["worked_seconds"]) == (7200, 3600)


def test_people_whom_the_dispatcher_does_not_know_count_for_both(
    app: Flask, market: Market
) -> None:
    work = taken(market).planned()
    work.worked(9, 10)
    home = work.partner.organisation_id
    with acting_as(SYSTEM), transaction() as tx:
        theirs = Territory(
            owner_organisation_id=home,
            code="theirs",
            name="Theirs",
            time_zone="Asia/Shanghai",
            centre_lat=31.2,
            centre_lon=121.4,
            radius_m=1000,
        )
        tx.session.add(theirs)
        tx.session.flush()
        person = tx.session.get_one(Technician, work.partner.technician_id)
        person.territory_id = theirs.id
    assert Readers(app, work).both()["total"]["worked_seconds"] == 3600


def test_a_visit_is_of_the_day_on_which_it_ended_there_or_is_to_start(
    app: Flask, market: Market
) -> None:
    readers = Readers(app, taken(market).planned(16))
    monday, tuesday = "?from=2026-11-23&to=2026-11-23", "?from=2026-11-24&to=2026-11-24"
    assert readers.both(monday)["total"]["visits"] == 1
    # Half an hour after midnight in Shanghai, when it is still Monday in UTC.
    readers.taken.worked(16, 24.5)
    assert readers.both(monday)["total"] == NOTHING
    assert readers.both(tuesday)["total"]["worked_seconds"] == 8.5 * 3600


def test_what_was_not_taken_or_has_no_time_is_not_stated(
    app: Flask, market: Market
) -> None:
    readers = Readers(app, taken(market))
    market.offer()
    shown = readers.both()
    assert shown == {
        "from": "2026-11-23",
        "to": "2026-11-29",
        "projects": [],
        "total": NOTHING,
    }
    assert readers.sheet() == []


def test_a_partner_reads_nothing_of_another_partners_work(
    app: Flask, market: Market
) -> None:
    first, second = taken(market).planned(), taken_by_the_next(market).planned()
    assert first.partner != second.partner
    caller = Caller(app, second.partner.manager)
    _, shown = caller.ask("GET", f"/partner-statements{WEEK}")
    assert [p["project_id"] for p in shown["projects"]] == [second.visit.project_id]
    _, both = Caller(app, market.dispatcher).ask("GET", f"/partner-statements{WEEK}")
    assert both["total"]["orders"] == 2


def test_without_a_rate_there_is_no_amount(app: Flask, market: Market) -> None:
    work = taken(market).planned()
    work.worked(9, 10)
    with acting_as(SYSTEM), transaction() as tx:
        offer = tx.session.get_one(Offer, work.offer.id)
        offer.rate_minor = offer.currency = None
    readers = Readers(app, work)
    shown = readers.both()
    assert shown["projects"][0]["orders"][0]["amount"] is None
    assert shown["total"]["amounts"] == []
    row = readers.sheet()[0]
    assert (row["worked_hours"], row["amount"], row["currency"]) == ("1.00", "", "")


def test_the_sheet_says_the_same_and_no_name_is_a_formula(
    app: Flask, market: Market
) -> None:
    work = taken(market).planned()
    work.worked(9, 10.5)
    with acting_as(SYSTEM), transaction() as tx:
        project = tx.session.get_one(Project, work.visit.project_id)
        project.name = '=HYPERLINK("http://evil.example")'
    row = Readers(app, work).sheet()[0]
    assert row["project_name"] == '\'=HYPERLINK("http://evil.example")'
    assert (row["planned_hours"], row["worked_hours"]) == ("1.00", "1.50")
    assert (row["hourly_rate"], row["amount"], row["currency"]) == (
        "120.00",
        "180.00",
        "CNY",
    )


@pytest.mark.parametrize(
    "query",
    ["?from=2026-11-02&to=2026-11-01", "?from=2026-01-01&to=2026-04-03", ""],
)
def test_days_that_are_none_or_too_many_are_refused(
    app: Flask, market: Market, query: str
) -> None:
    caller = Caller(app, market.dispatcher)
    for path in ("/partner-statements", "/partner-statements.csv"):
        assert caller.ask("GET", f"{path}{query}")[0] == 422
