"""What a model must say of itself."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from app.catalogue.states import Category, WorkKind
from app.core.errors import Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkIntake:
    """What one kind of work on one unit takes; set-up is once for a site."""

    kind: WorkKind
    duration_seconds: int
    setup_seconds: int = 0
    crew_size: int = 1
    skills: Mapping[str, int] = field(default_factory=dict)
    min_lag_seconds: int = 0
    max_lag_seconds: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceIntake:
    """A list price in minor units; without a kind, that of the goods."""

    kind: WorkKind | None = None
    amount_minor: int
    currency: str = "CNY"
    valid_from: date
    valid_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelIntake:
    code: str
    name: str
    name_zh: str = ""
    category: Category
    weight_kg: Decimal
    volume_m3: Decimal
    is_sample: bool = False
    works: Sequence[WorkIntake] = ()
    prices: Sequence[PriceIntake] = ()


def model_faults(
    works: Sequence[WorkIntake],
    prices: Sequence[PriceIntake],
    known_skills: Collection[str],
) -> list[Fault]:
    """Return every fault of a model's works and prices."""
    faults: list[Fault] = []
    for index, work in enumerate(works):
        earlier = [other.kind for other in works[:index]]
        faults += _work_faults(work, earlier, known_skills, f"/works/{index}")
    for index, price in enumerate(prices):
        faults += _price_faults(price, prices[:index], f"/prices/{index}")
    return faults


def _work_faults(
    work: WorkIntake, earlier: Sequence[WorkKind], known: Collection[str], here: str
) -> list[Fault]:
    faults: list[Fault] = []
    if work.kind in earlier:
        faults.append(Fault(f"{here}/kind", "twice", "Give each kind of work once."))
    most = work.max_lag_seconds
    if most is not None and most < work.min_lag_seconds:
        detail = "The longest lag must not be shorter than the shortest."
        faults.append(Fault(f"{here}/max_lag_seconds", "period", detail))
    for code in sorted(set(work.skills) - set(known)):
        detail = f"There is no skill {code!r}; GET /api/v1/skills."
        faults.append(Fault(f"{here}/skills/{code}", "unknown_skill", detail))
    return faults


def _price_faults(
    price: PriceIntake, earlier: Sequence[PriceIntake], here: str
) -> list[Fault]:
    if price.valid_until is not None and price.valid_until < price.valid_from:
        detail = "Let the price end after it begins."
        return [Fault(f"{here}/valid_until", "period", detail)]
    if any(_is_shared(price, other) for other in earlier):
        detail = "Two prices of one kind and currency must not be valid at once."
        return [Fault(f"{here}/valid_from", "overlap", detail)]
    return []


def _is_shared(one: PriceIntake, other: PriceIntake) -> bool:
    return (
        (one.kind, one.currency) == (other.kind, other.currency)
        and one.valid_from <= (other.valid_until or date.max)
        and other.valid_from <= (one.valid_until or date.max)
    )
