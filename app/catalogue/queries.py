"""Reads on brands, skills, models and templates."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import func, or_, select, tuple_

from app.catalogue.models import (
    Brand,
    CatalogueModel,
    CommissioningTemplate,
    ModelWork,
    Skill,
)
from app.catalogue.states import Category, WorkKind
from app.core.database import session
from app.core.errors import ForbiddenError, NotFoundError
from app.web.pagination import Page, paginate
from app.web.policy import restrict


def brands(limit: int, after: str | None) -> Page[Brand]:
    statement = select(Brand)
    return paginate(statement, by=[Brand.id], limit=limit, after=after)


def brand_for_change(brand_id: int) -> Brand | None:
    """Lock a brand whose catalogue the actor may change."""
    statement = select(Brand).where(Brand.id == brand_id).with_for_update()
    return session().scalar(restrict(statement, "catalogue:change"))


def skills(limit: int, after: str | None) -> Page[Skill]:
    return paginate(select(Skill), by=[Skill.code], limit=limit, after=after)


def skill_codes() -> frozenset[str]:
    return frozenset(session().scalars(select(Skill.code)))


def models(
    limit: int,
    after: str | None,
    *,
    brand_id: int | None = None,
    category: Category | None = None,
    q: str | None = None,
) -> Page[CatalogueModel]:
    """List models; `q` is a part of the code or of a name."""
    statement = restrict(select(CatalogueModel), "catalogue:read")
    if brand_id is not None:
        statement = statement.where(CatalogueModel.brand_id == brand_id)
    if category is not None:
        statement = statement.where(CatalogueModel.category == category)
    if q is not None:
        columns = (CatalogueModel.code, CatalogueModel.name, CatalogueModel.name_zh)
        wanted = q.casefold()
        statement = statement.where(
            or_(*(func.lower(c).contains(wanted, autoescape=True) for c in columns))
        )
    return paginate(statement, by=[CatalogueModel.id], limit=limit, after=after)


def model(model_id: int) -> CatalogueModel:
    row = session().scalar(
        restrict(
            select(CatalogueModel).where(CatalogueModel.id == model_id),
            "catalogue:read",
        )
    )
    if row is None:
        raise NotFoundError
    return row


def _require_readable(model_id: int) -> None:
    statement = select(CatalogueModel.id).where(CatalogueModel.id == model_id)
    if session().scalar(restrict(statement, "catalogue:read")) is None:
        raise NotFoundError


def model_for_change(model_id: int) -> CatalogueModel:
    """Lock a model that the actor may change; everyone else may only read it."""
    _require_readable(model_id)
    row = session().scalar(
        restrict(
            select(CatalogueModel)
            .join(Brand, CatalogueModel.brand_id == Brand.id)
            .where(CatalogueModel.id == model_id),
            "catalogue:change",
        )
        .with_for_update(of=CatalogueModel)
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise ForbiddenError("This model belongs to another brand.")
    return row


def model_by_code(brand_code: str, model_code: str) -> CatalogueModel | None:
    return models_by_codes([(brand_code, model_code)]).get((brand_code, model_code))


def models_by_codes(
    codes: Iterable[tuple[str, str]],
) -> dict[tuple[str, str], CatalogueModel]:
    """Find models by (brand code, model code); what is not found is left out."""
    wanted = set(codes)
    if not wanted:
        return {}
    rows = session().scalars(
        select(CatalogueModel)
        .join(Brand, CatalogueModel.brand_id == Brand.id)
        .where(tuple_(Brand.code, CatalogueModel.code).in_(wanted))
    )
    return {(row.brand.code, row.code): row for row in rows}


def works_of(model_ids: Collection[int]) -> dict[int, dict[WorkKind, ModelWork]]:
    """Return what each kind of work on each model takes."""
    rows = session().scalars(select(ModelWork).where(ModelWork.model_id.in_(model_ids)))
    works: dict[int, dict[WorkKind, ModelWork]] = defaultdict(dict)
    for row in rows:
        works[row.model_id][row.kind] = row
    return dict(works)


def templates(model_id: int) -> Sequence[CommissioningTemplate]:
    """Return every version of a model's template, newest first."""
    _require_readable(model_id)
    return (
        session()
        .scalars(
            select(CommissioningTemplate)
            .where(CommissioningTemplate.model_id == model_id)
            .order_by(CommissioningTemplate.version.desc())
        )
        .all()
    )


def newest_template(model_id: int) -> CommissioningTemplate | None:
    return session().scalar(
        select(CommissioningTemplate)
        .where(CommissioningTemplate.model_id == model_id)
        .order_by(CommissioningTemplate.version.desc())
        .limit(1)
    )
