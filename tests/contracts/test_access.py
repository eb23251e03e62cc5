"""The access matrix: every operation, every actor, every relation to the row."""

import pytest
from flask import Flask

from app.core.actor import Role
from tests.contracts.access_table import TABLE
from tests.contracts.document import Described, Document
from tests.contracts.requests import RELATIONS, TEXTLESS, Caller
from tests.factories.rows import PARAMETERS
from tests.factories.world import FOREIGN

#: Rules of the URL map that are pages, not operations.
PAGES = {
    "static",
    "dashboard.home",
    "dashboard.login",
    "dashboard.technician",
    "dashboard.section",
    "dashboard.inside",
    "dashboard.docs",
    "portal.customer",
}

HIDDEN = 404
FORBIDDEN = 403
#: What a cell answers to a relation; an allowed request is never 401, 403 or 404.
REFUSED: dict[str, dict[str, int]] = {
    "-": dict.fromkeys(RELATIONS, FORBIDDEN),
    "all": {"absent": HIDDEN, "deleted": HIDDEN, "mixed": HIDDEN},
    "own": dict.fromkeys(("foreign", "absent", "deleted", "mixed"), HIDDEN),
    "self": dict.fromkeys(("sibling", "foreign", "absent", "deleted", "mixed"), HIDDEN),
    "seen": {"foreign": FORBIDDEN, "absent": HIDDEN, "deleted": HIDDEN},
    "away": {"own": HIDDEN},
    "yes": {},
    "open": {},
    "link": dict.fromkeys(("foreign", "absent", "deleted"), HIDDEN),
}


def relations_of(operation: Described) -> tuple[str, ...]:
    if not operation.path_names:
        return ("own",)
    return RELATIONS if len(operation.path_names) > 1 else RELATIONS[:-1]


def test_every_rule_but_eight_is_in_the_document(
    world_app: Flask, document: Document
) -> None:
    described = {operation.name for operation in document.operations()}
    rules = {rule.endpoint for rule in world_app.url_map.iter_rules()}
    outside = {rule for rule in rules if rule.rpartition(".")[2] not in described}
    assert outside == PAGES
    assert len(PAGES) <= 8


def test_every_operation_has_its_row_in_the_table(document: Document) -> None:
    assert {operation.name for operation in document.operations()} == set(TABLE)


def test_every_path_parameter_has_rows_to_name(document: Document) -> None:
    named = {name for o in document.operations() for name in o.path_names}
    assert named <= set(PARAMETERS)


@pytest.mark.parametrize("name", TABLE)
def test_nobody_is_told_to_sign_in(
    name: str, caller: Caller, document: Document
) -> None:
    operation = document.operation(name)
    person = caller.world.left.people_list[0]
    rows = caller.rows(operation, person)
    for relation in relations_of(operation):
        answer = caller.ask(operation, None, caller.ids(operation, rows, relation))
        answer.close()
        if "open" in TABLE[name].values():
            assert answer.status_code not in {403, 404}, answer.text
        elif "link" in TABLE[name].values():
            wanted = REFUSED["link"].get(relation, 200)
            assert answer.status_code == wanted, (relation, answer.text)
        else:
            assert answer.status_code == 401, (relation, answer.text)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("name", TABLE)
def test_each_role_reaches_what_the_table_says(
    name: str, role: Role, caller: Caller, document: Document
) -> None:
    operation = document.operation(name)
    cell = TABLE[name][role]
    person = caller.world.left.people[role][0]
    rows = caller.rows(operation, person)
    hidden = []
    # The strangers' rows first: a request that is let in may change its own.
    for relation in reversed(relations_of(operation)):
        answer = caller.ask(operation, person, caller.ids(operation, rows, relation))
        wanted = REFUSED[cell].get(relation)
        text = "" if answer.mimetype in TEXTLESS else answer.text
        answer.close()
        told = (relation, answer.status_code, text)
        if cell == "open":
            # 401 is a wrong password, 503 a worker that is not running.
            assert answer.status_code in {200, 401, 503}, told
        elif wanted is None:
            assert answer.status_code not in {401, 403, 404}, told
            assert answer.status_code < 500, told
        else:
            assert answer.status_code == wanted, told
            # HEAD says no more than its status.
            says = operation.method != "HEAD"
            hidden += [answer.json] if wanted == HIDDEN and says else []
        if role is not Role.PLATFORM_ADMIN:
            assert FOREIGN not in text, told
    if cell != "-":
        caller.spoil(operation)
    assert all(body == hidden[0] for body in hidden), hidden
