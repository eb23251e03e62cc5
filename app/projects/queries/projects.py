"""Reads on projects and sites."""

from collections.abc import Collection, Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import with_loader_criteria
from sqlalchemy.sql.base import ExecutableOption

from app.catalogue.models import CatalogueModel
from app.core.database import session
from app.core.errors import ForbiddenError, NotFoundError
from app.organisations.models import ProjectGrant
from app.projects.models import Project, ProjectLine, Site
from app.projects.states import ProjectState
from app.web.feed import organisation_scope, project_scope
from app.web.pagination import Page, paginate
from app.web.policy import Fields, predicate, restrict, shown_fields


def project(project_id: int) -> Project:
    """Return a project the actor may see."""
    statement = restrict(
        select(Project).where(Project.id == project_id), "project:read"
    )
    row = session().scalar(statement.options(*_readable_parts()))
    if row is None:
        raise NotFoundError
    return row


def _readable_parts() -> list[ExecutableOption]:
    """Load with a project the sites and lines that the actor may see, and no others."""
    return [
        with_loader_criteria(Site, predicate("site:read")),
        with_loader_criteria(ProjectLine, predicate("line:read")),
    ]


def for_change(project_id: int) -> Project:
    """Lock a project the actor may change."""
    project(project_id)
    row = session().scalar(
        restrict(select(Project).where(Project.id == project_id), "project:change")
        .with_for_update(of=Project)
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise ForbiddenError("You may see this project, and not change it.")
    return row


def for_progress(project_ids: Collection[int]) -> Sequence[Project]:
    """Lock projects whose work moved; who may move the work may do so."""
    return (
        session()
        .scalars(
            select(Project)
            .where(Project.id.in_(project_ids))
            .order_by(Project.id)
            .with_for_update(of=Project)
            .execution_options(populate_existing=True)
        )
        .all()
    )


def projects(
    limit: int,
    after: str | None = None,
    *,
    state: ProjectState | None = None,
    territory_id: int | None = None,
    q: str | None = None,
) -> Page[Project]:
    """List projects, newest first; `q` is part of a name or a reference."""
    statement = restrict(select(Project), "project:read")
    if state is not None:
        statement = statement.where(Project.state == state)
    if territory_id is not None:
        statement = statement.where(Project.territory_id == territory_id)
    if q is not None:
        columns = [Project.reference, Project.external_reference]
        # Whoever may not read a name may not guess it either.
        if shown_fields("project:read") is Fields.FULL:
            columns += [Project.name, Project.customer_name]
        wanted = or_(*(column.icontains(q, autoescape=True) for column in columns))
        statement = statement.where(wanted)
    statement = statement.options(*_readable_parts())
    return paginate(
        statement, by=[Project.id], limit=limit, after=after, descending=True
    )


def followers(project_id: int) -> list[str]:
    """Return the feed scopes of all who see the project."""
    rows = session().scalars(
        select(ProjectGrant.organisation_id)
        .where(ProjectGrant.project_id == project_id)
        .distinct()
    )
    return [project_scope(project_id), *map(organisation_scope, rows)]


def sites_of(project_id: int) -> Sequence[Site]:
    return (
        session()
        .scalars(select(Site).where(Site.project_id == project_id).order_by(Site.id))
        .all()
    )


def goods_of(site_id: int) -> Sequence[tuple[CatalogueModel, int]]:
    """Return the models wanted at a site, and how many of each."""
    rows = session().execute(
        select(CatalogueModel, ProjectLine.quantity)
        .join(ProjectLine, ProjectLine.model_id == CatalogueModel.id)
        .where(ProjectLine.site_id == site_id)
        .order_by(CatalogueModel.id)
    )
    return [(model, quantity) for model, quantity in rows]
