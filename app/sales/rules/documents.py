"""What a customer is shown, frozen: the same facts always have the same hash."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

#: Of each line, what the customer sees.
SHOWN: Final = (
    "kind",
    "work",
    "brand",
    "model",
    "name",
    "name_zh",
    "quantity",
    "unit",
    "unit_minor",
    "amount_minor",
    "source",
    "why",
    "why_zh",
)


def shown_line(line: Mapping[str, Any]) -> dict[str, Any]:
    return {key: line[key] for key in SHOWN}


def hash_of(document: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a document, written the one way."""
    text = json.dumps(
        document, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(text.encode()).hexdigest()
