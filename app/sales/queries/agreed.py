"""What a quote comes down to for those who carry it out."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from app.catalogue.states import WorkKind
from app.core.database import session
from app.sales.models import Lead, Quote
from app.sales.states import LineKind

HOUR = 3600


@dataclass(frozen=True, slots=True)
class Customer:
    """Whom and where the work is for, as the lead tells it."""

    name: str
    phone: str
    email: str | None
    site_name: str
    address: str
    point: tuple[float, float] | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Agreed:
    """The goods by brand and model, and the hours beside what goods bring."""

    quote_id: int
    reference: str
    organisation_id: int
    customer: Customer | None
    project_id: int | None
    site_id: int | None
    goods: Mapping[tuple[str, str], int]
    models: Mapping[int, int]
    seconds: Mapping[WorkKind, int]


def agreed(quote_id: int) -> Agreed:
    """Read a quote for those who carry it out."""
    quote = session().get_one(Quote, quote_id)
    goods: Counter[tuple[str, str]] = Counter()
    models: Counter[int] = Counter()
    seconds: Counter[WorkKind] = Counter()
    for line in quote.lines:
        quantity = Decimal(line["quantity"])
        if line["kind"] == LineKind.GOODS:
            goods[line["brand"], line["model"]] += int(quantity)
            models[line["model_id"]] += int(quantity)
        elif line["model_id"] is None:
            seconds[WorkKind(line["work"])] += int(quantity * HOUR)
    return Agreed(
        quote_id=quote.id,
        reference=quote.reference,
        organisation_id=quote.owner_organisation_id,
        customer=_customer(quote),
        project_id=quote.project_id,
        site_id=quote.site_id,
        goods=goods,
        models=models,
        seconds=seconds,
    )


def _customer(quote: Quote) -> Customer | None:
    if quote.lead_id is None:
        return None
    lead = session().get_one(Lead, quote.lead_id)
    point = None if lead.lat is None or lead.lon is None else (lead.lat, lead.lon)
    return Customer(
        name=lead.customer_name,
        phone=lead.customer_phone,
        email=lead.customer_email,
        site_name=lead.site_name,
        address=lead.address,
        point=point,
        note=lead.note,
    )
