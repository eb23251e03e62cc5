"""Price lists: an organisation's own rates, and what models cost."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select

from app.catalogue.models import CatalogueModel, ModelPrice
from app.catalogue.queries import models_by_codes
from app.catalogue.states import WorkKind
from app.core.database import session
from app.core.errors import NotFoundError
from app.sales.models import ServiceRate
from app.sales.rules.prices import Listed, Priced, PriceLists
from app.web.pagination import Page, paginate
from app.web.policy import restrict


def rates(limit: int, after: str | None = None) -> Page[ServiceRate]:
    statement = restrict(select(ServiceRate), "rate:read")
    return paginate(statement, by=[ServiceRate.id], limit=limit, after=after)


def rate_for_change(rate_id: int) -> ServiceRate:
    """Lock a rate that the actor may change."""
    row = session().scalar(
        restrict(
            select(ServiceRate).where(ServiceRate.id == rate_id), "rate:change"
        ).with_for_update(of=ServiceRate)
    )
    if row is None:
        raise NotFoundError
    return row


def price_lists(
    organisation_id: int, models: Collection[tuple[str, str]], day: date
) -> PriceLists:
    """Load what these models and an organisation's work cost on a day."""
    rows = session().scalars(
        select(ServiceRate).where(ServiceRate.owner_organisation_id == organisation_id)
    )
    listed: dict[WorkKind, list[Listed]] = {}
    for row in rows:
        listed.setdefault(row.kind, []).append(_rate(row))
    found = models_by_codes(sorted(models))
    priced = {named: _priced(model) for named, model in found.items()}
    return PriceLists(models=priced, rates=listed, day=day)


def _rate(row: ServiceRate) -> Listed:
    source = f"service rate of {row.valid_from}"
    return Listed(
        row.amount_minor, row.currency, row.valid_from, row.valid_until, source
    )


def _priced(model: CatalogueModel) -> Priced:
    labour: dict[WorkKind, list[Listed]] = {}
    for price in model.prices:
        if price.kind is not None:
            labour.setdefault(price.kind, []).append(_price(price))
    return Priced(
        model_id=model.id,
        brand=model.brand.code,
        code=model.code,
        name=model.name,
        name_zh=model.name_zh,
        goods=[_price(price) for price in model.prices if price.kind is None],
        labour=labour,
        seconds={
            work.kind: work.duration_seconds * work.crew_size for work in model.works
        },
    )


def _price(row: ModelPrice) -> Listed:
    source = f"list price of {row.valid_from}"
    return Listed(
        row.amount_minor, row.currency, row.valid_from, row.valid_until, source
    )
