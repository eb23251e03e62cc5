"""Visits in other people's calendars: what is told, and until when."""

from datetime import datetime, timedelta

from flask.testing import FlaskClient

from app.core.actor import SYSTEM, acting_as
from app.core.clock import now
from app.core.transaction import transaction
from app.integrations.actions.calendars import (
    give_projects,
    give_technicians,
)
from app.visits.actions import assign_visit, cancel_visits, unassign_visit
from app.visits.actions.send_off import dispatch_visit
from app.visits.models import Visit
from tests.integration.portal.conftest import CANARIES, Followed
from tests.integration.portal.programs import Program
from tests.integration.visits.world import at
from tests.support.clock import TestClock


def fresh(visit: Visit) -> Visit:
    with acting_as(SYSTEM), transaction() as tx:
        row = tx.session.get_one(Visit, visit.id)
        tx.session.refresh(row)
        return row


def put(followed: Followed, visit: Visit, day: int) -> None:
    with acting_as(followed.world.dispatcher):
        assign_visit(visit.id, [followed.hand.technician_id], at(9, day))


def test_a_technician_reads_when_and_where(followed: Followed, own: Program) -> None:
    (event,) = own.events()
    visit = fresh(followed.visits[0])
    assert event["UID"] == f"visit-{visit.id}@paigong"
    assert event["SUMMARY"].startswith("Delivery WO-T-")
    assert event.start == at(9)
    assert event.end == at(10)
    assert event.start.utcoffset() == timedelta(0)
    assert event["LOCATION"] == CANARIES["street"]
    assert event["STATUS"] == "CONFIRMED"
    assert event["SEQUENCE"] == visit.version
    assert event["LAST-MODIFIED"].dt == visit.changed_at.replace(microsecond=0)
    told = own.ask().text
    hidden = set(CANARIES) - {"street", "technician"}
    assert [name for name in hidden if CANARIES[name] in told] == []


def test_the_street_is_told_for_a_week_and_visits_for_two_months(
    followed: Followed, own: Program, clock: TestClock
) -> None:
    put(followed, followed.visits[1], 15)
    put(followed, followed.visits[2], 63)
    assert [event.get("LOCATION") for event in own.events()] == [
        CANARIES["street"],
        None,
    ]
    clock.advance(timedelta(days=10))
    first, second, third = own.events()
    assert (first.get("LOCATION"), third.get("LOCATION")) == (None, None)
    assert second["LOCATION"] == CANARIES["street"]
    clock.advance(timedelta(days=10))
    assert len(own.events()) == 2


def test_what_was_told_is_called_off_and_what_was_not_is_not_spoken_of(
    followed: Followed, own: Program, client: FlaskClient, clock: TestClock
) -> None:
    (before,) = own.events()
    clock.advance(timedelta(minutes=5))
    with acting_as(SYSTEM):
        cancel_visits([followed.visits[0].work_order_id])
    clock.advance(timedelta(minutes=5))
    (event,) = own.events()
    assert event["STATUS"] == "CANCELLED"
    assert event["UID"] == before["UID"]
    assert event["SEQUENCE"] > before["SEQUENCE"]
    assert event["LAST-MODIFIED"].dt > before["LAST-MODIFIED"].dt
    assert "LOCATION" not in event
    with acting_as(followed.world.dispatcher):
        late = give_technicians(followed.hand.technician_id, "", "en")
    for _ in range(2):
        assert Program(client, late.token).events() == []


def test_what_others_do_now_is_gone(followed: Followed, own: Program) -> None:
    tag = own.ask().headers["ETag"]
    with acting_as(followed.world.dispatcher):
        unassign_visit(followed.visits[0].id)
    assert own.ask(**{"If-None-Match": tag}).status_code == 200
    assert own.events() == []


def test_nothing_is_sent_twice(followed: Followed, own: Program) -> None:
    answer = own.ask()
    assert answer.mimetype == "text/calendar"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    tag = answer.headers["ETag"]
    for known in (tag, f"W/{tag}"):
        again = own.ask(**{"If-None-Match": known})
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == tag
    put(followed, followed.visits[0], 1)
    assert own.ask(**{"If-None-Match": tag}).headers["ETag"] != tag


def test_a_project_tells_what_its_customers_page_tells(
    followed: Followed, customers: Program
) -> None:
    visit = followed.visits[0]
    (event,) = customers.events()
    assert event.start == at(9).astimezone().date()
    assert event["SUMMARY"].startswith("Delivery PRJ-T-")
    with acting_as(followed.world.dispatcher):
        dispatch_visit(visit.id, override_reason="It is urgent.")
    assert [each.start for each in customers.events()] == [at(9)]
    with acting_as(SYSTEM), transaction() as tx:
        row = tx.session.get_one(Visit, visit.id)
        row.promise_start, row.promise_end = at(8), at(12)
    (event,) = customers.events()
    assert (event.start, event.end) == (at(8), at(12))
    told = customers.ask().text
    assert [word for word in CANARIES.values() if word in told] == []


def test_a_calendar_speaks_the_language_it_was_made_in(
    followed: Followed, client: FlaskClient
) -> None:
    with acting_as(followed.world.dispatcher):
        token = give_projects(followed.project_id, "", "zh").token
    told = Program(client, token).ask(**{"Accept-Language": "en"}).text
    assert "SUMMARY:配送 PRJ-T-" in told
    assert "X-WR-CALNAME:上门安排" in told


def test_the_moment_of_a_change_is_kept_by_the_clock_of_the_tests(
    followed: Followed, clock: TestClock
) -> None:
    clock.advance(timedelta(days=1))
    put(followed, followed.visits[1], 2)
    changed = fresh(followed.visits[1]).changed_at
    assert abs(changed - now()) < timedelta(minutes=1)
    assert isinstance(changed, datetime)
