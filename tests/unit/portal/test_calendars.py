"""What a calendar says of a visit, and how it is written."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask_babel import Babel
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from app.catalogue.states import WorkKind
from app.integrations.rules.calendars import (
    CalendarVisit,
    Certainty,
    customers_events,
    technicians_events,
)
from app.portal.calendar_file import write
from app.visits.states import VisitState

NINE = datetime(2026, 11, 24, 17, tzinfo=UTC)
HOUR = timedelta(hours=1)
VISIT = CalendarVisit(
    id=7,
    version=3,
    state=VisitState.PLANNED,
    kind=WorkKind.INSTALLATION,
    part=1,
    parts=2,
    starts_at=NINE,
    ends_at=NINE + 2 * HOUR,
    promise_start=None,
    promise_end=None,
    dispatched_at=None,
    changed_at=NINE - HOUR,
    time_zone="Asia/Shanghai",
    reference="WO-1",
    place=None,
    address=None,
)


def told(**changes: Any) -> tuple[datetime | date, datetime | date]:
    (event,) = customers_events([replace(VISIT, **changes)])
    return event.start, event.end


def test_a_customer_is_told_the_day_there_until_the_hour_is_sure() -> None:
    # Where the work is, it is the next morning already.
    day = date(2026, 11, 25)
    for state in (VisitState.PLANNED, VisitState.CONFIRMED):
        assert told(state=state) == (day, date(2026, 11, 26))
    assert told(state=VisitState.DISPATCHED) == (NINE, NINE + 2 * HOUR)
    promise = {"promise_start": NINE - HOUR, "promise_end": NINE + HOUR}
    assert told(**promise) == (NINE - HOUR, NINE + HOUR)


def test_of_what_was_called_off_no_more_is_told_than_before() -> None:
    called_off: dict[str, Any] = {"state": VisitState.CANCELLED}
    assert told(**called_off) == (date(2026, 11, 25), date(2026, 11, 26))
    sent = {"dispatched_at": NINE - HOUR}
    assert told(**called_off, **sent) == (NINE, NINE + 2 * HOUR)


@pytest.mark.parametrize("state", [VisitState.OPEN, VisitState.TENTATIVE])
def test_a_hold_that_may_expire_is_nobodys_business_but_the_crews(
    state: VisitState,
) -> None:
    assert customers_events([replace(VISIT, state=state)]) == []


@pytest.mark.parametrize("state", VisitState)
def test_a_technician_is_told_how_sure_it_is(state: VisitState) -> None:
    (event,) = technicians_events([replace(VISIT, state=state)])
    assert (event.start, event.end) == (NINE, NINE + 2 * HOUR)
    wanted = {
        VisitState.TENTATIVE: Certainty.TENTATIVE,
        VisitState.CANCELLED: Certainty.CANCELLED,
    }.get(state, Certainty.CONFIRMED)
    assert event.certainty is wanted


@pytest.fixture(scope="module")
def app() -> Flask:
    app = Flask("calendars")
    Babel(app)
    return app


#: A byte order mark is dropped and a backslash before N read as a line's end by the
#: library that reads here.
READ_ALIKE = st.characters(
    exclude_categories=("Cs", "Cc", "Cf"), exclude_characters="\\"
)


@settings(max_examples=40)
@given(
    address=st.text(READ_ALIKE, min_size=1, max_size=200),
    place=st.text(st.sampled_from('a,;:\\" \n安🙂'), max_size=80),
)
def test_whatever_a_place_is_called_it_is_read_as_it_was_written(
    app: Flask, address: str, place: str
) -> None:
    visit = replace(VISIT, address=address, place=place or None)
    with app.app_context():
        body = write("A, B; C", 5, "en", technicians_events([visit]))
    read = Calendar.from_ical(body)
    assert rb"X-WR-CALNAME:Visits: A\, B\; C" in body.split(b"\r\n")
    (event,) = read.events
    assert str(event["LOCATION"]) == address
    assert str(event["SUMMARY"]).startswith("Installation WO-1 1/2")
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))


def test_the_same_visits_are_the_same_bytes(app: Flask) -> None:
    with app.app_context():
        first, second = (
            write("Ann", 5, "en", technicians_events([VISIT])) for _ in range(2)
        )
    assert first == second
    lines = first.decode().split("\r\n")
    for line in (
        "UID:visit-7@paigong",
        "SEQUENCE:3",
        "DTSTART:20261124T170000Z",
        "DTSTAMP:20261124T160000Z",
        "LAST-MODIFIED:20261124T160000Z",
        "REFRESH-INTERVAL;VALUE=DURATION:PT30M",
        "X-PUBLISHED-TTL:PT30M",
    ):
        assert line in lines
