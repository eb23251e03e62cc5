"""Who only oversees reads no customer's name, phone, street or place of work."""

import pytest

from app.core.actor import Role
from tests.contracts.access_table import TABLE
from tests.contracts.document import Document
from tests.contracts.requests import STREAM, Caller
from tests.factories.world import Side

#: What admins may not ask for at all; and organisations, one of which is a "customer".
OUT = {name for name, cells in TABLE.items() if cells[Role.PLATFORM_ADMIN] == "-"}
OUT |= {"list_organisations", "read_organisation"}
NAMES = sorted(TABLE.keys() - OUT)
#: Where the masks must show, so that the test cannot pass by showing nothing.
MASKED = {
    "list_projects",
    "read_project",
    "list_work_orders",
    "read_work_order",
    "list_visits",
    "read_visit",
    "read_board",
}
PHONES = ("+8613800000001", "+8613800000002")


def personal(side: Side) -> tuple[str, ...]:
    words = ("customer", "contact", "road", "villa", "site")
    return (*(f"{side.mark} {word}" for word in words), *PHONES)


@pytest.mark.parametrize("name", NAMES)
def test_a_platform_admin_reads_nothing_personal(
    name: str, caller: Caller, document: Document
) -> None:
    operation = document.operation(name)
    if operation.method != "GET":
        return
    world = caller.world
    admin = world.left.people[Role.PLATFORM_ADMIN][0]
    rows = caller.rows(operation, admin)
    for relation in ("own", "foreign"):
        answer = caller.ask(operation, admin, caller.ids(operation, rows, relation))
        # Read as JSON, for the text may write the mask as an escape.
        text = "" if answer.mimetype == STREAM else str(answer.get_json(silent=True))
        answer.close()
        shown = [word for word in personal(world.left) if word in text]
        shown += [word for word in personal(world.right) if word in text]
        assert shown == [], relation
        assert "•••" in text or name not in MASKED, relation


def test_a_dispatcher_reads_them(caller: Caller, document: Document) -> None:
    left = caller.world.left
    person = left.people[Role.DISPATCHER][0]
    operation = document.operation("read_project")
    ids = caller.ids(operation, caller.rows(operation, person), "own")
    text = str(caller.ask(operation, person, ids).get_json())
    assert all(word in text for word in personal(left))
