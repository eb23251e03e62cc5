"""Shanghai as the demonstration knows it: two territories, districts, streets."""

from dataclasses import dataclass
from random import Random
from typing import Final

from app.core.coordinates import Degrees
from app.technicians.rules import TerritoryIntake


@dataclass(frozen=True, slots=True)
class District:
    """A district about `centre` (WGS-84), with some of its streets."""

    name: str
    centre: Degrees
    streets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Address:
    text: str
    place: Degrees


TERRITORIES: Final = (
    TerritoryIntake(
        code="shanghai-west",
        name="Shanghai west",
        name_zh="上海西片",
        centre_lat=31.222,
        centre_lon=121.425,
        radius_m=32_000,
    ),
    TerritoryIntake(
        code="shanghai-east",
        name="Shanghai east",
        name_zh="上海东片",
        centre_lat=31.205,
        centre_lon=121.585,
        radius_m=30_000,
    ),
)

WEST: Final = (
    District(
        "黄浦区", Degrees(31.2288, 121.4812), ("西藏中路", "复兴中路", "河南南路")
    ),
    District("徐汇区", Degrees(31.1885, 121.4367), ("宜山路", "漕溪北路", "肇嘉浜路")),
    District("长宁区", Degrees(31.2162, 121.3950), ("仙霞路", "虹桥路", "天山路")),
    District("静安区", Degrees(31.2470, 121.4480), ("江宁路", "共和新路", "北京西路")),
    District("普陀区", Degrees(31.2495, 121.3970), ("曹杨路", "真北路", "金沙江路")),
    District("闵行区", Degrees(31.1327, 121.3916), ("七莘路", "沪闵路", "吴中路")),
)
EAST: Final = (
    District(
        "浦东新区", Degrees(31.2213, 121.5440), ("张杨路", "世纪大道", "浦东南路")
    ),
    District("浦东新区", Degrees(31.2050, 121.6000), ("祖冲之路", "金科路", "碧波路")),
    District("浦东新区", Degrees(31.2520, 121.5900), ("金桥路", "杨高中路", "浙桥路")),
    District("浦东新区", Degrees(31.1560, 121.5050), ("上南路", "三林路", "杨思路")),
    District("杨浦区", Degrees(31.2870, 121.5330), ("黄兴路", "国定路", "控江路")),
)
CITY: Final = WEST + EAST
#: Degrees by which an address lies off its district's centre, at most.
SPREAD: Final = 0.016


def some_address(random: Random, districts: tuple[District, ...] = CITY) -> Address:
    """Make up a house number; its coordinates lie in the district."""
    district = random.choice(districts)
    street = random.choice(district.streets)
    number = random.randrange(8, 1900)
    place = Degrees(
        round(district.centre.lat + random.uniform(-SPREAD, SPREAD), 6),
        round(district.centre.lon + random.uniform(-SPREAD, SPREAD), 6),
    )
    return Address(f"上海市{district.name}{street}{number}号", place)
