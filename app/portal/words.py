"""The page's words and times, in the customer's language and the site's zone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_skeleton, format_time
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from app.catalogue.states import WorkKind
from app.portal.projection import NextVisit, Shown, ShownVisit, Stage, Window
from app.visits.rules.steps import StepState, Whose, Why
from app.visits.states import FailureReason

LANGUAGES: Final = ("zh", "en")
_REGIONS: Final = {"zh": Locale("zh", "CN", script="Hans"), "en": Locale("en", "GB")}

KINDS: Final[Mapping[WorkKind, Any]] = {
    WorkKind.DELIVERY: _("Delivery"),
    WorkKind.INSTALLATION: _("Installation"),
    WorkKind.COMMISSIONING: _("Commissioning"),
    WorkKind.MAINTENANCE: _("Maintenance"),
    WorkKind.REPAIR: _("Repair"),
}
ABOUT: Final[Mapping[WorkKind, Any]] = {
    WorkKind.DELIVERY: _("The units are brought to the place and checked."),
    WorkKind.INSTALLATION: _("The units are put in place and connected."),
    WorkKind.COMMISSIONING: _("Everything is measured, set up and explained to you."),
    WorkKind.MAINTENANCE: _("Everything is cleaned, checked and measured."),
    WorkKind.REPAIR: _("What is wrong is found and put right."),
}
STEPS: Final[Mapping[StepState, Any]] = {
    StepState.WAITING: _("The day is not set yet"),
    StepState.PLANNED: _("Arranged"),
    StepState.UNDER_WAY: _("Under way"),
    StepState.CHECKING: _("Work done, being checked"),
    StepState.DONE: _("Done"),
    StepState.STOPPED: _("Not completed; a later visit carries on"),
}
STAGES: Final[Mapping[Stage, Any]] = {
    Stage.PLANNED: _("Arranged"),
    Stage.ON_THE_WAY: _("Coming to you"),
    Stage.ARRIVED: _("Arrived"),
    Stage.WORKING: _("Working"),
    Stage.PAUSED: _("Pause"),
    Stage.DONE: _("Done"),
    Stage.NOT_COMPLETED: _("Not completed"),
    Stage.MISSED: _("Did not take place"),
}
TURNS: Final[Mapping[Whose, Any]] = {
    Whose.US: _("We take care of it"),
    Whose.CUSTOMER: _("Your turn"),
    Whose.TIME: _("Resting time"),
    Whose.NOBODY: _("Nothing to do"),
}
REASONS: Final[Mapping[FailureReason, Any]] = {
    FailureReason.NOT_READY: _("The place was not ready for the work."),
    FailureReason.CUSTOMER_ABSENT: _("Nobody was there when we came."),
    FailureReason.NO_ACCESS: _("We could not get in."),
    FailureReason.MISSING_GOODS: _("Goods were missing."),
    FailureReason.MISSING_KIT: _("Tools or material were missing."),
    FailureReason.DAMAGED_GOODS: _("Goods were damaged."),
    FailureReason.UNSAFE: _("It was not safe to work."),
    FailureReason.OTHER: _("Something came in between."),
}
#: What to say when no visit is near: a title, and what follows from it.
_SAID: Final[Mapping[Why, tuple[Any, Any]]] = {
    Why.PLANNING: (
        _("We are planning the next visit"),
        _("The day is shown here as soon as it is set."),
    ),
    Why.CHECKING: (
        _("The work is done and is being checked"),
        _("Somebody else than those who did it looks over it."),
    ),
    Why.SITE_NOT_READY: (
        _("Please tell us when we may come again"),
        _("We plan the next visit as soon as we know."),
    ),
    Why.ACCEPTANCE: (
        _("Everything is installed: your acceptance is next"),
        _("We ask you to confirm that all is as it should be."),
    ),
    Why.ON_HOLD: (
        _("The project rests for now"),
        _("We get in touch before it goes on."),
    ),
    Why.CANCELLED: (_("The project was cancelled"), ""),
    Why.FINISHED: (_("Everything is done"), _("Thank you.")),
}


#: Somebody is on the way, or there.
LIVE: Final = frozenset({Stage.ON_THE_WAY, Stage.ARRIVED, Stage.WORKING, Stage.PAUSED})


@dataclass(frozen=True, slots=True)
class Headline:
    title: str
    detail: str


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says times as one does where the site is; `at` is the present moment."""

    language: str
    at: datetime

    def day(self, day: date, zone: str) -> str:
        """Name a day, and say so when it is today or tomorrow."""
        # Babel wants a moment; at noon every zone agrees on the day.
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo("UTC"))
        named = format_skeleton("MMMEd", noon, locale=_REGIONS[self.language])
        today = self.at.astimezone(ZoneInfo(zone)).date()
        if day == today:
            return str(gettext("today, %(day)s", day=named))
        if day == today + timedelta(days=1):
            return str(gettext("tomorrow, %(day)s", day=named))
        return named

    def hour(self, moment: datetime, zone: str) -> str:
        local = moment.astimezone(ZoneInfo(zone))
        return format_time(local, "HH:mm", locale=_REGIONS[self.language])

    def moment(self, moment: datetime, zone: str) -> str:
        day = moment.astimezone(ZoneInfo(zone)).date()
        return f"{self.day(day, zone)} {self.hour(moment, zone)}"

    def window(self, window: Window, zone: str) -> str:
        return f"{self.hour(window.start, zone)}–{self.hour(window.end, zone)}"

    def when(self, visit: ShownVisit, zone: str) -> str:
        """Say when a visit is, or was, as a line of its own."""
        told = self.within(visit, zone)
        return told[:1].upper() + told[1:]

    def within(self, visit: ShownVisit, zone: str) -> str:
        """Say it within a sentence, as exactly as it is told."""
        if visit.day is None:
            return ""
        day = self.day(visit.day, zone)
        if visit.arrived_at and visit.ended_at:
            taken = Window(visit.arrived_at, visit.ended_at)
            return f"{day} {self.window(taken, zone)}"
        if visit.window:
            return f"{day} {self.window(visit.window, zone)}"
        if visit.arrived_at:
            since = self.hour(visit.arrived_at, zone)
            return str(gettext("%(day)s, since %(hour)s", day=day, hour=since))
        if visit.expected_at:
            hour = self.hour(visit.expected_at, zone)
            return str(gettext("%(day)s, about %(hour)s", day=day, hour=hour))
        return day

    def headline(self, shown: Shown) -> Headline:
        """Say first what matters most now."""
        coming = shown.next_visit
        if coming is not None and shown.turn.why in _ABOUT_VISIT:
            return self._of_visit(coming)
        if shown.turn.why is Why.RESTING and shown.turn.until is not None:
            when = self.moment(shown.turn.until, shown.time_zone)
            return Headline(
                gettext("Resting until %(when)s", when=when),
                gettext("Pipes stay under pressure to prove that they are tight. "
                        "Nobody needs to do anything."),
            )  # fmt: skip
        title, detail = _SAID.get(shown.turn.why, _SAID[Why.PLANNING])
        reason = REASONS.get(shown.turn.reason) if shown.turn.reason else None
        return Headline(str(title), f"{reason} {detail}" if reason else str(detail))

    def _of_visit(self, coming: NextVisit) -> Headline:
        visit, zone = coming.visit, coming.time_zone
        names = gettext(" and ").join(visit.technicians) or gettext("Our team")
        kind = str(KINDS[coming.kind])
        said = {
            Stage.ON_THE_WAY: gettext("%(names)s: on the way to you", names=names),
            Stage.ARRIVED: gettext("%(names)s: there now", names=names),
            Stage.WORKING: gettext("%(names)s: at work", names=names),
            Stage.PAUSED: gettext("%(names)s: having a pause", names=names),
        }
        if visit.stage not in said:
            return Headline(self.when(visit, zone), kind)
        detail = kind
        if visit.arrived_at:
            since = self.hour(visit.arrived_at, zone)
            detail = gettext("%(kind)s, there since %(hour)s", kind=kind, hour=since)
        elif visit.expected_at:
            hour = self.hour(visit.expected_at, zone)
            detail = gettext("%(kind)s, expected about %(hour)s", kind=kind, hour=hour)
        return Headline(said[visit.stage], detail)


_ABOUT_VISIT: Final = frozenset({Why.COMING, Why.ON_THE_WAY, Why.AT_WORK})
