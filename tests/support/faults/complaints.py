"""What the processes' own logs tell of faults that nobody foresaw."""

import json
from collections.abc import Iterator
from pathlib import Path

#: The end of a traceback: where it was raised, and what.
TOLD = 600
UNFORESEEN = ("unhandled", "run failed", "Error handling request")


def unforeseen(folder: Path) -> list[str]:
    """Return the faults in the logs of this folder that no part expected."""
    return [
        f"{log.stem}: {fault}"
        for log in sorted(folder.glob("*.log"))
        for fault in _faults(log.read_text(errors="replace"))
    ]


def _faults(text: str) -> Iterator[str]:
    for line in text.splitlines():
        try:
            fact = json.loads(line)
        except ValueError:
            if line.startswith("Traceback"):
                yield "a traceback outside the log"
            continue
        if isinstance(fact, dict) and _is_unforeseen(fact):
            told = str(fact.get("exception", fact))
            yield f"{fact.get('event')} … {told[-TOLD:]}"


def _is_unforeseen(fact: dict[str, object]) -> bool:
    event = str(fact.get("event"))
    return event.startswith(UNFORESEEN) or fact.get("level") == "critical"
