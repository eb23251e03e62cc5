"""A change names the version it was made on."""

import pytest
from werkzeug.test import TestResponse

from tests.integration.web.conftest import Caller, body


def rename(admin: Caller, tag: str | None, name: str = "New") -> TestResponse:
    headers = {} if tag is None else {"If-Match": tag}
    path = f"/organisations/{admin.person.organisation_id}"
    return admin.ask("PATCH", path, json={"name": name}, headers=headers)


def test_the_etag_of_what_was_read_lets_one_change_through(admin: Caller) -> None:
    path = f"/organisations/{admin.person.organisation_id}"
    tag = admin.ask("GET", path).headers["ETag"]
    changed = rename(admin, tag)
    assert changed.status_code == 200
    assert changed.headers["ETag"] != tag
    assert body(changed)["name"] == "New"
    again = rename(admin, tag, "Newer")
    assert again.status_code == 412
    assert "fetch it again" in body(again)["detail"]
    assert rename(admin, changed.headers["ETag"], "Newer").status_code == 200


def test_a_list_of_tags_may_hold_the_right_one(admin: Caller) -> None:
    assert rename(admin, 'W/"x", "1"').status_code == 200


@pytest.mark.parametrize("tag", [None, "", " "])
def test_a_change_without_a_version_is_refused(admin: Caller, tag: str | None) -> None:
    answer = rename(admin, tag)
    assert answer.status_code == 428
    assert body(answer)["code"] == "version_missing"


@pytest.mark.parametrize(
    "tag",
    ["*", '""', 'W/"1"', 'W/"", ""', '"²"', '"-1"', '"1.0"', '"' + "9" * 40 + '"', "1"],
)
def test_a_tag_of_another_make_is_stale(admin: Caller, tag: str) -> None:
    assert rename(admin, tag).status_code == 412
