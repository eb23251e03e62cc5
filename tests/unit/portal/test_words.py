"""Every value that a customer can be shown has its words, and every time its form."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask_babel import Babel, force_locale

from app.catalogue.states import WorkKind
from app.portal import words
from app.portal.projection import (
    NextVisit,
    Shown,
    ShownVisit,
    Stage,
    Window,
)
from app.projects.states import ProjectState
from app.visits.rules.steps import StepState, Turn, Whose, Why
from app.visits.states import FailureReason

AT = datetime(2026, 11, 23, 1, tzinfo=UTC)
ZONE = "Asia/Shanghai"
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _babel() -> object:
    app = Flask(__name__)
    Babel(app)
    with app.test_request_context(), force_locale("en"):
        yield


def say() -> words.Speaker:
    return words.Speaker("en", AT)


def visit(stage: Stage = Stage.PLANNED, **facts: object) -> ShownVisit:
    known: dict[str, object] = {
        "part": 1,
        "parts": 1,
        "day": date(2026, 11, 25),
        "window": None,
        "expected_at": None,
        "arrived_at": None,
        "ended_at": None,
        "technicians": (),
        "reason": None,
    }
    return ShownVisit(stage=stage, **{**known, **facts})  # type: ignore[arg-type] # each by its name


def shown(turn: Turn, coming: ShownVisit | None = None) -> Shown:
    following = None
    if coming is not None:
        following = NextVisit(WorkKind.DELIVERY, None, ZONE, coming)
    state = ProjectState.DELIVERING
    return Shown("PRJ-1", state, 0, 3, turn, following, (), None, AT)


def test_every_value_has_its_words() -> None:
    for vocabulary, table in (
        (WorkKind, words.KINDS),
        (WorkKind, words.ABOUT),
        (StepState, words.STEPS),
        (Stage, words.STAGES),
        (Whose, words.TURNS),
        (FailureReason, words.REASONS),
    ):
        assert set(vocabulary) == set(table)


@pytest.mark.parametrize("why", Why)
def test_whatever_the_turn_there_is_a_headline(why: Why) -> None:
    said = say().headline(shown(Turn(Whose.US, why)))
    assert said.title


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"day": None}, ""),
        ({}, "Wed 25 Nov"),
        ({"day": date(2026, 11, 23)}, "Today, Mon 23 Nov"),
        ({"day": date(2026, 11, 24)}, "Tomorrow, Tue 24 Nov"),
        ({"window": Window(AT, AT + 2 * HOUR)}, "Wed 25 Nov 09:00–11:00"),
        ({"expected_at": AT}, "Wed 25 Nov, about 09:00"),
        ({"arrived_at": AT}, "Wed 25 Nov, since 09:00"),
        ({"arrived_at": AT, "ended_at": AT + HOUR}, "Wed 25 Nov 09:00–10:00"),
    ],
)
def test_a_visits_time_is_told_as_exactly_as_it_is_known(
    facts: dict[str, object], told: str
) -> None:
    planned = visit(Stage.PLANNED, **facts)
    assert say().when(planned, ZONE).replace(",", "") == told.replace(",", "")


def test_who_comes_is_named_with_all_who_come() -> None:
    coming = visit(Stage.ON_THE_WAY, technicians=("Bo", "Li"), expected_at=AT)
    said = say().headline(shown(Turn(Whose.US, Why.ON_THE_WAY), coming))
    assert said.title == "Bo and Li: on the way to you"
    assert said.detail == "Delivery, expected about 09:00"


def test_a_crew_without_names_is_our_team() -> None:
    said = say().headline(shown(Turn(Whose.US, Why.AT_WORK), visit(Stage.WORKING)))
    assert said == words.Headline("Our team: at work", "Delivery")


def test_a_rest_says_until_when() -> None:
    turn = Turn(Whose.TIME, Why.RESTING, AT + 25 * HOUR)
    assert say().headline(shown(turn)).title.startswith("Resting until tomorrow")


def test_what_kept_the_crew_from_it_comes_before_what_to_do() -> None:
    turn = Turn(Whose.CUSTOMER, Why.SITE_NOT_READY, reason=FailureReason.NOT_READY)
    assert say().headline(shown(turn)).detail.startswith("The place was not ready")
