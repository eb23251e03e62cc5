"""When the goods of a project are all there, as far as is known."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Parcel:
    """Goods of one reference."""

    quantity: int
    received: int
    expected_at: datetime | None

    @property
    def is_complete(self) -> bool:
        return self.received >= self.quantity


def awaited_until(parcels: Iterable[Parcel]) -> datetime | None:
    """Return when the last of what is still under way is expected.

    None when all is there, or nobody said when: unknown dates hold nobody up.
    """
    dates = [p.expected_at for p in parcels if not p.is_complete and p.expected_at]
    return max(dates, default=None)


def begin_at(
    wished: datetime | None, awaited: datetime | None, due: datetime | None
) -> datetime | None:
    """Return when work may begin: as was wished, and not before its goods.

    A due date is a promise to the customer: goods that come later do not move it.
    """
    if awaited is None or (wished is not None and wished >= awaited):
        return wished
    return awaited if due is None or awaited < due else wished
