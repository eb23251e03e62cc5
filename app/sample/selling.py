"""What the sample store sells with: packages, its rates, and two leads."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from app.catalogue.states import WorkKind
from app.sales.actions.leads import LeadIntake, add_lead
from app.sales.actions.packages import add_package
from app.sales.actions.rates import add_rate
from app.sales.actions.surveys import survey_site
from app.sample.packages import PACKAGES

RATED_FROM: Final = date(2026, 1, 1)
#: Minor units of an hour of one person's work.
RATES: Final = {
    WorkKind.DELIVERY: 9_000,
    WorkKind.INSTALLATION: 12_800,
    WorkKind.COMMISSIONING: 15_000,
}


@dataclass(frozen=True, slots=True)
class SampleSurvey:
    package: str
    figures: dict[str, Any]
    note: str


LEADS: Final[tuple[tuple[LeadIntake, SampleSurvey | None], ...]] = (
    (
        LeadIntake(
            customer_name="沪申咨询（样例）",
            customer_phone="+86 138 0000 0101",
            site_name="沪申咨询 12 楼",
            address="上海市徐汇区肇嘉浜路 1111 号",
            point=(31.1977, 121.4395),
            note="周末可进场",
        ),
        SampleSurvey(
            "office-vrf",
            {"area": 420, "rooms": 6, "room_area": 20, "floors": 1, "sun": "mixed"},
            "货梯 1.2 × 1.8 m",
        ),
    ),
    (
        LeadIntake(
            customer_name="小满面馆（样例）",
            customer_phone="+86 138 0000 0102",
            site_name="小满面馆天钥桥店",
            address="上海市徐汇区天钥桥路 300 号",
            point=(31.1906, 121.4405),
        ),
        None,
    ),
)


def load_selling(platform_id: int, store_id: int) -> None:
    """Load the packages of the house, and what its store has begun to sell."""
    packages = {each.code: add_package(platform_id, each).id for each in PACKAGES}
    for kind, amount in RATES.items():
        add_rate(kind, amount, RATED_FROM, organisation_id=store_id)
    for intake, survey in LEADS:
        lead = add_lead(intake, store_id)
        if survey is not None:
            package_id = packages[survey.package]
            survey_site(lead.id, package_id, survey.figures, survey.note, lead.version)
