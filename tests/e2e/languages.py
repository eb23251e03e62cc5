"""What the pages say, in the language that a test reads them in."""

from collections.abc import Callable
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

import app.factory

Say = Callable[[str], str]
CHINESE = Path(app.factory.__file__).parent / "translations/zh/LC_MESSAGES/messages.po"


@lru_cache(maxsize=1)
def _catalogue() -> Catalog:
    return read_po(BytesIO(CHINESE.read_bytes()), locale="zh")


def saying(language: str) -> Say:
    """Return how a page of the language says an English text; unknown ones raise."""
    if language == "en":
        return lambda text: text

    def say(text: str) -> str:
        found = _catalogue().get(text)
        assert found is not None, f"not in the catalogue: {text}"
        assert isinstance(found.string, str)
        return found.string

    return say
