"""What becomes of a picture: kept as pixels and shown, or refused and said so."""

import hashlib
import sys
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core import pictures
from app.core.actor import SYSTEM, Role, acting_as
from app.core.files import files
from app.core.transaction import transaction
from app.organisations.actions import Membership, NewUser, add_user
from app.visits.actions.attachments import forget_uploads, keep_picture
from app.visits.actions.execution import add_evidence
from app.visits.models import Attachment
from app.visits.rules import NewEvidence
from app.visits.states import AttachmentState, EvidenceKind
from app.web.feed import changes_after, organisation_scope, technician_scope
from tests.factories.people import make_token
from tests.integration.mobile.conftest import Job
from tests.integration.visits.world import at
from tests.support.clock import TestClock
from tests.support.jobs import RunJobs
from tests.support.pictures import clean, corpus


@pytest.fixture
def board(job: Job, app: Flask) -> FlaskClient:
    """Return a client that asks as a dispatcher."""
    with acting_as(SYSTEM), transaction():
        member = Membership(job.world.organisation_id, Role.DISPATCHER)
        user = add_user(NewUser("desk@example.com", "Desk", None, [member]))
        token = make_token(user.id)[1]
    client = app.test_client(use_cookies=False)
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
    return client


def record(job: Job, content: bytes) -> None:
    """Say on site that there is a photo, before its bytes are there."""
    with acting_as(job.hand.actor):
        add_evidence(
            job.visit_id,
            job.hand.does(9),
            NewEvidence(
                kind=EvidenceKind.PHOTO,
                purpose="before",
                sha256=hashlib.sha256(content).digest(),
                size=len(content),
                media_type="image/jpeg",
            ),
        )


def on_phone(job: Job) -> dict[str, Any]:
    answer = job.phone.call("GET", f"/mobile/v1/visits/{job.visit_id}")
    assert answer.json is not None
    found: dict[str, Any] = answer.json["evidence"][0]["picture"]
    return found


def listed(board: FlaskClient, job: Job) -> list[dict[str, Any]]:
    answer = board.get(f"/api/v1/visits/{job.visit_id}/attachments")
    assert answer.json is not None
    found: list[dict[str, Any]] = answer.json["items"]
    return found


def numbers(job: Job) -> list[int]:
    scopes = (
        technician_scope(job.hand.technician_id),
        organisation_scope(job.world.organisation_id),
    )
    with acting_as(SYSTEM), transaction():
        return [
            sum(e.entity == "visit" for e in changes_after(scope, 0, 500))
            for scope in scopes
        ]


