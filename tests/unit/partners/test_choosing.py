"""Shares go by quota, ties by score; a record is weighed with doubt."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.core.coordinates import Degrees
from app.partners.rules import Candidate, Record, about, behind, choose, score_of


def candidates(quotas: Sequence[int], scores: Sequence[float] = ()) -> list[Candidate]:
    return [
        Candidate(at, at, quota, 0, scores[at] if scores else 0.5)
        for at, quota in enumerate(quotas)
    ]


def share_out(jobs: int, partners: Sequence[Candidate]) -> Counter[int]:
    """Give so many jobs away, each taken by whoever is asked first."""
    taken = Counter[int]()
    for _ in range(jobs):
        known = [replace(each, jobs=taken[each.partner_id]) for each in partners]
        chosen = choose(known, [])
        assert chosen is not None
        taken[chosen.partner_id] += 1
    return taken


@given(
    quotas=st.lists(st.integers(5, 100), min_size=3, max_size=3),
    scores=st.lists(st.floats(0, 1), min_size=3, max_size=3),
)
def test_of_200_jobs_three_partners_get_their_quota_within_five_points(
    quotas: list[int], scores: list[float]
) -> None:
    taken = share_out(200, candidates(quotas, scores))
    for at, quota in enumerate(quotas):
        wanted = 100 * quota / sum(quotas)
        assert abs(taken[at] / 2 - wanted) <= 5


def test_of_equals_the_better_record_is_asked() -> None:
    chosen = choose(candidates([50, 50], [0.4, 0.6]), [])
    assert chosen is not None
    assert chosen.partner_id == 1


def test_whoever_is_a_job_or_more_behind_is_asked_whatever_its_record() -> None:
    first, second = candidates([50, 50], [0.1, 0.9])
    chosen = choose([first, replace(second, jobs=2)], [])
    assert chosen == first


def test_nobody_is_asked_twice_and_in_the_end_nobody_is_left() -> None:
    three = candidates([50, 30, 20])
    asked: list[int] = []
    while (chosen := choose(three, asked)) is not None:
        asked.append(chosen.partner_id)
    assert sorted(asked) == [0, 1, 2]


def test_without_a_rule_there_is_nobody() -> None:
    assert choose([], []) is None


def test_what_partners_lack_adds_up_to_the_next_job() -> None:
    lacking = behind([replace(c, jobs=c.rule_id) for c in candidates([10, 70, 20])])
    assert abs(sum(lacking.values()) - 1) < 1e-9


def test_a_partner_without_a_record_has_a_half_and_a_good_one_more() -> None:
    assert score_of(Record()) == 0.5
    assert score_of(Record(asked=8, accepted=8, arrivals=8, on_time=8)) == 0.9
    assert score_of(Record(asked=8, accepted=0, arrivals=8, on_time=8)) == 0.5


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_a_score_lies_between_nothing_and_one(a: int, b: int, c: int, d: int) -> None:
    record = Record(asked=a + b, accepted=a, arrivals=c + d, on_time=c)
    assert 0 < score_of(record) < 1


def test_all_doors_of_a_district_are_told_as_one_place() -> None:
    assert about(Degrees(31.2304, 121.4737)) == Degrees(31.2, 121.5)
    assert about(Degrees(31.1981, 121.5011)) == Degrees(31.2, 121.5)
