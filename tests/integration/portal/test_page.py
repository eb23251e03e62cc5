"""What a customer sees of a project, from the first plan to the acceptance."""

import gzip
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from app.core.actor import SYSTEM, acting_as
from app.core.transaction import transaction
from app.projects.models import Project
from app.projects.states import ProjectState
from app.visits.actions.execution import (
    arrive,
    cannot_complete,
    finish_work,
    pause_work,
    start_travel,
    start_work,
)
from app.visits.states import FailureReason
from tests.integration.portal.conftest import CANARIES, Followed, Holder
from tests.integration.visits.site import plan
from tests.support.clock import TestClock

HOUR = timedelta(hours=1)


def drive(followed: Followed) -> None:
    with acting_as(followed.hand.actor):
        start_travel(followed.visits[0].id, followed.hand.does(8.5))


def reach(followed: Followed) -> None:
    with acting_as(followed.hand.actor):
        arrive(followed.visits[0].id, followed.hand.at_site(followed.visits[0], 9))


def begin(followed: Followed) -> None:
    with acting_as(followed.hand.actor):
        start_work(followed.visits[0].id, followed.hand.does(9.1))


def work(followed: Followed) -> None:
    drive(followed)
    reach(followed)
    begin(followed)


def deliver(followed: Followed) -> None:
    work(followed)
    with acting_as(followed.hand.actor):
        finish_work(followed.visits[0].id, followed.hand.does(10))


def test_a_planned_visit_shows_its_day_and_keeps_its_hour(
    followed: Followed, holder: Holder
) -> None:
    facts = holder.facts(followed.path)
    assert facts["turn"] == {
        "whose": "us",
        "why": "coming",
        "until": None,
        "reason": None,
    }
    assert facts["next_visit"]["kind"] == "delivery"
    assert facts["next_visit"]["visit"]["day"] == "2026-11-23"
    assert facts["next_visit"]["visit"]["expected_at"] is None
    assert [step["state"] for step in facts["sites"][0]["steps"]] == [
        "planned",
        "waiting",
        "waiting",
    ]
    page = holder.page(followed.path).text
    assert "Today, Mon 23 Nov" in page
    assert "09:00" not in page


def test_the_technician_is_named_on_the_way_and_neither_before_nor_after(
    followed: Followed, holder: Holder, clock: TestClock
) -> None:
    clock.advance(8 * HOUR)
    assert "Wang" not in holder.page(followed.path).text
    drive(followed)
    visit = holder.facts(followed.path)["next_visit"]["visit"]
    assert visit["stage"] == "on_the_way"
    assert visit["technicians"] == ["Wang"]
    assert visit["expected_at"] == "2026-11-23T01:00:00+00:00"
    assert "Wang: on the way to you" in holder.page(followed.path).text
    reach(followed)
    assert "Wang: there now" in holder.page(followed.path).text
    begin(followed)
    page = holder.page(followed.path).text
    assert "Wang: at work" in page
    assert "there since 09:00" in page
    with acting_as(followed.hand.actor):
        pause_work(followed.visits[0].id, followed.hand.does(9.5), "lunch")
    assert "Wang: having a pause" in holder.page(followed.path).text


def test_what_is_done_stays_with_its_times_and_without_names(
    followed: Followed, holder: Holder
) -> None:
    deliver(followed)
    page = holder.page(followed.path).text
    assert "Wang" not in page
    assert "Mon 23 Nov 09:00–10:00" in page
    [visit] = holder.facts(followed.path)["sites"][0]["steps"][0]["visits"]
    assert visit["stage"] == "done"
    assert visit["technicians"] == []


def test_a_rest_between_two_works_is_nobodys_turn(
    followed: Followed, holder: Holder, clock: TestClock
) -> None:
    deliver(followed)
    clock.advance(10 * HOUR)
    facts = holder.facts(followed.path)
    assert facts["turn"]["whose"] == "time"
    assert facts["turn"]["until"] == "2026-11-24T02:00:00+00:00"
    assert "Resting until tomorrow, Tue 24 Nov 10:00" in holder.page(followed.path).text
    clock.advance(26 * HOUR)
    assert holder.facts(followed.path)["turn"]["why"] == "planning"


