"""A calendar as iCalendar has it: the same bytes as long as nothing changed."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from flask_babel import force_locale, gettext
from icalendar import Calendar, Event, vDuration, vText
from icalendar.enums import STATUS, TRANSP

from app.integrations.rules.calendars import CalendarEvent
from app.portal.words import KINDS

#: How often programs should ask.
EVERY: Final = timedelta(minutes=30)
_AS_TEXT: Final = f"PT{EVERY // timedelta(minutes=1)}M"


def write(
    about: str, calendar_id: int, language: str, events: Iterable[CalendarEvent]
) -> bytes:
    """Write events under the name of what they are about."""
    with force_locale(language):
        calendar = Calendar.new(
            prodid="-//Paigong//Visits//EN", uid=f"calendar-{calendar_id}@paigong"
        )
        name = vText(gettext("Visits: %(about)s", about=about))
        every = vDuration(EVERY)
        # Each under the standard's name, and the one that older programs know.
        for known in ("NAME", "X-WR-CALNAME"):
            calendar.add(known, name)
        calendar.add("REFRESH-INTERVAL", every, parameters={"VALUE": "DURATION"})
        calendar.add("X-PUBLISHED-TTL", _AS_TEXT)
        for event in events:
            calendar.add_component(_written(event))
    body: bytes = calendar.to_ical()
    return body


def _written(event: CalendarEvent) -> Event:
    visit = event.visit
    return Event.new(
        uid=f"visit-{visit.id}@paigong",
        sequence=visit.version,
        # Without a method, both say when it changed last.
        stamp=visit.changed_at,
        last_modified=visit.changed_at,
        start=event.start,
        end=event.end,
        status=STATUS(event.certainty),
        transparency=TRANSP.TRANSPARENT if event.is_all_day else TRANSP.OPAQUE,
        summary=_summary(event),
        location=visit.address,
    )


def _summary(event: CalendarEvent) -> str:
    visit = event.visit
    words = [str(KINDS[visit.kind]), visit.reference]
    if visit.parts > 1:
        words.append(f"{visit.part}/{visit.parts}")
    if visit.place:
        words.append(f"· {visit.place}")
    return " ".join(words)
