"""Changes that tests announce."""

from app.core.actor import SYSTEM, acting_as
from app.core.transaction import transaction
from app.web.feed import Change, announce

ONE, TWO = "organisation:1", "organisation:2"


def tell(*changes: Change, scopes: tuple[str, ...] = (ONE,)) -> None:
    with acting_as(SYSTEM), transaction() as tx:
        for change in changes:
            announce(tx, scopes, change)
