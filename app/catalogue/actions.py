"""Brands, models and templates enter the catalogue and change."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from decimal import Decimal
from typing import Any, Final

from sqlalchemy.dialects.postgresql import insert

from app.catalogue import queries
from app.catalogue.errors import BrandCodeTakenError, ModelCodeTakenError
from app.catalogue.models import (
    Brand,
    CatalogueModel,
    CommissioningTemplate,
    ModelPrice,
    ModelWork,
    Skill,
)
from app.catalogue.rules import (
    ModelIntake,
    PriceIntake,
    Step,
    WorkIntake,
    model_faults,
    template_faults,
)
from app.core.errors import Fault, InvalidError, refuse_on
from app.core.transaction import transaction
from app.organisations.actions.audit import record
from app.web.conditional import require_version

refuse_on("uq_brands_code", BrandCodeTakenError)
refuse_on("uq_catalogue_models_brand_id_code", ModelCodeTakenError)

REFUSED: Final = "The model cannot be kept as described."
NOT_YOUR_BRAND: Final = Fault(
    "/brand_id", "unknown_brand", "Not a brand whose catalogue you may change."
)


def add_skill(code: str, name: str, name_zh: str, *, is_certificate: bool) -> None:
    """A skill joins the vocabulary; one that is there already stays as it is."""
    with transaction() as tx:
        tx.session.execute(
            insert(Skill)
            .values(
                code=code, name=name, name_zh=name_zh, is_certificate=is_certificate
            )
            .on_conflict_do_nothing()
        )


def add_brand(organisation_id: int, code: str, name: str, name_zh: str = "") -> Brand:
    """An organisation's brand enters the catalogue."""
    with transaction() as tx:
        row = Brand(
            owner_organisation_id=organisation_id, code=code, name=name, name_zh=name_zh
        )
        tx.session.add(row)
        tx.session.flush()
        record(tx, organisation_id, "brand.add", "brand", row.id)
    return row


def add_model(brand_id: int, intake: ModelIntake) -> CatalogueModel:
    """A brand offers a new model."""
    with transaction() as tx:
        brand = queries.brand_for_change(brand_id)
        faults = [] if brand else [NOT_YOUR_BRAND]
        faults += model_faults(intake.works, intake.prices, queries.skill_codes())
        if brand is None or faults:
            raise InvalidError(REFUSED, faults=faults)
        row = CatalogueModel(
            brand_id=brand.id,
            owner_organisation_id=brand.owner_organisation_id,
            code=intake.code,
            name=intake.name,
            name_zh=intake.name_zh,
            category=intake.category,
            weight_kg=intake.weight_kg,
            volume_m3=intake.volume_m3,
            is_sample=intake.is_sample,
            works=_works(intake.works),
            prices=[_price(price) for price in intake.prices],
        )
        tx.session.add(row)
        tx.session.flush()
        record(tx, row.owner_organisation_id, "model.add", "catalogue_model", row.id)
    return row


def change_model(  # noqa: PLR0913 - each part of a model may change by itself
    model_id: int,
    *,
    name: str | None = None,
    name_zh: str | None = None,
    weight_kg: Decimal | None = None,
    volume_m3: Decimal | None = None,
    works: Sequence[WorkIntake] | None = None,
    prices: Sequence[PriceIntake] | None = None,
    version: int,
) -> CatalogueModel:
    """A model is described anew; work orders that exist keep what they were given."""
    with transaction() as tx:
        row = queries.model_for_change(model_id)
        require_version(row, version)
        faults = model_faults(works or (), prices or (), queries.skill_codes())
        if faults:
            raise InvalidError(REFUSED, faults=faults)
        row.name = name if name is not None else row.name
        row.name_zh = name_zh if name_zh is not None else row.name_zh
        row.weight_kg = weight_kg if weight_kg is not None else row.weight_kg
        row.volume_m3 = volume_m3 if volume_m3 is not None else row.volume_m3
        if works is not None:
            row.works = _works(works)
        if prices is not None:
            # Old rows go first: a new one may take the place of one of them.
            row.prices = []
            tx.session.flush()
            row.prices = [_price(price) for price in prices]
        row.version += 1
        tx.session.flush()
        tx.session.refresh(row)
        record(tx, row.owner_organisation_id, "model.change", "catalogue_model", row.id)
    return row


def add_template(
    model_id: int, steps: Sequence[Step], source: str, *, is_sample: bool = False
) -> CommissioningTemplate:
    """A model gets a new version of its commissioning template; old ones stay."""
    with transaction() as tx:
        model = queries.model_for_change(model_id)
        faults = template_faults(steps)
        if faults:
            raise InvalidError("The template has faults.", faults=faults)
        newest = queries.newest_template(model_id)
        row = CommissioningTemplate(
            model_id=model_id,
            version=newest.version + 1 if newest else 1,
            steps=[_bare(step) for step in steps],
            source=source,
            is_sample=is_sample,
        )
        tx.session.add(row)
        tx.session.flush()
        owner = model.owner_organisation_id
        detail = {"version": row.version}
        record(tx, owner, "template.add", "catalogue_model", model_id, detail)
    return row


def _works(intakes: Sequence[WorkIntake]) -> list[ModelWork]:
    """Make the rows in the order in which they are read back."""
    return [
        ModelWork(**asdict(replace(intake, skills=dict(intake.skills))))
        for intake in sorted(intakes, key=lambda work: work.kind)
    ]


def _price(intake: PriceIntake) -> ModelPrice:
    return ModelPrice(**asdict(intake))


def _bare(step: Step) -> dict[str, Any]:
    """Leave out the fields that a step of this kind does not have."""
    return {key: value for key, value in asdict(step).items() if value is not None}
