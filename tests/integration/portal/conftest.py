"""A project with a delivery and an installation, a technician, and a live link."""

from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core.actor import SYSTEM, acting_as
from app.core.transaction import transaction
from app.integrations.actions.calendars import give_projects, give_technicians
from app.organisations.models import Organisation
from app.projects.actions.links import MadeLink, make_link
from app.projects.models import Project, Site
from app.technicians.models import Technician
from app.visits.models import Visit
from tests.integration.portal.programs import Program
from tests.integration.visits.site import Hand, add_hand, plan
from tests.integration.visits.world import (
    Work,
    World,
    add_project,
    make_world,
    set_clock,
)
from tests.support.clock import TestClock

#: What must never come out of the page, the JSON or the logs.
CANARIES = {
    "name": "Canary Customer",
    "contact": "Canary Contact",
    "phone": "+8613811112222",
    "other_phone": "+8613833334444",
    "street": "77 Canary Street",
    "email": "canary@customer.example.com",
    "project": "Villa Canary",
    "technician": "Wang Canary",
    "access": "Canary door code 4711",
}


@dataclass
class Followed:
    """The project, its visits in order, who goes there, and the customer's link."""

    world: World
    hand: Hand
    visits: list[Visit]
    made: MadeLink

    @property
    def project_id(self) -> int:
        return self.visits[0].project_id

    @property
    def path(self) -> str:
        return f"/t/{self.made.token}"


@pytest.fixture
def world(app_context: Flask, clock: TestClock) -> World:
    assert app_context
    set_clock(clock)
    return make_world()


@pytest.fixture
def followed(world: World) -> Followed:
    hand = add_hand(world)
    visits = add_project(world, Work(lag=86_400), Work(), Work())
    describe(world, hand, visits[0].project_id)
    plan(world, visits[0], hand)
    with acting_as(world.dispatcher):
        made = make_link(visits[0].project_id, "for the owner")
    return Followed(world, hand, visits, made)


def describe(world: World, hand: Hand, project_id: int) -> None:
    """Put personal data wherever there is room for it."""
    with acting_as(SYSTEM), transaction() as tx:
        project = tx.session.get_one(Project, project_id)
        project.name = CANARIES["project"]
        project.customer_name = CANARIES["name"]
        project.customer_phone = CANARIES["phone"]
        project.customer_email = CANARIES["email"]
        project.note = CANARIES["access"]
        site = tx.session.query(Site).filter_by(project_id=project_id).one()
        site.name = CANARIES["project"]
        site.address = CANARIES["street"]
        site.contact_name = CANARIES["contact"]
        site.contact_phone = CANARIES["other_phone"]
        site.access_note = CANARIES["access"]
        technician = tx.session.get_one(Technician, hand.technician_id)
        technician.name = CANARIES["technician"]
        organisation = tx.session.get_one(Organisation, world.organisation_id)
        organisation.name_zh = "上海服务"
        organisation.service_phone = "+86 21 5555 0100"
        organisation.service_email = "service@desk.example.com"


class Holder:
    """Somebody with the link, in a browser that says which language it wants."""

    def __init__(self, client: FlaskClient) -> None:
        self._client = client

    def page(self, path: str, language: str = "en", **headers: str) -> Any:
        asked = {"Accept-Language": language, **headers}
        return self._client.get(path, headers=asked)

    def facts(self, path: str) -> Any:
        answer = self._client.get(f"{path}.json")
        assert answer.status_code == 200, answer.text
        return answer.get_json()


@pytest.fixture
def holder(app: Flask) -> Holder:
    return Holder(FlaskClient(app, use_cookies=False))


@pytest.fixture
def own(followed: Followed, client: FlaskClient) -> Program:
    """Follow the technician's visits, as the technician's own telephone does."""
    with acting_as(followed.hand.actor):
        made = give_technicians(followed.hand.technician_id, "telephone", "en")
    return Program(client, made.token)


@pytest.fixture
def customers(followed: Followed, client: FlaskClient) -> Program:
    with acting_as(followed.world.dispatcher):
        return Program(client, give_projects(followed.project_id, "", "en").token)
