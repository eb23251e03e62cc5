"""Packages, rates and leads of an organisation, with a survey."""

from datetime import date, timedelta
from itertools import count

from app.catalogue.states import Category, WorkKind
from app.core.clock import now
from app.core.database import session
from app.sales.models import Lead, Package, Quote, ServiceRate, Survey
from app.sales.rules.documents import hash_of
from app.sales.states import LeadState, QuoteState
from app.web.secret_links import new_token
from app.web.sessions import hash_token
from tests.factories.links import Tokens

_numbers = count(1)
FIGURES = [
    {
        "key": "area",
        "title": "Area",
        "title_zh": "面积",
        "type": "number",
        "unit": "m²",
        "least": 1,
        "most": 1000,
        "choices": [],
    }
]
RULES = [
    {
        "key": "load",
        "title": "Load",
        "title_zh": "负荷",
        "expression": "area * 0.15",
        "unit": "kW",
        "source": "test",
        "brand": "",
        "model": "",
        "service": None,
        "is_sample": True,
    }
]
#: What every quote of this factory shows.
DOCUMENT = {
    "reference": "QUO-T",
    "number": 1,
    "is_change": False,
    "seller": "Store",
    "seller_zh": "门店",
    "customer": "Somebody",
    "subject": "Somewhere",
    "currency": "CNY",
    "lines": [],
    "total_minor": 0,
    "valid_until": "2030-01-01",
    "note": None,
}
SEEN = hash_of(DOCUMENT)


def make_package(organisation_id: int, _mark: str = "") -> int:
    """Names carry no mark: everyone may read packages."""
    row = Package(
        owner_organisation_id=organisation_id,
        code=f"pk-{organisation_id}-{next(_numbers)}",
        name="Package",
        name_zh="方案",
        category=Category.SPLIT,
        figures=FIGURES,
        rules=RULES,
    )
    session().add(row)
    session().flush()
    return row.id


def make_rate(organisation_id: int, _mark: str = "") -> int:
    row = ServiceRate(
        owner_organisation_id=organisation_id,
        kind=WorkKind.INSTALLATION,
        amount_minor=12_000,
        currency="CNY",
        valid_from=date(2020, 1, 1) + timedelta(days=next(_numbers)),
        valid_until=date(2020, 1, 1) + timedelta(days=5000),
    )
    session().add(row)
    session().flush()
    return row.id


def make_lead(organisation_id: int, mark: str = "LEFT") -> int:
    """Return a lead whose site was surveyed."""
    row = Lead(
        reference=f"LEAD-T-{next(_numbers)}",
        owner_organisation_id=organisation_id,
        state=LeadState.SURVEYED,
        customer_name=f"{mark} customer",
        customer_phone="+8613800000000",
        site_name=f"{mark} site",
        address=f"{mark} street",
    )
    session().add(row)
    session().flush()
    survey = Survey(
        lead_id=row.id,
        owner_organisation_id=organisation_id,
        package_id=make_package(organisation_id),
        figures={"area": 100.0},
        surveyed_at=now(),
    )
    session().add(survey)
    session().flush()
    return row.id


def make_quote(organisation_id: int, mark: str = "LEFT", token: str = "") -> int:
    """Return a quote that was sent; with a token, one that its link opens."""
    row = Quote(
        reference=f"QUO-T-{next(_numbers)}",
        owner_organisation_id=organisation_id,
        lead_id=make_lead(organisation_id, mark),
        number=1,
        state=QuoteState.SENT,
        customer_name=f"{mark} customer",
        subject=f"{mark} site",
        currency="CNY",
        lines=[],
        design=[],
        total_minor=0,
        valid_until=now().date() + timedelta(days=2),
        sent_at=now(),
        token_hash=hash_token(token or new_token()),
        expires_at=now() + timedelta(days=1),
        document=DOCUMENT,
        document_sha256=SEEN,
    )
    session().add(row)
    session().flush()
    return row.id


def quote_tokens(organisation_id: int) -> Tokens:
    """Make links of quotes: two that open, and one that was taken back."""
    own, sibling, gone = new_token(), new_token(), new_token()
    for token in (own, sibling, gone):
        row = session().get_one(Quote, make_quote(organisation_id, token=token))
        row.state = QuoteState.SUPERSEDED if token == gone else row.state
    session().flush()
    return Tokens(own, sibling, gone)
