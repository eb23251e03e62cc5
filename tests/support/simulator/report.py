"""What a simulation did, and every problem that it found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Report:
    seed: int
    phones: int
    operations: int
    kills: int
    crashes: int
    requests: int
    lost: int
    doubled: int
    late: int
    cut: int
    #: Operations by the fate that the log gives them.
    fates: Mapping[str, int]
    #: What dispatchers were answered.
    deeds: Mapping[str, int]
    seconds: float
    problems: Sequence[str]

    def __str__(self) -> str:
        each = self.operations / self.seconds if self.seconds else 0
        summary = (
            f"seed {self.seed}: {self.phones} phones, {self.operations} operations, "
            f"{self.crashes} crashes of phones, {self.kills} kills of servers, "
            f"{self.requests} requests ({self.lost} not answered, {self.late} late, "
            f"{self.doubled} doubled, {self.cut} cut), {len(self.problems)} problems; "
            f"{self.seconds:.0f} s, {each:.0f} operations a second"
        )
        counted = [
            f"{title}: {', '.join(f'{name} × {n}' for name, n in sorted(all_.items()))}"
            for title, all_ in (("fates", self.fates), ("dispatchers", self.deeds))
            if all_
        ]
        return "\n  ".join([summary, *counted, *self.problems])
