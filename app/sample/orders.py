"""Made-up orders of businesses in the city, each for one trade."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from app.core.coordinates import Datum
from app.projects.rules.intake import (
    Customer,
    LineIntake,
    ProjectIntake,
    SiteIntake,
    Wishes,
)
from app.projects.states import Priority
from app.sample.city import some_address
from app.sample.names import CUSTOMERS_FROM, PREFIXES, person, phone

ZONE: Final = ZoneInfo("Asia/Shanghai")
#: Every fourth order waits for a wished day, every fifth has a day it is due.
PRIORITIES: Final = (
    *[Priority.NORMAL] * 6,
    *[Priority.HIGH] * 2,
    Priority.LOW,
    Priority.CRITICAL,
)


@dataclass(frozen=True, slots=True)
class Trade:
    """Who orders, what for, and which models in which quantities."""

    business: str
    work: str
    brand: str
    lines: Sequence[tuple[Sequence[str], int, int]]


TRADES: Final = (
    Trade(
        "酒店",
        "多联空调",
        "beilan",
        ((("BV-280", "BV-400"), 1, 1), (("BI-C45", "BI-C71", "BI-D56"), 2, 4)),
    ),
    Trade(
        "写字楼",
        "多联空调",
        "beilan",
        ((("BV-224",), 1, 1), (("BI-D56", "BI-W36"), 2, 3)),
    ),
    Trade("便利店", "分体空调", "beilan", ((("BS-35", "BS-72", "BS-120"), 1, 3),)),
    Trade("诊所", "分体空调", "beilan", ((("BS-26", "BS-35"), 1, 4),)),
    Trade("书店", "风机盘管", "beilan", ((("BF-51", "BF-68", "BF-102"), 2, 6),)),
    Trade("健身房", "空气能热水", "qingshan", ((("QH-10", "QH-20"), 1, 2),)),
    Trade("浴场", "燃气热水", "qingshan", ((("QG-50", "QG-99"), 1, 2),)),
    Trade("理发店", "电热水", "qingshan", ((("QE-100", "QE-300"), 1, 2),)),
    Trade("洗衣房", "洗涤设备", "qingshan", ((("QL-W15",), 1, 2), (("QL-D15",), 1, 1))),
    Trade(
        "餐厅",
        "厨房设备",
        "hengwei",
        ((("HG-4R", "HG-W2"), 1, 2), (("HD-U40", "HD-H60"), 1, 1)),
    ),
    Trade("食堂", "厨房设备", "hengwei", ((("HG-S3",), 1, 2), (("HG-W2",), 1, 2))),
    Trade("超市", "冷链设备", "hengwei", ((("HR-D20", "HR-U4"), 1, 3),)),
)


def sample_orders(
    count: int, first_day: date, seed: int, prefix: str = "DEMO"
) -> Iterator[ProjectIntake]:
    """Yield made-up orders, the same ones for the same arguments."""
    random = Random(seed)  # noqa: S311 - made-up orders are no secret
    for number in range(count):
        trade = TRADES[number % len(TRADES)]
        reference = f"{prefix}-{seed}-{number + 1:04d}"
        yield _order(random, number, reference, trade, first_day)


def _order(
    random: Random, number: int, reference: str, trade: Trade, first_day: date
) -> ProjectIntake:
    address = some_address(random)
    business = random.choice(PREFIXES) + trade.business
    contact = person(random)
    telephone = phone(CUSTOMERS_FROM + number % 8000)
    site = SiteIntake(
        name=business,
        address=address.text,
        point=address.place,
        datum=Datum.WGS84,
        contact_name=contact,
        contact_phone=telephone,
        lines=tuple(_lines(random, trade)),
    )
    return ProjectIntake(
        name=f"{business}{trade.work}",
        external_reference=reference,
        customer=Customer(
            f"上海{business}", telephone, f"order{number + 1}@demo.example"
        ),
        wishes=_wishes(random, number, first_day),
        sites=(site,),
    )


def _lines(random: Random, trade: Trade) -> Iterator[LineIntake]:
    for models, least, most in trade.lines:
        yield LineIntake(
            trade.brand, random.choice(models), random.randint(least, most)
        )


def _wishes(random: Random, number: int, first_day: date) -> Wishes:
    earliest = due = None
    if number % 4 == 0:
        earliest = _at(first_day + timedelta(days=random.randrange(1, 5)), time(9))
    if number % 5 == 0:
        due = _at(first_day + timedelta(days=random.randrange(14, 28)), time(18))
    return Wishes(earliest, due, random.choice(PRIORITIES))


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=ZONE)
