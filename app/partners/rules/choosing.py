"""Which partner is asked next: who is furthest behind its quota; of equals, the best.

A quota is a share of the jobs that partners took or are being asked for. Quotas need
not add up to a hundred: they count in proportion.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

#: Partners that are less than a job apart are equals, and the score decides.
SLACK_JOBS: Final = 1.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A partner that a rule names for some work.

    `jobs` is how many it has of those that quotas count, `score` between 0 and 1.
    """

    rule_id: int
    partner_id: int
    quota_percent: int
    jobs: int
    score: float


def behind(candidates: Sequence[Candidate]) -> Mapping[int, float]:
    """Return how many jobs each partner lacks, once there is one job more."""
    total = sum(each.jobs for each in candidates) + 1
    whole = sum(each.quota_percent for each in candidates)
    return {
        each.partner_id: total * each.quota_percent / whole - each.jobs
        for each in candidates
    }


def choose(candidates: Sequence[Candidate], asked: Collection[int]) -> Candidate | None:
    """Choose among those not asked yet; None when nobody is left.

    Those already asked still count: what they did not take does not change quotas.
    """
    left = [each for each in candidates if each.partner_id not in asked]
    if not left:
        return None
    lacking = behind(candidates)
    most = max(lacking[each.partner_id] for each in left)
    equals = [each for each in left if lacking[each.partner_id] > most - SLACK_JOBS]
    return max(equals, key=lambda each: (each.score, -each.partner_id))
