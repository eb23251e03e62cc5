"""Somewhere to work, something to install, and orders for both."""

from copy import deepcopy
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.catalogue.models import Brand, CatalogueModel, ModelWork
from app.catalogue.states import Category, WorkKind
from app.core.actor import SYSTEM, acting_as
from app.core.transaction import transaction
from app.organisations.states import OrganisationKind
from app.technicians.models import Territory
from tests.factories.network import Network

HOUR = 3600
DAY = 24 * HOUR
#: The middle of the territory, and a place 4 km from it.
CENTRE = (31.2304, 121.4737)
NEARBY = (31.2504, 121.5037)
FAR_AWAY = (39.9042, 116.4074)


@dataclass(frozen=True)
class Market:
    """A planner with a territory, and a brand with two models."""

    territory_id: int
    planner_id: int
    brand_organisation_id: int
    vrf_id: int
    split_id: int


def open_market(network: Network, which: str = "one") -> Market:
    """Give the platform called `which` a territory, and the brand two models."""
    planner = network.organisation(OrganisationKind.PLATFORM, which)
    brand_owner = network.organisation(OrganisationKind.BRAND, which)
    with acting_as(SYSTEM), transaction() as tx:
        territory = Territory(
            owner_organisation_id=planner,
            code=f"sh-{which}",
            name="Shanghai",
            name_zh="上海",
            time_zone="Asia/Shanghai",
            centre_lat=CENTRE[0],
            centre_lon=CENTRE[1],
            radius_m=40_000,
        )
        brand = Brand(
            owner_organisation_id=brand_owner,
            code=f"polar-{which}",
            name=f"Polar {which}",
            name_zh=f"极地{which}",
        )
        tx.session.add_all([territory, brand])
        tx.session.flush()
        vrf, split = _vrf(brand), _split(brand)
        tx.session.add_all([vrf, split])
        tx.session.flush()
        return Market(territory.id, planner, brand_owner, vrf.id, split.id)


def _vrf(brand: Brand) -> CatalogueModel:
    return _model(
        brand,
        "VRF-1",
        Category.VRF,
        {
            WorkKind.DELIVERY: _work(HOUR, setup=600, crew=2),
            WorkKind.INSTALLATION: _work(6 * HOUR, crew=2, lag=DAY, skills={"vrf": 3}),
            WorkKind.COMMISSIONING: _work(2 * HOUR, skills={"vrf": 4}),
        },
    )


def _split(brand: Brand) -> CatalogueModel:
    return _model(
        brand,
        "SPLIT-1",
        Category.SPLIT,
        {
            WorkKind.DELIVERY: _work(HOUR // 2),
            WorkKind.INSTALLATION: _work(2 * HOUR, skills={"split": 2}),
        },
    )


def _work(
    seconds: int,
    *,
    setup: int = 0,
    crew: int = 1,
    lag: int = 0,
    skills: dict[str, int] | None = None,
) -> ModelWork:
    return ModelWork(
        duration_seconds=seconds,
        setup_seconds=setup,
        crew_size=crew,
        skills=skills or {},
        min_lag_seconds=lag,
    )


def _model(
    brand: Brand, code: str, category: Category, works: dict[WorkKind, ModelWork]
) -> CatalogueModel:
    for kind, work in works.items():
        work.kind = kind
    return CatalogueModel(
        brand_id=brand.id,
        owner_organisation_id=brand.owner_organisation_id,
        code=code,
        name=code.title(),
        name_zh=code,
        category=category,
        weight_kg=Decimal(80),
        volume_m3=Decimal("0.5"),
        works=list(works.values()),
    )


ORDER: dict[str, Any] = {
    "external_reference": "SO-1",
    "name": "Canteen of the north school",
    "customer": {
        "name": "Zhang San",
        "phone": "138 0013 8000",
        "email": "zhang@example.com",
    },
    "wishes": {"due": "2027-03-01T00:00:00+08:00", "priority": "high", "note": "Ring."},
    "sites": [
        {
            "name": "Kitchen",
            "address": "200 Renmin Avenue, Huangpu, Shanghai",
            "point": {"lat": NEARBY[0], "lon": NEARBY[1]},
            "contact_name": "Li Si",
            "contact_phone": "021 6322 1234",
            "lines": [
                {"brand": "polar-one", "model": "VRF-1", "quantity": 2},
                {"brand": "polar-one", "model": "SPLIT-1", "quantity": 3},
            ],
        }
    ],
}


def order(**changes: Any) -> dict[str, Any]:
    """Return an order that is fine but for what is changed."""
    return {**deepcopy(ORDER), **changes}
