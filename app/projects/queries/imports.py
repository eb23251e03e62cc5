"""Reads on imports and their rows."""

from collections.abc import Sequence

from sqlalchemy import select

from app.core.database import session
from app.core.errors import NotFoundError
from app.projects.models import Import, ImportRow
from app.projects.states import RowOutcome
from app.web.pagination import Page, paginate
from app.web.policy import restrict


def import_(import_id: int) -> Import:
    """Return an import the actor may see."""
    row = session().scalar(
        restrict(select(Import).where(Import.id == import_id), "import:read")
    )
    if row is None:
        raise NotFoundError
    return row


def for_commit(import_id: int) -> Import:
    """Lock an import that the actor may carry out."""
    row = session().scalar(
        restrict(select(Import).where(Import.id == import_id), "import:commit")
        .with_for_update(of=Import)
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFoundError
    return row


def imports(limit: int, after: str | None = None) -> Page[Import]:
    """List imports, newest first."""
    statement = restrict(select(Import), "import:read")
    return paginate(
        statement, by=[Import.id], limit=limit, after=after, descending=True
    )


def rows(
    import_id: int,
    limit: int,
    after: str | None = None,
    *,
    outcome: RowOutcome | None = None,
) -> Page[ImportRow]:
    """List the rows of an import the actor may see, in the order of the sheet."""
    import_(import_id)
    statement = select(ImportRow).where(ImportRow.import_id == import_id)
    if outcome is not None:
        statement = statement.where(ImportRow.outcome == outcome)
    return paginate(statement, by=[ImportRow.number], limit=limit, after=after)


def next_rows(import_id: int, grouped_by: str | None) -> Sequence[ImportRow]:
    """Return the next rows to carry out: one, or all that share its value."""
    waiting = (
        select(ImportRow)
        .where(ImportRow.import_id == import_id, ImportRow.outcome == RowOutcome.GOOD)
        .order_by(ImportRow.number)
        .execution_options(populate_existing=True)
    )
    first = session().scalar(waiting.limit(1))
    if first is None:
        return []
    if grouped_by is None:
        return [first]
    same = ImportRow.values[grouped_by].astext == first.values[grouped_by]
    return session().scalars(waiting.where(same)).all()
