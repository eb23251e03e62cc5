"""From wanted goods and hours to priced lines: what is not listed has no price."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from app.catalogue.states import WorkKind
from app.core.errors import Fault
from app.sales.states import LineKind, LineUnit

HOUR: Final = 3600
CENT: Final = Decimal("0.01")
#: The work that comes with goods.
WITH_GOODS: Final = (
    WorkKind.DELIVERY,
    WorkKind.INSTALLATION,
    WorkKind.COMMISSIONING,
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A price on a list, and on which one."""

    amount_minor: int
    currency: str
    valid_from: date
    valid_until: date | None
    source: str

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day <= (self.valid_until or date.max)


@dataclass(frozen=True, slots=True)
class Priced:
    """A model with its prices; those of work are for one unit.

    `seconds` says how long each kind of work on one unit takes, times its crew.
    """

    model_id: int
    brand: str
    code: str
    name: str
    name_zh: str
    goods: Sequence[Listed]
    labour: Mapping[WorkKind, Sequence[Listed]]
    seconds: Mapping[WorkKind, int]


@dataclass(frozen=True, slots=True)
class Wanted:
    """So many of a model, or so many hours of a kind of work; what asks for it."""

    quantity: Decimal
    model: tuple[str, str] | None = None
    service: WorkKind | None = None
    why: str = ""
    why_zh: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """What is charged: `amount_minor` is the quantity times the unit's price."""

    kind: LineKind
    work: WorkKind | None
    model_id: int | None
    brand: str
    model: str
    name: str
    name_zh: str
    quantity: str
    unit: LineUnit
    unit_minor: int
    amount_minor: int
    source: str
    why: str
    why_zh: str

    @property
    def kept(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class PriceLists:
    """All that a quote is priced from, as it holds on one day."""

    models: Mapping[tuple[str, str], Priced]
    rates: Mapping[WorkKind, Sequence[Listed]]
    day: date
    currency: str = "CNY"

    def pick(self, listed: Iterable[Listed]) -> Listed | None:
        """Choose the price that holds on the day, the one that began last."""
        holding = [
            price
            for price in listed
            if price.currency == self.currency and price.holds_on(self.day)
        ]
        return max(holding, key=lambda price: price.valid_from, default=None)


def amount_of(quantity: Decimal, unit_minor: int) -> int:
    """Multiply as the customer does who reads both, rounding half a cent up."""
    return int((quantity * unit_minor).quantize(Decimal(1), ROUND_HALF_UP))


def total_of(lines: Iterable[Mapping[str, Any]]) -> int:
    """Add up what is seen, and nothing else."""
    return sum(int(line["amount_minor"]) for line in lines)


def priced(
    wanted: Sequence[Wanted], lists: PriceLists
) -> tuple[list[Line], list[Fault]]:
    """Price goods with the work they bring, and hours of work; list every fault."""
    lines: list[Line] = []
    faults: list[Fault] = []
    for place, each in enumerate(wanted):
        here = f"/lines/{place}"
        if each.model is not None:
            found, missing = _goods(each, each.model, lists, here)
        else:
            found, missing = _hours(each, lists, here)
        lines += found
        faults += missing
    return lines, faults


def _goods(
    wanted: Wanted, named: tuple[str, str], lists: PriceLists, here: str
) -> tuple[list[Line], list[Fault]]:
    model = lists.models.get(named)
    if model is None:
        told = f"There is no model {named[0]} {named[1]}."
        return [], [Fault(f"{here}/model", "unknown_model", told)]
    price = lists.pick(model.goods)
    if price is None:
        return [], [_no_price(f"{model.brand} {model.code}", lists, here)]
    lines = [_line(wanted, model, None, wanted.quantity, LineUnit.PIECE, price)]
    faults: list[Fault] = []
    for kind in WITH_GOODS:
        if kind not in model.seconds:
            continue
        work = _work_on(wanted, model, kind, lists)
        if work is None:
            faults.append(_no_price(f"{kind} of {model.code}", lists, here))
        else:
            lines.append(work)
    return lines, faults


def _work_on(
    wanted: Wanted, model: Priced, kind: WorkKind, lists: PriceLists
) -> Line | None:
    """Price work on goods: by one's own hourly rate, else as the catalogue lists it."""
    rate = lists.pick(lists.rates.get(kind, ()))
    if rate is not None:
        seconds = Decimal(model.seconds[kind]) * wanted.quantity
        hours = (seconds / HOUR).quantize(CENT, ROUND_HALF_UP)
        return _line(wanted, model, kind, hours, LineUnit.HOUR, rate)
    listed = lists.pick(model.labour.get(kind, ()))
    if listed is None:
        return None
    return _line(wanted, model, kind, wanted.quantity, LineUnit.PIECE, listed)


def _hours(
    wanted: Wanted, lists: PriceLists, here: str
) -> tuple[list[Line], list[Fault]]:
    kind = wanted.service or WorkKind.INSTALLATION
    rate = lists.pick(lists.rates.get(kind, ()))
    if rate is None:
        return [], [_no_price(f"an hour of {kind}", lists, here)]
    hours = wanted.quantity.quantize(CENT, ROUND_HALF_UP)
    return [_line(wanted, None, kind, hours, LineUnit.HOUR, rate)], []


def _line(
    wanted: Wanted,
    model: Priced | None,
    work: WorkKind | None,
    quantity: Decimal,
    unit: LineUnit,
    price: Listed,
) -> Line:
    return Line(
        kind=LineKind.GOODS if work is None else LineKind.SERVICE,
        work=work,
        model_id=model.model_id if model else None,
        brand=model.brand if model else "",
        model=model.code if model else "",
        name=model.name if model else "",
        name_zh=model.name_zh if model else "",
        quantity=format(quantity.normalize(), "f"),
        unit=unit,
        unit_minor=price.amount_minor,
        amount_minor=amount_of(quantity, price.amount_minor),
        source=price.source,
        why=wanted.why,
        why_zh=wanted.why_zh,
    )


def _no_price(what: str, lists: PriceLists, here: str) -> Fault:
    told = f"No list has a price in {lists.currency} for {what} on {lists.day}."
    return Fault(here, "no_price", told)
