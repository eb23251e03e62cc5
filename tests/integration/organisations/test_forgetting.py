from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.core.actor import SYSTEM, Role, acting_as
from app.core.clock import now
from app.core.database import session
from app.core.jobs import registered_jobs, registered_schedules
from app.core.transaction import transaction
from app.organisations.actions import forget
from app.organisations.models import LoginAttempt, Session
from app.organisations.states import OrganisationKind
from app.web.idempotency import StoredAnswer
from tests.factories.people import make_organisations, make_person, make_token
from tests.support.clock import TestClock

pytestmark = pytest.mark.usefixtures("app_context")


def keep_some() -> None:
    at = now()
    with transaction() as tx:
        home = make_organisations(f"at-{at:%j}")[OrganisationKind.BRAND]
        make_token(make_person(f"at-{at:%j}", Role.BRAND_MANAGER, home).user_id)
        tx.session.add_all(
            [
                LoginAttempt(subject="account:a", at=at),
                StoredAnswer(
                    actor="system",
                    key=f"{at:%j}",
                    body_hash=b"",
                    status=201,
                    headers={},
                    body=b"",
                    created_at=at,
                ),
            ]
        )


def counts() -> list[int]:
    return [
        session().scalar(select(func.count()).select_from(kind)) or 0
        for kind in (LoginAttempt, StoredAnswer, Session)
    ]


def test_each_thing_is_kept_for_its_time_and_no_longer(clock: TestClock) -> None:
    with acting_as(SYSTEM):
        keep_some()
        forget()
        assert counts() == [1, 1, 1]
        clock.advance(timedelta(days=2))
        forget()
        assert counts() == [0, 1, 1]
        clock.advance(timedelta(days=6))
        keep_some()
        forget()
        assert counts() == [1, 1, 2]
        clock.advance(timedelta(days=24))
        forget()
        assert counts() == [0, 0, 1]


def test_the_clock_knows_to_have_it_done(app: Flask) -> None:
    assert app
    assert "organisations.forget" in {job.name for job in registered_jobs()}
    assert "organisations.forget" in {each.job for each in registered_schedules()}
