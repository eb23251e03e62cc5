"""What a campaign did, and every problem that it found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Report:
    seed: int
    kills: int
    #: Kills that struck a job under way.
    hits: int
    requests: int
    #: Requests that were broken off, and sent again.
    lost: int
    refused: Mapping[str, int]
    acknowledged: Mapping[str, int]
    problems: Sequence[str]

    def __str__(self) -> str:
        summary = (
            f"seed {self.seed}: {self.kills} kills ({self.hits} during a job), "
            f"{self.requests} requests of which {self.lost} were broken off, "
            f"{sum(self.acknowledged.values())} acknowledgements checked, "
            f"{len(self.problems)} problems"
        )
        details = [
            f"{title}: {', '.join(f'{name} × {n}' for name, n in sorted(each.items()))}"
            for title, each in (
                ("acknowledged", self.acknowledged),
                ("refused", self.refused),
            )
            if each
        ]
        return "\n  ".join([summary, *details, *self.problems])
