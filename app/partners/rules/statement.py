"""What partners did for whom, order by order, and what it comes to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from app.catalogue.states import WorkKind
from app.core.money import Money
from app.work_orders.states import WorkOrderState

HOUR: Final = 3600


@dataclass(frozen=True, slots=True)
class Line:
    """An order that a partner took, with its visits of the days asked for.

    Seconds count for each technician: an hour of a crew of two is two hours.
    """

    work_order_id: int
    reference: str
    kind: WorkKind
    state: WorkOrderState
    visits: int
    visits_done: int
    planned_seconds: int
    worked_seconds: int
    rate: Money | None

    @property
    def amount(self) -> Money | None:
        """Return what the work comes to, rounded half up; None without a rate."""
        if self.rate is None:
            return None
        minor = (2 * self.worked_seconds * self.rate.minor + HOUR) // (2 * HOUR)
        return Money(minor, self.rate.currency)


@dataclass(frozen=True, slots=True)
class Sums:
    orders: int
    visits: int
    visits_done: int
    planned_seconds: int
    worked_seconds: int
    #: One for each currency; what has no rate adds nothing.
    amounts: Sequence[Money]


@dataclass(frozen=True, slots=True)
class Part:
    """What one partner has in one project, asked for by one organisation."""

    project_id: int
    reference: str
    name: str
    offered_by: Any
    partner: Any
    orders: Sequence[Line]

    @property
    def total(self) -> Sums:
        return sums_of(self.orders)


@dataclass(frozen=True, slots=True)
class Statement:
    """The days count as they are on site, the last one too."""

    since: date
    until: date
    projects: Sequence[Part]

    @property
    def total(self) -> Sums:
        return sums_of(line for part in self.projects for line in part.orders)


def sums_of(lines: Iterable[Line]) -> Sums:
    """Add up what the lines show, so that a sum is that of what is seen."""
    shown = list(lines)
    return Sums(
        len(shown),
        sum(line.visits for line in shown),
        sum(line.visits_done for line in shown),
        sum(line.planned_seconds for line in shown),
        sum(line.worked_seconds for line in shown),
        _by_currency(shown),
    )


def _by_currency(lines: Iterable[Line]) -> list[Money]:
    found: dict[str, Money] = {}
    for line in lines:
        if line.amount is not None:
            currency = line.amount.currency
            found[currency] = found.get(currency, Money(0, currency)) + line.amount
    return [found[currency] for currency in sorted(found)]
