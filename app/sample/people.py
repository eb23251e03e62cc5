"""Twenty-four made-up technicians of the platform and two service partners."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from random import Random
from typing import Final

from app.sample.city import EAST, WEST, some_address
from app.sample.names import TECHNICIANS_FROM, person, phone
from app.sample.skills import SKILLS
from app.technicians.rules import DayPattern, Holding, Pause, TechnicianIntake

CERTIFICATES: Final = frozenset(code for code, *_, proven in SKILLS if proven)
LUNCH: Final = Pause(time(11, 30), time(13, 30), 3600)
SUPPER: Final = Pause(time(17), time(18, 30), 1800)

PROFILES: Final[Mapping[str, Mapping[str, int]]] = {
    "climate": {
        "vrf": 3,
        "refrigeration": 3,
        "height": 2,
        "low_voltage": 2,
        "delivery": 1,
    },
    "helper": {
        "refrigeration": 2,
        "height": 1,
        "plumbing": 2,
        "low_voltage": 1,
        "delivery": 1,
    },
    "commissioner": {
        "vrf": 4,
        "refrigeration": 3,
        "height": 1,
        "low_voltage": 3,
        "delivery": 1,
    },
    "mover": {"delivery": 3, "height": 1},
    "plumber": {"plumbing": 3, "gas": 3, "low_voltage": 1, "delivery": 1},
    "kitchen": {
        "kitchen": 3,
        "gas": 3,
        "plumbing": 3,
        "low_voltage": 2,
        "delivery": 1,
    },
    "laundry": {"laundry": 3, "plumbing": 2, "low_voltage": 2, "delivery": 1},
    "cold": {"refrigeration": 4, "low_voltage": 3, "vrf": 2, "delivery": 1},
}
#: Organisation, territory, and the profiles of its people there.
TEAMS: Final = (
    (
        "demo-platform",
        "shanghai-west",
        ("commissioner", "climate", "helper", "mover", "kitchen"),
    ),
    (
        "demo-platform",
        "shanghai-east",
        ("climate", "helper", "plumber", "mover", "kitchen"),
    ),
    (
        "demo-partner-west",
        "shanghai-west",
        (
            "climate",
            "climate",
            "helper",
            "cold",
            "laundry",
            "laundry",
            "mover",
            "plumber",
        ),
    ),
    (
        "demo-partner-east",
        "shanghai-east",
        ("climate", "commissioner", "cold", "laundry", "laundry", "mover"),
    ),
)


@dataclass(frozen=True, slots=True)
class SampleTechnician:
    organisation: str
    intake: TechnicianIntake


def sample_technicians(today: date, seed: int = 1) -> list[SampleTechnician]:
    """Make the technicians up; certificates are valid around `today`."""
    random = Random(seed)  # noqa: S311 - made-up people are no secret
    made: list[SampleTechnician] = []
    for organisation, territory, profiles in TEAMS:
        for profile in profiles:
            number = TECHNICIANS_FROM + len(made)
            intake = _technician(random, number, territory, profile, today)
            made.append(SampleTechnician(organisation, intake))
    return made


def _technician(
    random: Random, number: int, territory: str, profile: str, today: date
) -> TechnicianIntake:
    districts = WEST if territory == "shanghai-west" else EAST
    home = some_address(random, districts).place
    is_mover = profile == "mover"
    return TechnicianIntake(
        name=person(random),
        phone=phone(number),
        territory=territory,
        home_lat=home.lat,
        home_lon=home.lon,
        max_overtime_seconds=random.choice((0, 3600, 7200)),
        capacity_kg=3000 if is_mover else 800,
        capacity_m3=20 if is_mover else 4,
        speed_percent=random.choice((90, 100, 100, 100, 110)),
        skills=[
            _holding(random, code, level, today)
            for code, level in PROFILES[profile].items()
        ],
        patterns=_week(number),
    )


def _holding(random: Random, code: str, level: int, today: date) -> Holding:
    """Hold a certificate that ends within days to years, or a skill for good."""
    if code not in CERTIFICATES:
        return Holding(code, level)
    begun = today - timedelta(days=random.randrange(200, 900))
    left = random.choice((10, 200, 400, 700, 900))
    return Holding(code, level, begun, today + timedelta(days=left))


def _week(number: int) -> list[DayPattern]:
    """Give most people office days, some Saturdays, and one in eight the evenings."""
    if number % 8 == 6:  # noqa: PLR2004 - one of each eight, and no mover
        return [DayPattern(d, time(13), time(21), SUPPER) for d in range(5)]
    if number % 3 == 0:
        return [DayPattern(d, time(9), time(18), LUNCH) for d in range(6)]
    return [DayPattern(d, time(8, 30), time(17, 30), LUNCH) for d in range(5)]
