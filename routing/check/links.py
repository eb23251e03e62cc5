from collections.abc import Iterator

from routing.check.case import Case, Planned, Violation
from routing.model import Link, LinkKind, Rule
from routing.model.units import DAY


def links(case: Case) -> Iterator[Violation]:
    """Linked visits keep their lags, their days and their people."""
    for link in case.book.problem.links:
        first, second = case.crews.get(link.first), case.crews.get(link.second)
        if second and not first and link.kind is LinkKind.FINISH_START:
            detail = f"{link.first} comes first and is not planned"
            yield Violation(Rule.LINK_PREDECESSOR, detail, link.second)
        if first and second:
            yield from _RULES[link.kind](link, first, second)


def _lag(
    link: Link, first: tuple[Planned, ...], second: tuple[Planned, ...]
) -> Iterator[Violation]:
    lag = second[0].stop.start - max(each.stop.end for each in first)
    over = link.max_lag is not None and lag > link.max_lag
    if lag < link.min_lag or over:
        detail = f"starts {lag} s after {link.first} ends"
        yield Violation(Rule.LINK_LAG, detail, link.second)


def _same_start(
    link: Link, first: tuple[Planned, ...], second: tuple[Planned, ...]
) -> Iterator[Violation]:
    apart = abs(second[0].stop.start - first[0].stop.start)
    if apart > link.tolerance:
        detail = f"starts {apart} s apart from {link.first}"
        yield Violation(Rule.LINK_SAME_START, detail, link.second)


def _same_day(
    link: Link, first: tuple[Planned, ...], second: tuple[Planned, ...]
) -> Iterator[Violation]:
    if first[0].stop.start // DAY != second[0].stop.start // DAY:
        detail = f"is not on the day of {link.first}"
        yield Violation(Rule.LINK_SAME_DAY, detail, link.second)


def _same_technician(
    link: Link, first: tuple[Planned, ...], second: tuple[Planned, ...]
) -> Iterator[Violation]:
    if first[0].shift.technician != second[0].shift.technician:
        detail = f"is not with the technician of {link.first}"
        yield Violation(Rule.LINK_SAME_TECHNICIAN, detail, link.second)


def _different_technician(
    link: Link, first: tuple[Planned, ...], second: tuple[Planned, ...]
) -> Iterator[Violation]:
    people = {each.shift.technician for each in first}
    both = people & {each.shift.technician for each in second}
    if both:
        detail = f"shares {', '.join(sorted(both))} with {link.first}"
        yield Violation(Rule.LINK_DIFFERENT_TECHNICIAN, detail, link.second)


_RULES = {
    LinkKind.FINISH_START: _lag,
    LinkKind.SAME_START: _same_start,
    LinkKind.SAME_DAY: _same_day,
    LinkKind.SAME_TECHNICIAN: _same_technician,
    LinkKind.DIFFERENT_TECHNICIAN: _different_technician,
}
