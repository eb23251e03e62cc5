"""Made-up people and businesses; numbers from one block, for nobody in particular."""

from random import Random
from typing import Final

SURNAMES: Final = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN: Final = (
    "伟", "芳", "娜", "敏", "静", "强", "磊", "军", "洋", "勇", "杰", "涛", "明", "超",
    "建国", "志强", "海燕", "晓东", "文博", "嘉怡", "雨桐", "浩然", "思远", "国栋",
)  # fmt: skip
PREFIXES: Final = (
    "云栖", "澄湖", "青禾", "海棠", "柏岸", "星屿", "松月", "蓝汀", "橙里", "望江",
    "竹石", "锦程",
)  # fmt: skip

#: What is made up numbers from +86 199 0000 0000 on.
TECHNICIANS_FROM: Final = 1_000
CUSTOMERS_FROM: Final = 2_000


def person(random: Random) -> str:
    return random.choice(SURNAMES) + random.choice(GIVEN)


def phone(number: int) -> str:
    """Return the made-up mobile number with this number in the block."""
    return f"1990000{number:04d}"
