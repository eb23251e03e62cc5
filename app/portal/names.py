"""How somebody on the way is called: enough to greet, too little to look up."""

import re
from typing import Final

_HAN: Final = re.compile(r"[\u3400-\u9fff]")
#: Family names of two characters that are common enough to be met.
_DOUBLE: Final = frozenset(
    {
        "欧阳",
        "太史",
        "端木",
        "上官",
        "司马",
        "东方",
        "独孤",
        "南宫",
        "夏侯",
        "诸葛",
        "尉迟",
        "皇甫",
        "公孙",
        "慕容",
        "令狐",
        "宇文",
        "长孙",
        "司徒",
        "司空",
        "闻人",
    }
)


def called(name: str) -> str:
    """Return the first name; of a Chinese name the family name, as one addresses it."""
    words = name.split()
    if not words:
        return ""
    if not _HAN.match(words[0]):
        return words[0]
    whole = "".join(words)
    family = whole[:2] if whole[:2] in _DOUBLE else whole[0]
    return f"{family}师傅"
