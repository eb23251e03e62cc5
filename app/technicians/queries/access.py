"""Reading and locking one row under both walls."""

from typing import TypeVar

from sqlalchemy import Select

from app.core.database import session
from app.core.errors import ForbiddenError, NotFoundError
from app.web.policy import restrict

T = TypeVar("T")


def readable(statement: Select[T], resource: str) -> T:
    """Return the row, or the same refusal for absent and foreign."""
    row = session().scalar(restrict(statement, f"{resource}:read"))
    if row is None:
        raise NotFoundError
    return row


def for_change(statement: Select[T], resource: str, of: type[T]) -> T:
    """Lock a row that the actor may change; one that may only be read is forbidden."""
    readable(statement, resource)
    row = session().scalar(
        restrict(statement, f"{resource}:change")
        .with_for_update(of=of)
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise ForbiddenError(f"You may see this {resource}, but not change it.")
    return row
