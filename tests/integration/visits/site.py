"""Work with lines and templates, people with logins, and what they report."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from app.catalogue.models import (
    Brand,
    CatalogueModel,
    CommissioningTemplate,
    ModelWork,
)
from app.catalogue.states import Category, WorkKind
from app.core.actor import SYSTEM, Actor, Role, acting_as
from app.core.database import session
from app.core.transaction import transaction
from app.organisations.actions import Membership, NewUser, add_user
from app.organisations.queries import actor_of
from app.visits.actions import assign_visit
from app.visits.models import Visit
from app.visits.queries import site_of
from app.visits.rules import Doing, NewEvidence
from app.visits.states import EvidenceKind
from app.work_orders.models import WorkOrder, WorkOrderLine
from tests.integration.visits.world import World, add_technician, at

BYTES: dict[str, Any] = {
    "sha256": b"\x01" * 32,
    "size": 1000,
    "media_type": "image/jpeg",
}

#: A reading with an instrument and limits, one by formula, a check and a photo.
STEPS: list[dict[str, Any]] = [
    {
        "key": "insulation",
        "kind": "reading",
        "title": "Insulation",
        "quantity": "resistance",
        "unit": "Mohm",
        "lower": 1,
        "limit_source": "manual",
        "instrument": "insulation_tester",
    },
    {"key": "training", "kind": "check", "title": "Training"},
    {"key": "plate", "kind": "photo", "title": "Plate", "min_photos": 1},
    {"key": "remarks", "kind": "text", "title": "Remarks", "required": False},
]


@dataclass(frozen=True)
class Hand:
    """A technician with a login."""

    technician_id: int
    actor: Actor

    def does(self, hour: float, *, day: int = 0, **more: Any) -> Doing:
        more.setdefault("operation_id", uuid4())
        return Doing(self.technician_id, at(hour, day), **more)

    def at_site(self, visit: Visit, hour: float, **more: Any) -> Doing:
        with acting_as(SYSTEM):
            site = site_of(visit.work_order_id)
        return self.does(hour, point=(site.lat, site.lon), accuracy_m=10, **more)


def add_hand(world: World, name: str = "bo") -> Hand:
    with acting_as(SYSTEM):
        member = Membership(world.organisation_id, Role.TECHNICIAN)
        user = add_user(NewUser(f"{name}@example.com", name, None, [member]))
        technician_id = add_technician(world, user_id=user.id, skills={"vrf": 3})
        return Hand(technician_id, actor_of(user.id))


def add_model(
    world: World, code: str = "M-1", steps: list[dict[str, Any]] | None = None
) -> int:
    """Add a model of which each kind of work takes an hour a unit."""
    with acting_as(SYSTEM), transaction():
        brand = Brand(
            owner_organisation_id=world.organisation_id, code=f"b-{code}", name=code
        )
        session().add(brand)
        session().flush()
        model = CatalogueModel(
            brand_id=brand.id,
            owner_organisation_id=world.organisation_id,
            code=code,
            name=code,
            category=Category.SPLIT,
            weight_kg=Decimal(40),
            volume_m3=Decimal(1),
            works=[
                ModelWork(kind=kind, duration_seconds=3600, skills={})
                for kind in (WorkKind.DELIVERY, WorkKind.INSTALLATION)
            ],
        )
        session().add(model)
        session().flush()
        if steps is not None:
            template = CommissioningTemplate(
                model_id=model.id,
                version=1,
                steps=steps,
                source="test",
                created_at=datetime(2026, 1, 1, tzinfo=UTC),
            )
            session().add(template)
        return model.id


def add_lines(visit: Visit, lines: dict[int, int]) -> None:
    with acting_as(SYSTEM), transaction():
        session().add_all(
            WorkOrderLine(
                work_order_id=visit.work_order_id,
                model_id=model_id,
                project_id=visit.project_id,
                owner_organisation_id=visit.owner_organisation_id,
                quantity=quantity,
            )
            for model_id, quantity in lines.items()
        )


def plan(world: World, visit: Visit, *hands: Hand, hour: float = 9) -> None:
    with acting_as(world.dispatcher):
        assign_visit(visit.id, [hand.technician_id for hand in hands], at(hour))


def photo(purpose: str, **more: Any) -> NewEvidence:
    return NewEvidence(kind=EvidenceKind.PHOTO, purpose=purpose, **BYTES, **more)


def signature(purpose: str) -> NewEvidence:
    return NewEvidence(
        kind=EvidenceKind.SIGNATURE, purpose=purpose, data={"name": "Li"}, **BYTES
    )


def serial(model_id: int, unit: int, **data: str) -> NewEvidence:
    return NewEvidence(
        kind=EvidenceKind.SERIAL,
        model_id=model_id,
        unit=unit,
        data={"serial": f"S-{unit}", **data},
    )


def step(model_id: int, key: str, value: object, unit: int = 1) -> NewEvidence:
    instrument = {"type": "insulation_tester", "serial": "I-1"}
    return NewEvidence(
        kind=EvidenceKind.STEP,
        model_id=model_id,
        unit=unit,
        step_key=key,
        data={"value": value, "instrument": instrument},
    )


def note(text: str, purpose: str | None = None) -> NewEvidence:
    return NewEvidence(kind=EvidenceKind.NOTE, purpose=purpose, data={"text": text})


def order_of(visit: Visit) -> WorkOrder:
    with acting_as(SYSTEM):
        return session().get_one(WorkOrder, visit.work_order_id)


def now_of(visit: Visit) -> Visit:
    with acting_as(SYSTEM):
        return session().get_one(Visit, visit.id, populate_existing=True)


MINUTE = timedelta(minutes=1)