def test_who_could_not_get_in_makes_it_the_customers_turn(
    followed: Followed, holder: Holder
) -> None:
    drive(followed)
    reach(followed)
    with acting_as(followed.hand.actor):
        cannot_complete(
            followed.visits[0].id,
            followed.hand.does(9.2),
            FailureReason.NO_ACCESS,
            "nobody there",
            {},
        )
    turn = holder.facts(followed.path)["turn"]
    assert (turn["whose"], turn["reason"]) == ("customer", "no_access")
    page = holder.page(followed.path).text
    assert "We could not get in." in page
    assert "Please tell us when we may come again" in page
    assert "nobody there" not in page


def test_the_acceptance_is_the_customers(followed: Followed, holder: Holder) -> None:
    with acting_as(SYSTEM), transaction() as tx:
        project = tx.session.get_one(Project, followed.project_id)
        project.state = ProjectState.ACCEPTANCE
    # The visit that is planned for today does not keep it from being so.
    assert holder.facts(followed.path)["turn"]["why"] == "acceptance"
    page = holder.page(followed.path, "zh-CN").text
    assert "等待您验收" in page


def test_the_page_speaks_the_customers_language_or_the_one_asked_for(
    followed: Followed, holder: Holder
) -> None:
    assert 'lang="zh-Hans"' in holder.page(followed.path, "zh-CN,zh;q=0.9").text
    assert "今天" in holder.page(followed.path, "zh-CN").text
    assert 'lang="en"' in holder.page(f"{followed.path}?lang=en", "zh-CN").text
    assert 'lang="en"' in holder.page(f"{followed.path}?lang=fr", "fr").text


def test_nothing_personal_is_on_the_page_or_in_the_json(
    followed: Followed, holder: Holder
) -> None:
    work(followed)
    shown = holder.page(followed.path).text + str(holder.facts(followed.path))
    assert [word for word in CANARIES.values() if word in shown] == []
    assert "Villa" not in shown
    assert "+86 21 5555 0100" in shown


def test_nothing_of_it_is_kept_found_or_told(
    followed: Followed, holder: Holder
) -> None:
    for path in (followed.path, f"{followed.path}.json", "/t/unknown"):
        answer = holder.page(path)
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in answer.headers["X-Robots-Tag"]
        assert "Set-Cookie" not in answer.headers


def test_an_unchanged_page_is_not_sent_again_and_a_changed_one_is(
    followed: Followed, holder: Holder
) -> None:
    tag = holder.page(followed.path).headers["ETag"]
    again = holder.page(followed.path, **{"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    other = holder.page(f"{followed.path}?lang=zh", **{"If-None-Match": tag})
    assert other.status_code == 200
    drive(followed)
    newer = holder.page(followed.path, **{"If-None-Match": tag})
    assert newer.status_code == 200
    assert newer.headers["ETag"] != tag


def test_the_page_ages_with_the_clock(
    followed: Followed, holder: Holder, clock: TestClock
) -> None:
    tag = holder.page(followed.path).headers["ETag"]
    clock.advance(timedelta(days=1))
    assert holder.page(followed.path, **{"If-None-Match": tag}).status_code == 200


def test_the_whole_page_weighs_less_than_100_kb(
    followed: Followed, holder: Holder, app: Flask
) -> None:
    plan(followed.world, followed.visits[1], followed.hand, hour=14 + 24)
    work(followed)
    answer = holder.page(followed.path)
    static = Path(app.static_folder or "")
    if not (static / "dist/manifest.json").is_file():
        pytest.fail("build the front end first: make setup")
    parts = [answer.data, *loaded_by(answer.text, static)]
    assert len(parts) >= 4, "page, styles, script, icon"
    assert sum(len(gzip.compress(part)) for part in parts) < 100_000


def loaded_by(page: str, static: Path) -> list[bytes]:
    """Return what the page makes a browser fetch: all that it names in its head."""
    head = page.partition("</head>")[0]
    names = {
        piece.partition('"')[0]
        for piece in head.replace('href="', 'src="').split('src="/static/')[1:]
    }
    files = [static / name for name in names]
    # What a script or a style would fetch besides must be counted, too.
    for file in files:
        text = file.read_text("utf-8")
        assert "import(" not in text, file
        assert "@import" not in text, file
    return [file.read_bytes() for file in files]
