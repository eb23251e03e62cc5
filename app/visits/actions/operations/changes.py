"""What a phone is told: changes above its cursor, or everything when that is lost.

A cursor is `e<epoch>.<number>`; while a whole list is being sent in pages it also
names the last visit sent: `e<epoch>.<number>~<visit>`.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from app.core.transaction import transaction
from app.visits.actions.operations.pieces import Sender
from app.visits.actions.operations.release import ENTITY as OPERATION
from app.visits.actions.placing import ENTITY as VISIT
from app.visits.models import Operation
from app.visits.queries import changes as queries
from app.visits.queries.changes import FeedPage
from app.visits.queries.documents import VisitDocument, documents
from app.web.feed import technician_scope

CURSOR: Final = re.compile(r"e(\d{1,9})\.(\d{1,18})(?:~(\d{1,18}))?", re.ASCII)
MOST_ENTRIES: Final = 200
#: Visits in a page of the whole list.
MOST_VISITS: Final = 50


@dataclass(frozen=True, slots=True)
class Cursor:
    epoch: int
    number: int
    visit_id: int | None = None

    def __str__(self) -> str:
        place = "" if self.visit_id is None else f"~{self.visit_id}"
        return f"e{self.epoch}.{self.number}{place}"


@dataclass(frozen=True, slots=True)
class Changes:
    """What is there now of what changed; `gone` visits are out of sight."""

    cursor: Cursor
    more: bool
    reset: bool
    visits: Sequence[VisitDocument] = ()
    gone: Sequence[int] = ()
    operations: Sequence[Operation] = ()


def changes_since(sender: Sender, cursor: str | None) -> Changes:
    """Read what is new above a cursor, each thing once, as it is now."""
    at = parse(cursor)
    scope = technician_scope(sender.technician_id)
    with transaction():
        page = queries.feed_page(scope, at.number if at else 0, MOST_ENTRIES)
        if at is None or at.epoch != page.epoch:
            return _whole(sender, Cursor(page.epoch, page.present, 0), reset=True)
        if at.visit_id is not None:
            return _whole(sender, at, reset=False)
        if _is_lost(at, page):
            return _whole(sender, Cursor(page.epoch, page.present, 0), reset=True)
        return _above(sender, at, page)


def parse(cursor: str | None) -> Cursor | None:
    """Read a cursor; one that is none of ours means to begin anew."""
    found = CURSOR.fullmatch(cursor or "")
    if found is None:
        return None
    epoch, number, visit_id = found.groups()
    return Cursor(int(epoch), int(number), None if visit_id is None else int(visit_id))


def _is_lost(at: Cursor, page: FeedPage) -> bool:
    """Whether entries above the cursor are gone; numbers have no gaps otherwise."""
    if not page.entries:
        return at.number != page.present
    return page.entries[0].number != at.number + 1


def _above(sender: Sender, at: Cursor, page: FeedPage) -> Changes:
    more = len(page.entries) == MOST_ENTRIES
    number = page.entries[-1].number if more else page.present
    ids = _ids(page, VISIT)
    told = _own(sender, queries.seen_among(ids))
    there = {document.id for document in told}
    return Changes(
        Cursor(at.epoch, number),
        more,
        reset=False,
        visits=told,
        gone=[visit_id for visit_id in ids if visit_id not in there],
        operations=queries.operations_by_id(_ids(page, OPERATION)),
    )


def _own(sender: Sender, visit_ids: Collection[int]) -> list[VisitDocument]:
    """Describe visits, but for those that were given to others this very moment."""
    return [
        each
        for each in documents(visit_ids)
        if any(_is_of(sender, member) for member in each.data["crew"])
    ]


def _is_of(sender: Sender, member: Mapping[str, Any]) -> bool:
    return bool(member["technician_id"] == sender.technician_id)


def _ids(page: FeedPage, entity: str) -> list[int]:
    found: Iterable[int] = (e.entity_id for e in page.entries if e.entity == entity)
    return sorted(set(found))


def _whole(sender: Sender, at: Cursor, *, reset: bool) -> Changes:
    """Send all there is to see, page by page; then it goes on above `at`."""
    found = queries.visits_seen(at.visit_id or 0, MOST_VISITS)
    more = len(found) == MOST_VISITS
    return Changes(
        Cursor(at.epoch, at.number, found[-1] if more else None),
        more,
        reset,
        visits=_own(sender, found),
        operations=queries.once_held(sender.user_id) if reset else (),
    )
