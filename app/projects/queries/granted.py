"""What grants let through: all of a project, or of it what is a brand's own."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from app.catalogue.models import CatalogueModel
from app.organisations.models import ProjectGrant
from app.organisations.states import GrantRole
from app.projects.models import ProjectLine, Site

Column = InstrumentedAttribute[int]


def whole_projects(organisation_ids: Collection[int]) -> Select[int]:
    """Return the projects of which the organisations see everything."""
    return _granted(organisation_ids).where(ProjectGrant.role != GrantRole.BRAND)


def is_of_brand(
    project_id: Column, model_id: Column, organisation_ids: Collection[int]
) -> ColumnElement[bool]:
    """Say whether a line is of the brands' own models, in a project granted to them."""
    projects = _granted(organisation_ids).where(ProjectGrant.role == GrantRole.BRAND)
    models = select(CatalogueModel.id).where(
        CatalogueModel.owner_organisation_id.in_(organisation_ids)
    )
    return and_(project_id.in_(projects), model_id.in_(models))


def granted_lines(organisation_ids: Collection[int]) -> ColumnElement[bool]:
    return or_(
        ProjectLine.project_id.in_(whole_projects(organisation_ids)),
        is_of_brand(ProjectLine.project_id, ProjectLine.model_id, organisation_ids),
    )


def granted_sites(organisation_ids: Collection[int]) -> ColumnElement[bool]:
    """Return the sites of whole projects, and those that want a brand's models."""
    # Another name for the table: what narrows lines elsewhere leaves this alone.
    line = aliased(ProjectLine)
    branded = select(line.site_id).where(
        is_of_brand(line.project_id, line.model_id, organisation_ids)
    )
    return or_(
        Site.project_id.in_(whole_projects(organisation_ids)), Site.id.in_(branded)
    )


def _granted(organisation_ids: Collection[int]) -> Select[int]:
    return select(ProjectGrant.project_id).where(
        ProjectGrant.organisation_id.in_(organisation_ids)
    )
