"""A store with price lists and a package, and a lead whose site was surveyed."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.catalogue.models import ModelPrice
from app.catalogue.states import Category, WorkKind
from app.core.actor import SYSTEM, Role, acting_as
from app.core.transaction import transaction
from app.sales.actions.packages import add_package
from app.sales.actions.rates import add_rate
from app.sales.rules.packages import Figure, PackageIntake, Rule
from app.sales.states import FigureType
from tests.factories.market import NEARBY, Market, open_market
from tests.factories.network import Network, Person

SINCE = date(2020, 1, 1)
PACKAGE = PackageIntake(
    code="shop",
    name="Shop",
    name_zh="店铺",
    category=Category.SPLIT,
    figures=(
        Figure(
            key="area",
            title="Area",
            title_zh="面积",
            type=FigureType.NUMBER,
            unit="m²",
            least=1,
            most=1000,
        ),
    ),
    rules=(
        Rule(
            key="units",
            title="Split units",
            title_zh="分体机",
            expression="ceil(area / 25.0)",
            source="a rule of thumb",
            brand="polar-one",
            model="SPLIT-1",
        ),
        Rule(
            key="drilling",
            title="Drilling",
            title_zh="打孔",
            expression="double(units) * 0.5",
            source="a rule of thumb",
            service=WorkKind.INSTALLATION,
        ),
    ),
)
LEAD = {
    "customer_name": "Li Si",
    "customer_phone": "138 0013 8000",
    "site_name": "Li Si's shop",
    "address": "1 Market Road, Shanghai",
    "point": {"lat": NEARBY[0], "lon": NEARBY[1]},
}


@dataclass
class Shop:
    """The store, what it may sell, and whoever opens its links."""

    network: Network
    market: Market
    store: Person
    package_id: int
    public: FlaskClient

    def lead(self, **changes: Any) -> dict[str, Any]:
        answer = self.store.ask("POST", "/leads", {**LEAD, **changes})
        assert answer.status_code == 201, answer.text
        return dict(answer.json)

    def surveyed(self, area: float = 60, **changes: Any) -> dict[str, Any]:
        lead = self.lead(**changes)
        body = {"package_id": self.package_id, "figures": {"area": area}}
        path = f"/leads/{lead['id']}/survey"
        answer = self.store.ask("PUT", path, body, version=lead["version"])
        assert answer.status_code == 200, answer.text
        return dict(answer.json)

    def quoted(self, lead_id: int, body: dict[str, Any] | None = None) -> Any:
        answer = self.store.ask("POST", f"/leads/{lead_id}/quotes", body or {})
        assert answer.status_code == 201, answer.text
        return answer.json

    def sent(self, quote_id: int) -> str:
        """Send a quote and return the path of its link."""
        answer = self.store.ask("POST", f"/quotes/{quote_id}/send")
        assert answer.status_code == 200, answer.text
        return "/t/" + str(answer.json["url"]).rpartition("/")[2]

    def seen(self, path: str) -> str:
        return str(self.shown(path)["seen"])

    def shown(self, path: str) -> dict[str, Any]:
        answer = self.public.get(f"{path}/quote.json")
        assert answer.status_code == 200, answer.text
        return dict(answer.get_json())

    def answer(
        self, path: str, decision: str = "accept", name: str = "Li Si", **more: str
    ) -> Any:
        form = {"decision": decision, "name": name, "seen": self.seen(path), **more}
        return self.public.post(
            f"{path}/answer", data=form, content_type="multipart/form-data"
        )


@pytest.fixture
def shop(app_context: Flask) -> Shop:
    network = Network(app_context)
    market = open_market(network)
    store = network.person(Role.STORE)
    with acting_as(SYSTEM), transaction() as tx:
        tx.session.add_all(
            ModelPrice(
                model_id=model_id,
                amount_minor=amount,
                currency="CNY",
                valid_from=SINCE,
            )
            for model_id, amount in (
                (market.vrf_id, 9_000_00),
                (market.split_id, 999_90),
            )
        )
        package_id = add_package(market.planner_id, PACKAGE).id
        for kind in (WorkKind.DELIVERY, WorkKind.INSTALLATION, WorkKind.COMMISSIONING):
            add_rate(kind, 120_00, SINCE, organisation_id=store.organisation_id)
    public = FlaskClient(app_context, use_cookies=False)
    return Shop(network, market, store, package_id, public)
