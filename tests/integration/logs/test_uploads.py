"""What pictures bring along, what is wrong with them, and who sent them."""

import io
import logging
from typing import Any

import pytest

from app.core.errors import ConflictError
from tests.integration.logs.conftest import CANARIES, Refusing, leaked
from tests.integration.mobile.conftest import Job, job, picture, world
from tests.integration.mobile.uploading import PATH, b64, checksum
from tests.support.jobs import RunJobs
from tests.support.pictures import corpus

__all__ = ["job", "picture", "world"]

NAMED = {"filename": CANARIES["file"], "note": CANARIES["note"]}


def test_pictures_taken_and_refused(
    job: Job, lines: io.StringIO, picture: bytes, run_jobs: RunJobs
) -> None:
    phone = job.phone
    assert phone.begin(job.visit_id, picture, **NAMED).status_code in (201, 422)
    odd = f"{CANARIES['contact']} {b64(CANARIES['note'].encode())}"
    refused = [
        phone.begin(job.visit_id, picture, media_type=CANARIES["file"]),
        phone.begin(job.visit_id, picture, visit_id=CANARIES["phone"]),
        phone.call("POST", PATH, Upload_Length="9", Upload_Metadata=odd),
        phone.call("HEAD", f"{PATH}/{CANARIES['phone']}"),
    ]
    assert {answer.status_code for answer in refused} == {404, 422}
    url = phone.upload(job.visit_id, corpus.bad()["a document"], size=300)
    run_jobs()
    begun = str(phone.begin(job.visit_id, picture).headers["Location"])
    wrong = checksum(CANARIES["note"].encode())
    assert phone.send(begun, 0, picture, Upload_Checksum=wrong).status_code == 460
    assert phone.send(begun, 7, picture).status_code == 409
    phone.upload(job.visit_id, picture)
    run_jobs()
    phone.call("HEAD", url)
    told = lines.getvalue()
    assert told.count('"event": "request"') >= 9
    assert '"event": "job done"' in told
    assert leaked(told, phone.token) == []


def test_a_job_that_fails_at_a_picture(
    job: Job,
    lines: io.StringIO,
    picture: bytes,
    run_jobs: RunJobs,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(_: bytes) -> Any:
        raise ConflictError(CANARIES["name"]) from KeyError(CANARIES["street"])

    monkeypatch.setattr("app.core.pictures.reencode", fails)
    job.phone.upload(job.visit_id, picture)
    run_jobs()
    told = lines.getvalue()
    assert "builtins.KeyError\\nand then:" in told
    assert "app.core.errors.ConflictError: conflict" in told
    assert leaked(told, job.phone.token) == []


def test_uploads_that_the_database_refuses(
    job: Job, lines: io.StringIO, picture: bytes, refusing: Refusing
) -> None:
    with refusing("attachments"):
        assert job.phone.begin(job.visit_id, picture, **NAMED).status_code >= 422
        assert job.phone.begin(job.visit_id, picture).status_code == 500
    told = lines.getvalue()
    assert "CheckViolation" in told
    assert leaked(told, job.phone.token) == []


@pytest.mark.usefixtures("lines")
@pytest.mark.parametrize("name", ["PIL", "botocore", "geopy", "urllib3", "psycopg"])
def test_libraries_are_heard_from_a_warning_on(name: str) -> None:
    """They tell metadata, requests and addresses below it."""
    log = logging.getLogger(f"{name}.inner")
    assert log.isEnabledFor(logging.WARNING)
    assert not log.isEnabledFor(logging.INFO)