def test_a_picture_is_kept_as_pixels_and_everybody_hears_of_it(
    job: Job, board: FlaskClient, picture: bytes, run_jobs: RunJobs
) -> None:
    record(job, picture)
    assert on_phone(job) == {"state": "pending", "reason": None}
    job.phone.upload(job.visit_id, picture, size=300)
    assert on_phone(job) == {"state": "pending", "reason": None}
    before = numbers(job)
    run_jobs()
    assert on_phone(job) == {"state": "stored", "reason": None}
    assert [after - had for after, had in zip(numbers(job), before, strict=True)] == [
        1,
        1,
    ]
    (one,) = listed(board, job)
    assert (one["state"], one["width"], one["height"]) == ("stored", 64, 96)
    assert one["sha256"] == hashlib.sha256(picture).hexdigest()
    for path in (
        f"/api/v1/attachments/{one['id']}",
        f"/api/v1/attachments/{one['id']}/small",
    ):
        shown = board.get(path)
        assert shown.mimetype == "image/jpeg"
        assert clean.read(shown.data).faults == ()
        assert shown.headers["X-Content-Type-Options"] == "nosniff"
        assert shown.headers["Content-Disposition"].startswith("inline; filename=")
        assert shown.headers["Cache-Control"].startswith("private")
        again = board.get(path, headers={"If-None-Match": shown.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
    assert list(files().names("uploads")) == []


def test_what_is_no_picture_is_refused_with_its_reason(
    job: Job, board: FlaskClient, run_jobs: RunJobs
) -> None:
    content = corpus.bad()["a document"]
    record(job, content)
    job.phone.upload(job.visit_id, content)
    before = numbers(job)
    run_jobs()
    assert on_phone(job) == {"state": "refused", "reason": "not_a_picture"}
    assert numbers(job)[0] > before[0]
    (one,) = listed(board, job)
    assert (one["state"], one["reason"]) == ("refused", "not_a_picture")
    shown = board.get(f"/api/v1/attachments/{one['id']}")
    assert (shown.status_code, shown.mimetype) == (409, "application/problem+json")
    again = job.phone.begin(job.visit_id, content)
    assert again.status_code == 422
    assert again.json is not None
    assert again.json["detail"] == pictures.REASONS["not_a_picture"]
    assert list(files().names("uploads")) == []


def test_a_picture_that_is_still_to_come_cannot_be_shown(
    job: Job, board: FlaskClient, picture: bytes
) -> None:
    job.phone.begin(job.visit_id, picture)
    (one,) = listed(board, job)
    assert (one["state"], one["received"]) == ("pending", 0)
    answer = board.get(f"/api/v1/attachments/{one['id']}")
    assert answer.status_code == 409
    assert answer.json is not None
    assert answer.json["code"] == "picture_pending"


def test_a_picture_whose_bytes_are_away_is_said_to_be(
    job: Job, board: FlaskClient, picture: bytes, run_jobs: RunJobs
) -> None:
    job.phone.upload(job.visit_id, picture)
    run_jobs()
    (one,) = listed(board, job)
    files().delete(f"attachments/{one['id']}.jpg")
    assert board.get(f"/api/v1/attachments/{one['id']}").status_code == 409


def the_row() -> Attachment:
    with acting_as(SYSTEM), transaction() as tx:
        return tx.session.query(Attachment).one()


def test_opening_twice_keeps_the_same(
    job: Job, picture: bytes, run_jobs: RunJobs
) -> None:
    job.phone.upload(job.visit_id, picture)
    run_jobs()
    row = the_row()
    with acting_as(SYSTEM):
        keep_picture(row.id)
        keep_picture(9_000_000)
    assert the_row().stored_sha256 == row.stored_sha256


class _KilledError(BaseException):
    """Stands for kill -9: nothing of ours runs after it."""


@pytest.mark.parametrize("where", ["reencode", "put", "commit"])
def test_a_worker_that_is_killed_while_it_opens_a_picture_opens_it_again(
    job: Job, picture: bytes, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    job.phone.upload(job.visit_id, picture)
    row = the_row()
    targets: dict[str, tuple[object, str]] = {
        "reencode": (pictures, "reencode"),
        "put": (type(files()), "put"),
        "commit": (keep_module(), "_settle_stored"),
    }

    def die(*_: object) -> None:
        raise _KilledError

    with monkeypatch.context() as patched:
        patched.setattr(*targets[where], die)
        with acting_as(SYSTEM), pytest.raises(_KilledError):
            keep_picture(row.id)
    assert the_row().state is AttachmentState.PENDING
    with acting_as(SYSTEM):
        keep_picture(row.id)
    assert the_row().state is AttachmentState.STORED


def keep_module() -> object:
    """Name the module, which the package hides behind its verbs."""
    return sys.modules["app.visits.actions.attachments.keep"]


def test_bytes_that_were_lost_are_no_picture(job: Job, picture: bytes) -> None:
    job.phone.upload(job.visit_id, picture)
    row = the_row()
    files().delete(f"uploads/{row.id}/0")
    with acting_as(SYSTEM):
        keep_picture(row.id)
    assert the_row().reason == "not_a_picture"


def test_what_no_job_opened_is_opened_at_night(
    job: Job, picture: bytes, clock: TestClock, run_jobs: RunJobs
) -> None:
    job.phone.upload(job.visit_id, picture)
    files().put("uploads/9000000/0", b"nobody's")
    with acting_as(SYSTEM), transaction() as tx:
        row = tx.session.query(Attachment).one()
        row.completed_at = at(0)
    with acting_as(SYSTEM):
        forget_uploads()
    assert len(list(files().names("uploads"))) == 1
    run_jobs()
    assert the_row().state is AttachmentState.STORED
    assert clock
