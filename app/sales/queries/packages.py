"""Reads on packages."""

from sqlalchemy import select

from app.catalogue.states import Category
from app.core.database import session
from app.core.errors import NotFoundError
from app.sales.models import Package
from app.web.pagination import Page, paginate
from app.web.policy import restrict


def packages(
    limit: int, after: str | None = None, *, category: Category | None = None
) -> Page[Package]:
    statement = restrict(select(Package), "package:read")
    if category is not None:
        statement = statement.where(Package.category == category)
    return paginate(statement, by=[Package.id], limit=limit, after=after)


def package(package_id: int) -> Package:
    row = session().scalar(
        restrict(select(Package).where(Package.id == package_id), "package:read")
    )
    if row is None:
        raise NotFoundError
    return row


def package_or_none(package_id: int) -> Package | None:
    """Find the package that a survey names."""
    return session().scalar(
        restrict(select(Package).where(Package.id == package_id), "package:read")
    )
