"""Pictures come by tus: piece by piece, resumable, once, and only to an own visit."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask

from app.core.actor import SYSTEM, acting_as
from app.core.files import files
from app.core.transaction import Transaction, transaction
from app.visits.actions.attachments import (
    MOST_BYTES,
    forget_uploads,
    picture_name,
)
from app.visits.models import Attachment
from app.visits.states import AttachmentState
from tests.integration.mobile.conftest import Job
from tests.integration.mobile.uploading import PATH, checksum, phone_of
from tests.integration.visits.site import add_hand, plan
from tests.integration.visits.world import Work, add_project
from tests.support.clock import TestClock
from tests.support.cluster import Database
from tests.support.jobs import RunJobs, jobs_of


def row_of(url: str) -> Attachment | None:
    with acting_as(SYSTEM), transaction() as tx:
        return tx.session.get(Attachment, int(url.rpartition("/")[2]))


def test_a_phone_learns_what_is_spoken_here(job: Job) -> None:
    answer = job.phone.call("OPTIONS", PATH, Tus_Resumable=None)
    assert answer.status_code == 204
    assert answer.headers["Tus-Version"] == "1.0.0"
    assert set(answer.headers["Tus-Extension"].split(",")) == {
        "creation",
        "expiration",
        "checksum",
        "termination",
    }
    assert answer.headers["Tus-Max-Size"] == str(MOST_BYTES)
    assert answer.headers["Tus-Checksum-Algorithm"] == "sha256,sha1"


def test_a_picture_comes_in_pieces_and_is_opened_after_the_last(
    job: Job, picture: bytes, database: Database
) -> None:
    url = str(job.phone.begin(job.visit_id, picture).headers["Location"])
    assert job.phone.stands(url) == 0
    half = len(picture) // 2
    first = job.phone.send(url, 0, picture[:half])
    assert (first.status_code, first.headers["Upload-Offset"]) == (204, str(half))
    assert "Upload-Expires" in first.headers
    assert "visits.keep_picture" not in {name for name, *_ in jobs_of(database)}
    last = job.phone.send(url, half, picture[half:], Upload_Checksum=None)
    assert last.headers["Upload-Offset"] == str(len(picture))
    assert "visits.keep_picture" in {name for name, *_ in jobs_of(database)}
    assert job.phone.stands(url) == len(picture)


def test_an_upload_begun_again_goes_on_where_it_stands(
    job: Job, picture: bytes
) -> None:
    begun = job.phone.begin(job.visit_id, picture)
    job.phone.send(str(begun.headers["Location"]), 0, picture[:100])
    again = job.phone.begin(job.visit_id, picture)
    assert again.status_code == 201
    assert again.headers["Location"] == begun.headers["Location"]
    assert again.headers["Upload-Offset"] == "100"


def test_what_is_stored_need_not_be_sent_again(
    job: Job, picture: bytes, run_jobs: RunJobs
) -> None:
    url = job.phone.upload(job.visit_id, picture)
    run_jobs()
    again = job.phone.begin(job.visit_id, picture)
    assert again.headers["Location"] == url
    assert again.headers["Upload-Offset"] == str(len(picture))


def test_a_stored_picture_whose_bytes_were_lost_is_sent_again(
    job: Job, picture: bytes, run_jobs: RunJobs
) -> None:
    url = job.phone.upload(job.visit_id, picture)
    run_jobs()
    name = picture_name(int(url.rpartition("/")[2]))
    files().delete(name)
    assert job.phone.upload(job.visit_id, picture) == url
    run_jobs()
    assert files().get(name) is not None


def test_bytes_go_where_the_upload_stands_and_nowhere_else(
    job: Job, picture: bytes
) -> None:
    url = str(job.phone.begin(job.visit_id, picture).headers["Location"])
    for offset in (5, 10**17):
        answer = job.phone.send(url, offset, b"x")
        assert (answer.status_code, answer.json["code"]) == (409, "upload_offset")  # type: ignore[index] # problem+json
    assert job.phone.send(url, 0, picture + b"x").status_code == 422
    assert job.phone.stands(url) == 0


def test_of_two_senders_at_once_one_writes(
    job: Job, picture: bytes, run_jobs: RunJobs
) -> None:
    url = str(job.phone.begin(job.visit_id, picture).headers["Location"])
    pieces = [picture, picture[: len(picture) // 2]] * 3
    with ThreadPoolExecutor(len(pieces)) as pool:
        answers = list(pool.map(lambda piece: job.phone.send(url, 0, piece), pieces))
    codes = sorted(answer.status_code for answer in answers)
    assert codes == [204, 409, 409, 409, 409, 409]
    stands = job.phone.stands(url)
    if stands < len(picture):
        job.phone.send(url, stands, picture[stands:])
    run_jobs()
    found = row_of(url)
    assert found is not None
    assert found.state is AttachmentState.STORED


def test_a_line_that_breaks_has_brought_what_it_brought(
    job: Job, picture: bytes
) -> None:
    url = str(job.phone.begin(job.visit_id, picture).headers["Location"])
    half = len(picture) // 2
    told = {"Content_Length": str(len(picture)), "Upload_Checksum": None}
    assert job.phone.send(url, 0, picture[:half], **told).status_code == 204
    assert job.phone.stands(url) == half
    told = {"Content_Length": str(len(picture))}
    assert job.phone.send(url, half, picture[half:-1], **told).status_code == 204
    proven = job.phone.send(
        url,
        len(picture) - 1,
        b"",
        Content_Length="1",
        Upload_Checksum=checksum(picture[-1:]),
    )
    assert proven.status_code == 460
    assert job.phone.stands(url) == len(picture) - 1


class _KilledError(BaseException):
    """Stands for kill -9: nothing of ours runs after it."""


def test_a_server_that_is_killed_before_the_commit_has_taken_nothing(
    job: Job, picture: bytes, monkeypatch: pytest.MonkeyPatch, run_jobs: RunJobs
) -> None:
    url = str(job.phone.begin(job.visit_id, picture).headers["Location"])
    job.phone.send(url, 0, picture[:100])

    def die(*_: object) -> None:
        raise _KilledError

    with monkeypatch.context() as patched:
        patched.setattr(Transaction, "settle", die)
        with pytest.raises(_KilledError):
            job.phone.send(url, 100, picture[100:900])
    assert job.phone.stands(url) == 100
    # The next piece at that offset is another one: what the dead wrote counts no more.
    for start, end in ((100, 200), (200, len(picture))):
        assert job.phone.send(url, start, picture[start:end]).status_code == 204
    run_jobs()
    found = row_of(url)
    assert found is not None
    assert found.state is AttachmentState.STORED


@pytest.mark.parametrize("algorithm", ["sha256", "sha1"])
def test_a_piece_that_was_spoiled_on_its_way_is_not_taken(
    job: Job, picture: bytes, algorithm: str
) -> None:
    url = str(job.phone.begin(job.visit_id, picture).headers["Location"])
    told = checksum(picture, algorithm)
    spoiled = picture[:-1] + b"?"
    answer = job.phone.send(url, 0, spoiled, Upload_Checksum=told)
    assert (answer.status_code, answer.json["code"]) == (460, "checksum_mismatch")  # type: ignore[index] # problem+json
    assert job.phone.stands(url) == 0
    assert job.phone.send(url, 0, picture, Upload_Checksum=told).status_code == 204


def test_a_whole_that_is_not_what_was_announced_is_begun_anew_then_refused(
    job: Job, picture: bytes
) -> None:
    digest = hashlib.sha256(b"another").hexdigest()
    begun = job.phone.begin(job.visit_id, picture, sha256=digest)
    url = str(begun.headers["Location"])
    for _ in range(2):
        assert job.phone.send(url, 0, picture).status_code == 460
        assert job.phone.stands(url) == 0
    last = job.phone.send(url, 0, picture)
    assert (last.status_code, last.json["code"]) == (422, "picture_refused")  # type: ignore[index] # problem+json
    assert job.phone.call("HEAD", url).status_code == 410
    again = job.phone.begin(job.visit_id, picture, sha256=digest)
    assert (again.status_code, again.json["code"]) == (422, "picture_refused")  # type: ignore[index] # problem+json


def test_an_upload_given_up_is_gone_with_its_bytes(job: Job, picture: bytes) -> None:
    url = str(job.phone.begin(job.visit_id, picture).headers["Location"])
    job.phone.send(url, 0, picture[:100])
    assert list(files().names("uploads"))
    assert job.phone.call("DELETE", url).status_code == 204
    assert list(files().names("uploads")) == []
    assert job.phone.call("HEAD", url).status_code == 404


def test_what_is_whole_is_the_visits_and_stays(job: Job, picture: bytes) -> None:
    url = job.phone.upload(job.visit_id, picture)
    assert job.phone.call("DELETE", url).status_code == 409


def test_an_upload_waits_a_week_and_not_longer(
    job: Job, picture: bytes, clock: TestClock
) -> None:
    url = str(job.phone.begin(job.visit_id, picture).headers["Location"])
    job.phone.send(url, 0, picture[:100])
    clock.advance(timedelta(days=6))
    assert phone_of(job.phone.app, job.hand).stands(url) == 100
    clock.advance(timedelta(days=2))
    phone = phone_of(job.phone.app, job.hand)
    assert phone.call("HEAD", url).status_code == 410
    assert phone.send(url, 100, b"x").status_code == 410
    with acting_as(SYSTEM):
        forget_uploads()
    assert row_of(url) is None
    assert list(files().names("uploads")) == []


def test_only_pictures_of_a_visit_of_ones_own_are_taken(
    job: Job, app: Flask, picture: bytes
) -> None:
    other = add_hand(job.world, "wei")
    theirs = phone_of(app, other)
    assert theirs.begin(job.visit_id, picture).status_code == 404
    assert job.phone.begin(9_000_000_000, picture).status_code == 404
    url = str(job.phone.begin(job.visit_id, picture).headers["Location"])
    for answer in (
        theirs.call("HEAD", url),
        theirs.send(url, 0, picture),
        theirs.call("DELETE", url),
    ):
        assert answer.status_code == 404


def test_a_visit_given_to_others_still_gets_its_picture(
    job: Job, app: Flask, picture: bytes
) -> None:
    other = add_hand(job.world, "wei")
    plan(job.world, job.visit, other, hour=13)
    assert job.phone.begin(job.visit_id, picture).status_code == 201
    begun = phone_of(app, other).begin(job.visit_id, picture)
    assert begun.headers["Upload-Offset"] == "0"


def test_many_visits_have_pictures_of_the_same_bytes(job: Job, picture: bytes) -> None:
    other = add_project(job.world, Work())[0]
    plan(job.world, other, job.hand, hour=14)
    assert job.phone.upload(job.visit_id, picture) != job.phone.upload(
        other.id, picture
    )
