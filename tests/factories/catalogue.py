"""A brand with two models, and a territory with two technicians."""

from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from itertools import count

from app.catalogue.models import Brand, CatalogueModel, ModelWork, Skill
from app.catalogue.states import Category, WorkKind
from app.core.database import session
from app.technicians.models import ShiftPattern, Technician, TechnicianSkill, Territory

SKILL = "electrical"
_phones = count(1)


@dataclass(frozen=True, slots=True)
class Shelf:
    brand_id: int
    model_ids: tuple[int, int]


def make_skill() -> None:
    if session().get(Skill, SKILL) is None:
        session().add(Skill(code=SKILL, name="Electrical work"))
        session().flush()


def make_brand(mark: str, organisation_id: int) -> Shelf:
    """Names carry no mark: everyone may read the catalogue."""
    brand = Brand(
        owner_organisation_id=organisation_id, code=f"b-{organisation_id}", name=mark
    )
    session().add(brand)
    session().flush()
    models = [_model(brand, number) for number in (1, 2)]
    session().add_all(models)
    session().flush()
    return Shelf(brand.id, (models[0].id, models[1].id))


def _model(brand: Brand, number: int) -> CatalogueModel:
    return CatalogueModel(
        brand_id=brand.id,
        owner_organisation_id=brand.owner_organisation_id,
        code=f"M-{number}",
        name=f"Split {number}",
        category=Category.SPLIT,
        weight_kg=Decimal(40),
        volume_m3=Decimal("0.4"),
        works=[
            ModelWork(kind=kind, duration_seconds=3600, skills={SKILL: 1})
            for kind in (WorkKind.DELIVERY, WorkKind.INSTALLATION)
        ],
    )


def make_territory(organisation_id: int, number: int, lat: float) -> int:
    row = Territory(
        owner_organisation_id=organisation_id,
        code=f"t-{organisation_id}-{number}",
        name="Territory",
        centre_lat=lat,
        centre_lon=121.47,
        radius_m=30_000,
    )
    session().add(row)
    session().flush()
    return row.id


def make_technician(
    mark: str, organisation_id: int, territory_id: int, user_id: int | None = None
) -> int:
    territory = session().get_one(Territory, territory_id)
    row = Technician(
        owner_organisation_id=organisation_id,
        user_id=user_id,
        name=f"{mark} technician",
        phone=f"+86138{10_000_000 + next(_phones)}",
        territory_id=territory_id,
        home_lat=territory.centre_lat,
        home_lon=territory.centre_lon,
        capacity_kg=Decimal(500),
        capacity_m3=Decimal(5),
        skills=[TechnicianSkill(skill_code=SKILL, level=3)],
        patterns=[
            ShiftPattern(weekday=day, start_time=time(8), end_time=time(18))
            for day in range(7)
        ],
    )
    session().add(row)
    session().flush()
    return row.id
