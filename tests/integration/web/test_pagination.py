"""A page after another shows every row once, whatever comes in meanwhile."""

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from app.core.actor import SYSTEM, acting_as
from app.core.database import session
from app.core.errors import InvalidError
from app.organisations.models import Organisation
from app.organisations.states import OrganisationKind
from app.web.pagination import Page, paginate
from tests.integration.web.conftest import Caller, body
from tests.support.cluster import Database


def add(names: list[str], start: int = 0) -> None:
    session().add_all(
        Organisation(kind=OrganisationKind.STORE, code=f"s-{start + n}", name=name)
        for n, name in enumerate(names)
    )
    session().commit()


def page(limit: int, after: str | None, *, descending: bool) -> Page[Organisation]:
    return paginate(
        select(Organisation),
        by=[Organisation.name, Organisation.id],
        limit=limit,
        after=after,
        descending=descending,
    )


@given(
    names=st.lists(st.sampled_from(["a", "b", "好", ""]), max_size=12),
    late=st.lists(st.sampled_from(["a", "b", "好"]), max_size=4),
    limit=st.integers(1, 6),
    descending=st.booleans(),
)
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_every_row_comes_exactly_once_also_while_others_come_in(
    app: Flask,
    database: Database,
    names: list[str],
    late: list[str],
    limit: int,
    *,
    descending: bool,
) -> None:
    database.reset()
    with app.test_request_context("/"), acting_as(SYSTEM):
        add(names)
        first = set(session().scalars(select(Organisation.id)))
        seen: list[int] = []
        after: str | None = None
        while True:
            found = page(limit, after, descending=descending)
            assert len(found.items) <= limit
            seen += [row.id for row in found.items]
            if found.next is None:
                break
            after = found.next
            add(late[:1], start=100 + len(seen))
            late = late[1:]
        assert len(seen) == len(set(seen))
        assert first <= set(seen)


def test_the_link_goes_on_with_the_same_filters(admin: Caller) -> None:
    answer = admin.ask("GET", "/organisations?limit=2")
    following = answer.headers["Link"]
    assert following.endswith('; rel="next"')
    address = following.partition(">")[0].removeprefix("</api/v1")
    assert "limit=2" in address
    onwards = admin.ask("GET", address)
    assert onwards.status_code == 200
    ids = {row["id"] for row in body(answer)["items"] + body(onwards)["items"]}
    assert len(ids) == 4


def test_the_last_page_has_no_link(admin: Caller) -> None:
    answer = admin.ask("GET", "/organisations")
    assert body(answer)["next"] is None
    assert "Link" not in answer.headers


@pytest.mark.parametrize(
    "cursor",
    ["x", "W10", "WyJhIl0", "WzFdIA", "bnVsbA", "WzllOTld", "W3RydWVd",
     "Wzk5OTk5OTk5OTk5OTk5OTk5OTk5OV0", "é", "W1tb" * 40],
)  # fmt: skip
def test_a_cursor_that_is_not_ours_is_named(admin: Caller, cursor: str) -> None:
    answer = admin.ask("GET", "/organisations", query_string={"after": cursor})
    if answer.status_code == 200:
        assert cursor == "WzFdIA"
        return
    assert answer.status_code == 422
    assert body(answer)["errors"][0]["pointer"] == "/query/after"


def test_a_cursor_with_text_that_cannot_be_kept_is_refused(app_context: Flask) -> None:
    assert app_context
    for cursor in ("WyJhXHUwMDAwIiwgMV0", "WyJcdWQ4MDAiLCAxXQ"):
        with pytest.raises(InvalidError):
            page(1, cursor, descending=False)
    assert session().scalar(text("SELECT 1")) == 1


def test_the_limit_has_limits(admin: Caller) -> None:
    for limit in ("0", "201", "-1", "all"):
        answer = admin.ask("GET", f"/organisations?limit={limit}")
        assert answer.status_code == 422
        assert body(answer)["errors"][0]["pointer"] == "/query/limit"
