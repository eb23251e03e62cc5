"""With wall one down, the database alone must keep strangers' rows from people."""

import csv
import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.core.actor import Role
from tests.contracts.access_table import TABLE
from tests.contracts.document import Document
from tests.contracts.requests import STREAM, TEXTLESS, Caller
from tests.contracts.rows_of import rows_of
from tests.factories.world import FOREIGN

#: A platform admin may read all there is; the wall stands for the others.
ROLES = [role for role in Role if role is not Role.PLATFORM_ADMIN]
#: What everybody signed in may read, whoever's it is; a board then is an empty one.
COMMON = {
    "list_runs",
    "list_templates",
    "read_board",
    "read_model",
    "read_package",
    "read_territory",
}


@pytest.fixture(autouse=True)
def one_wall(world_app: Flask) -> Iterator[None]:
    world_app.config["WALL_ONE_DOWN"] = True
    yield
    world_app.config["WALL_ONE_DOWN"] = False


@pytest.mark.parametrize("name", TABLE)
def test_strangers_rows_stay_unread_and_unchanged(
    name: str, caller: Caller, document: Document
) -> None:
    operation = document.operation(name)
    theirs = frozenset(caller.world.right.organisations.values())
    people = [caller.world.left.people[role][0] for role in ROLES]
    named = {person: caller.rows(operation, person) for person in people}
    before = rows_of(caller.connection, theirs)
    for person, rows in named.items():
        for relation in ("foreign", "own"):
            answer = caller.ask(
                operation, person, caller.ids(operation, rows, relation)
            )
            text = "" if answer.mimetype in TEXTLESS else answer.text
            answer.close()
            told = (person.role, relation, answer.status_code, text)
            assert answer.status_code < 500 or name == "readyz", told
            assert FOREIGN not in text, told
            if relation == "foreign" and operation.path_names and name not in COMMON:
                assert answer.status_code >= 400, told
    assert rows_of(caller.connection, theirs) == before
    caller.spoil(operation)


@pytest.mark.parametrize("name", TABLE)
def test_nobody_sees_a_row_at_all(
    name: str, caller: Caller, document: Document
) -> None:
    operation = document.operation(name)
    person = caller.world.left.people[Role.DISPATCHER][0]
    ids = caller.ids(operation, caller.rows(operation, person), "own")
    answer = caller.ask(operation, None, ids)
    if answer.mimetype == STREAM or {"open", "link"} & set(TABLE[name].values()):
        answer.close()
        return
    rows = _rows(answer) if answer.status_code == 200 else []
    assert rows == [], answer.text


def _rows(answer: TestResponse) -> list[Any]:
    """Return what an answer lists: a page's rows, a statement's projects, a sheet's."""
    if answer.mimetype == "text/csv":
        _, *lines = csv.reader(answer.text.removeprefix("\ufeff").splitlines())
        return lines
    shown = json.loads(answer.text)
    if "projects" in shown:
        return list(shown["projects"])
    # A figure is named even where it counts nothing.
    return [each for each in shown["items"] if each.get("cases") != 0]
