"""What cannot be an upload is refused before a byte is kept."""

import pytest

from app.visits.actions.attachments import MOST_BYTES, begin
from tests.integration.mobile.conftest import Job
from tests.integration.mobile.uploading import PATH


@pytest.mark.parametrize(
    "changed",
    [
        {"media_type": "image/svg+xml"},
        {"media_type": ""},
        {"sha256": "abc"},
        {"visit_id": "seven"},
        {"visit_id": "-1"},
    ],
)
def test_what_cannot_be_a_picture_of_a_visit_is_not_begun(
    job: Job, picture: bytes, changed: dict[str, str]
) -> None:
    answer = job.phone.begin(job.visit_id, picture, **changed)
    assert answer.status_code == 422
    assert answer.json is not None
    assert answer.json["errors"][0]["pointer"] == "/header/Upload-Metadata"


def test_headers_that_say_nothing_are_told_all_at_once(job: Job) -> None:
    answer = job.phone.call("POST", PATH, Upload_Metadata="visit_id ?,sha256")
    assert answer.status_code == 422
    assert answer.json is not None
    pointers = {fault["pointer"] for fault in answer.json["errors"]}
    assert pointers == {"/header/Upload-Length", "/header/Upload-Metadata"}


def test_a_picture_has_a_largest_size(job: Job, picture: bytes) -> None:
    metadata = "visit_id Nw=="
    too_many = str(MOST_BYTES + 1)
    answer = job.phone.call(
        "POST", PATH, Upload_Length=too_many, Upload_Metadata=metadata
    )
    assert answer.status_code == 422, "the rest is missing"
    begun = job.phone.begin(job.visit_id, picture)
    told = dict(begun.request.headers)
    answer = job.phone.call(
        "POST",
        PATH,
        Upload_Length=too_many,
        Upload_Metadata=told["Upload-Metadata"],
    )
    assert answer.status_code == 413


def test_the_same_bytes_have_one_size(job: Job, picture: bytes) -> None:
    begun = job.phone.begin(job.visit_id, picture)
    told = str(begun.request.headers["Upload-Metadata"])
    answer = job.phone.call("POST", PATH, Upload_Length="7", Upload_Metadata=told)
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"Upload_Offset": "x"}, 422),
        ({"Upload_Checksum": "md5 AAAA"}, 422),
        ({"Upload_Checksum": "sha256 ?"}, 422),
        ({"Content_Type": "application/json"}, 415),
        ({"Tus_Resumable": "0.2.0"}, 412),
        ({"Tus_Resumable": None}, 412),
    ],
)
def test_bytes_that_are_sent_otherwise_are_refused(
    job: Job, picture: bytes, changed: dict[str, str | None], status: int
) -> None:
    url = str(job.phone.begin(job.visit_id, picture).headers["Location"])
    assert job.phone.send(url, 0, picture, **changed).status_code == status
    assert job.phone.stands(url) == 0


@pytest.mark.parametrize("cap", ["MOST_OPEN", "MOST_A_DAY", "MOST_OPEN_BYTES"])
def test_a_technician_begins_so_many_and_no_more(
    job: Job, picture: bytes, cap: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(begin, cap, len(picture) if "BYTES" in cap else 1)
    first = job.phone.begin(job.visit_id, picture)
    assert first.status_code == 201
    answer = job.phone.begin(job.visit_id, picture + b"2")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "3600")
    assert job.phone.begin(job.visit_id, picture).status_code == 201
