"""Three made-up brands with forty made-up models; no real company's product data."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from typing import Final

from app.catalogue.rules import ModelIntake, PriceIntake, WorkIntake
from app.catalogue.states import Category, WorkKind

MINUTE: Final = 60
HOUR: Final = 3600
DAY: Final = 24 * HOUR
#: Minor units of the list price of an hour of one person's work.
HOURLY_RATE: Final = 12_000
PRICED_FROM: Final = date(2026, 1, 1)


@dataclass(frozen=True, slots=True)
class SampleBrand:
    code: str
    organisation: str
    name: str
    name_zh: str


BRANDS: Final = (
    SampleBrand("beilan", "demo-beilan", "Beilan Climate (sample)", "北澜空调（样例）"),
    SampleBrand(
        "qingshan", "demo-qingshan", "Qingshan Water (sample)", "青杉热水（样例）"
    ),
    SampleBrand(
        "hengwei", "demo-hengwei", "Hengwei Kitchen (sample)", "恒味厨房（样例）"
    ),
)


@dataclass(frozen=True, slots=True)
class Effort:
    """Minutes of delivery, installation and commissioning, and what they need."""

    minutes: tuple[int, int, int]
    crew: tuple[int, int, int]
    installation: Mapping[str, int]
    commissioning: Mapping[str, int]
    hold_seconds: int = 0


#: The hold after installing is the pipe's pressure test, for which nobody is needed.
EFFORTS: Final[Mapping[str, Effort]] = {
    "vrf_outdoor": Effort(
        (40, 210, 90),
        (2, 2, 1),
        {"vrf": 3, "refrigeration": 2, "height": 1},
        {"vrf": 3, "low_voltage": 2},
        DAY,
    ),
    "vrf_indoor": Effort(
        (10, 75, 15), (2, 2, 1), {"refrigeration": 2}, {"vrf": 2}, DAY
    ),
    "split": Effort(
        (20, 120, 30), (1, 2, 1), {"refrigeration": 2, "height": 1}, {"low_voltage": 1}
    ),
    "fan_coil": Effort(
        (10, 60, 15), (2, 1, 1), {"plumbing": 2}, {"low_voltage": 1}, 2 * HOUR
    ),
    "heat_pump": Effort(
        (45, 240, 90),
        (2, 2, 1),
        {"plumbing": 3, "low_voltage": 1},
        {"refrigeration": 2, "low_voltage": 2},
        2 * HOUR,
    ),
    "gas_heater": Effort(
        (30, 150, 60), (2, 1, 1), {"gas": 3, "plumbing": 2}, {"gas": 3}, 2 * HOUR
    ),
    "electric_heater": Effort(
        (20, 75, 30), (1, 1, 1), {"plumbing": 2, "low_voltage": 1}, {"low_voltage": 1}
    ),
    "laundry": Effort(
        (45, 150, 60),
        (2, 2, 1),
        {"laundry": 2, "plumbing": 1},
        {"laundry": 3, "low_voltage": 1},
    ),
    "gas_kitchen": Effort(
        (30, 90, 45), (2, 1, 1), {"kitchen": 2, "gas": 2}, {"gas": 3}
    ),
    "dishwasher": Effort(
        (30, 105, 45),
        (2, 1, 1),
        {"kitchen": 2, "plumbing": 2},
        {"kitchen": 2, "low_voltage": 1},
    ),
    "cold": Effort(
        (40, 180, 75),
        (2, 2, 1),
        {"refrigeration": 3},
        {"refrigeration": 3, "low_voltage": 1},
        DAY,
    ),
}


@dataclass(frozen=True, slots=True)
class SampleModel:
    brand: str
    effort: str
    intake: ModelIntake


@lru_cache(maxsize=1)
def sample_models() -> tuple[SampleModel, ...]:
    """Return the forty models of `models.csv` with the work they take."""
    text = files("app.sample").joinpath("models.csv").read_text("utf-8")
    return tuple(map(_model, csv.DictReader(text.splitlines())))


def _model(row: Mapping[str, str]) -> SampleModel:
    works = tuple(_works(EFFORTS[row["effort"]]))
    goods = PriceIntake(
        amount_minor=int(row["price_yuan"]) * 100, valid_from=PRICED_FROM
    )
    intake = ModelIntake(
        code=row["code"],
        name=f"{row['name']} (sample)",
        name_zh=f"{row['name_zh']}（样例）",
        category=Category(row["category"]),
        weight_kg=Decimal(row["weight_kg"]),
        volume_m3=Decimal(row["volume_m3"]),
        is_sample=True,
        works=works,
        prices=(goods, *map(_labour, works)),
    )
    return SampleModel(row["brand"], row["effort"], intake)


def _works(effort: Effort) -> Iterator[WorkIntake]:
    kinds = (WorkKind.DELIVERY, WorkKind.INSTALLATION, WorkKind.COMMISSIONING)
    skills = ({"delivery": 1}, effort.installation, effort.commissioning)
    lags = (0, effort.hold_seconds, 0)
    setups = (15, 30, 15)
    for i, kind in enumerate(kinds):
        yield WorkIntake(
            kind=kind,
            duration_seconds=effort.minutes[i] * MINUTE,
            setup_seconds=setups[i] * MINUTE,
            crew_size=effort.crew[i],
            skills=skills[i],
            min_lag_seconds=lags[i],
        )
    for kind, minutes in ((WorkKind.MAINTENANCE, 45), (WorkKind.REPAIR, 90)):
        yield WorkIntake(
            kind=kind,
            duration_seconds=minutes * MINUTE,
            setup_seconds=15 * MINUTE,
            skills=effort.commissioning,
        )


def _labour(work: WorkIntake) -> PriceIntake:
    minor = work.duration_seconds * work.crew_size * HOURLY_RATE // HOUR
    return PriceIntake(kind=work.kind, amount_minor=minor, valid_from=PRICED_FROM)
