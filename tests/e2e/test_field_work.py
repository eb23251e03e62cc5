"""What happens on site as a dispatcher follows it, and looks at it in the end."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import islice, product
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from app import create_app
from app.catalogue.states import WorkKind
from app.core.actor import SYSTEM, acting_as
from app.core.clock import now
from app.core.database import db, session
from app.core.errors import PaigongError
from app.projects.models import Site
from app.technicians.queries import in_territory
from app.visits.actions import assign_visit
from app.visits.actions.execution import add_evidence, arrive, finish_work, start_work
from app.visits.models import Visit
from app.visits.queries import lines_of
from app.visits.rules import Doing, NewEvidence
from app.visits.states import EvidenceKind, VisitState
from app.work_orders.models import WorkOrder
from app.work_orders.states import WorkOrderState
from config import Settings
from tests.e2e.conftest import Open
from tests.support.server import Server


@dataclass(frozen=True)
class Trip:
    """A planned delivery, with who is on it."""

    visit_id: int
    project_id: int
    territory_id: int
    day: str
    site: str
    technician_id: int


@pytest.fixture(scope="module")
def house(demo: Server) -> Iterator[Flask]:
    """The application on the served installation's database."""
    app = create_app(
        Settings.from_env(
            {
                "DATABASE_URL": demo.database.app_url,
                "DATABASE_OWNER_URL": demo.database.owner_url,
                "PAIGONG_TEST_CLOCK": "1",
            }
        )
    )
    yield app
    with app.app_context():
        db.engine.dispose()


@contextmanager
def inside(house: Flask) -> Iterator[None]:
    with house.app_context(), acting_as(SYSTEM):
        yield


@pytest.fixture(scope="module")
def trips(house: Flask) -> list[Trip]:
    """Two deliveries, planned for ten on the next working day."""
    with inside(house):
        rows = session().execute(
            select(Visit, Site)
            .join(WorkOrder, WorkOrder.id == Visit.work_order_id)
            .join(Site, Site.id == WorkOrder.site_id)
            .where(
                Visit.state == VisitState.OPEN,
                Visit.parts == 1,
                WorkOrder.state == WorkOrderState.READY,
                WorkOrder.kind == WorkKind.DELIVERY,
                WorkOrder.crew_size == 1,
            )
            .order_by(Visit.id)
        )
        found = (placed(visit, site) for visit, site in rows.all())
        return list(islice((trip for trip in found if trip is not None), 2))


def placed(visit: Visit, site: Site) -> Trip | None:
    """Give the visit to the first who can do it then."""
    zone = ZoneInfo(site.time_zone)
    midnight = datetime.combine(now().astimezone(zone).date(), time(10), zone)
    for ahead, technician in product(range(1, 8), in_territory(visit.territory_id)):
        starts_at = midnight + timedelta(days=ahead)
        with suppress(PaigongError):
            assign_visit(visit.id, [technician.id], starts_at)
            return Trip(
                visit.id,
                visit.project_id,
                visit.territory_id,
                starts_at.date().isoformat(),
                site.name,
                technician.id,
            )
    return None


def work_on(house: Flask, trip: Trip) -> None:
    """The crew arrives away from the gate, begins, and scans what it brought."""
    with inside(house):
        visit = session().get_one(Visit, trip.visit_id)
        assert visit.starts_at is not None
        doing = Doing(trip.technician_id, visit.starts_at)
        arrive(visit.id, doing, "The gate is at the back")
        start_work(visit.id, doing)
        for model_id, quantity in lines_of(visit.work_order_id).items():
            for unit in range(1, quantity + 1):
                add_evidence(
                    visit.id,
                    doing,
                    NewEvidence(
                        kind=EvidenceKind.SERIAL,
                        model_id=model_id,
                        unit=unit,
                        data={"serial": f"SN-{model_id}-{unit}"},
                    ),
                )


def finish(house: Flask, trip: Trip) -> None:
    with inside(house):
        visit = session().get_one(Visit, trip.visit_id)
        assert visit.ends_at is not None
        finish_work(visit.id, Doing(trip.technician_id, visit.ends_at))


def sign(house: Flask, trip: Trip) -> None:
    with inside(house):
        visit = session().get_one(Visit, trip.visit_id)
        assert visit.ends_at is not None
        signed = NewEvidence(
            kind=EvidenceKind.SIGNATURE,
            purpose="receiver",
            data={"name": "Li"},
            sha256=b"\x01" * 32,
            size=1000,
            media_type="image/png",
        )
        add_evidence(visit.id, Doing(trip.technician_id, visit.ends_at), signed)


def detail_of(page: Page, trip: Trip) -> Locator:
    page.get_by_role("button", name=trip.site).first.click()
    return page.get_by_role("region", name="The visit")


def board_of(trip: Trip) -> str:
    return f"/board?territory={trip.territory_id}&from={trip.day}&days=1&view=list"


def test_a_visit_is_followed_while_it_happens(
    visit: Open, house: Flask, trips: list[Trip]
) -> None:
    trip = trips[0]
    page = visit("dispatcher", board_of(trip))
    detail = detail_of(page, trip)
    expect(detail.get_by_text("Nothing is recorded yet.")).to_be_visible()
    detail.get_by_role("button", name="Send off").click()
    expect(detail.get_by_text("Sent off", exact=True)).to_be_visible()
    work_on(house, trip)
    # The page hears of it by the feed.
    expect(detail.get_by_text("Working").first).to_be_visible()
    expect(detail.get_by_text("The gate is at the back")).to_be_visible()
    expect(detail.get_by_text("SN-").first).to_be_visible()


def test_work_is_sent_back_and_verified_in_the_end(
    visit: Open, house: Flask, trips: list[Trip]
) -> None:
    trip = trips[1]
    work_on(house, trip)
    finish(house, trip)
    page = visit("dispatcher", f"/projects/{trip.project_id}")
    delivery = page.locator("ol > li", has_text="Delivery").first
    expect(delivery).to_contain_text("In progress")
    delivery.get_by_role("button", name="Look at the work").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("The signature is missing")).to_be_visible()
    dialog.get_by_role("button", name="Close").click()
    sign(house, trip)
    expect(delivery).to_contain_text("Work done")
    expect(page.get_by_label("Whose turn it is")).to_contain_text("Our turn")
    delivery.get_by_role("button", name="Look at the work").click()
    expect(dialog.get_by_text("Nothing is missing")).to_be_visible()
    dialog.get_by_label("Why it is sent back").fill("One box is open")
    dialog.get_by_role("button", name="Send back").click()
    expect(delivery).to_contain_text("Sent back: One box is open")
    sign(house, trip)
    expect(delivery).to_contain_text("Work done")
    delivery.get_by_role("button", name="Look at the work").click()
    dialog.get_by_role("button", name="Verify").click()
    expect(delivery).to_contain_text("Closed")
