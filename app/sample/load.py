"""The demonstration enters the database: whole or not at all, and once."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from app.catalogue.actions import add_brand, add_model, add_skill, add_template
from app.core.actor import SYSTEM, Role, acting_as
from app.core.clock import today
from app.core.transaction import transaction
from app.organisations.actions import (
    Membership,
    NewUser,
    ServiceDesk,
    add_organisation,
    add_user,
    change_organisation,
)
from app.organisations.queries import organisation_by_code
from app.projects.actions.take_order import create_project
from app.projects.rules.intake import Desk
from app.sample.city import TERRITORIES
from app.sample.first_plan import make_first_plan
from app.sample.models import BRANDS, sample_models
from app.sample.network import (
    ORGANISATIONS,
    PEOPLE,
    PLATFORM,
    Login,
    SamplePerson,
    logins,
)
from app.sample.orders import sample_orders
from app.sample.people import TEAMS, sample_technicians
from app.sample.selling import load_selling
from app.sample.skills import SKILLS
from app.sample.templates import SOURCE, steps_for
from app.technicians.actions import (
    add_absence,
    add_technician,
    add_territory,
    set_exception,
)
from app.technicians.models import Technician

ZONE: Final = "Asia/Shanghai"
ORDERS: Final = 45
SEED: Final = 1
#: Every ninth order came through the store.
STORE_SHARE: Final = 9
#: Nobody answers there.
DESK: Final = ServiceDesk("+86 199 0000 0000", "service@demo.example")


def load_demo() -> list[Login]:
    """Load the demonstration unless it is there, and return one login per role.

    A loader killed half-way leaves nothing; killed before the first plan is made,
    it makes that when it is called again.
    """
    with acting_as(SYSTEM):
        with transaction():
            if organisation_by_code(PLATFORM) is None:
                _load()
        make_first_plan()
    return logins()


def _load() -> None:
    organisations = {
        code: add_organisation(kind, code, name, name_zh).id
        for kind, code, name, name_zh in ORGANISATIONS
    }
    change_organisation(
        organisations[PLATFORM], name=None, name_zh=None, desk=DESK, version=1
    )
    users = {person.role: _add_person(person, organisations) for person in PEOPLE}
    _load_catalogue(organisations)
    for territory in TERRITORIES:
        guests = {org for org, code, _ in TEAMS if code == territory.code} - {PLATFORM}
        add_territory(
            replace(
                territory,
                organisation_id=organisations[PLATFORM],
                open_to=[organisations[guest] for guest in guests],
            )
        )
    _load_technicians(organisations, users[Role.TECHNICIAN])
    load_selling(organisations[PLATFORM], organisations["demo-store"])
    planner = Desk(planner_id=organisations[PLATFORM])
    store = Desk(store_id=organisations["demo-store"])
    for number, order in enumerate(sample_orders(ORDERS, today(ZONE), SEED)):
        create_project(order, planner if number % STORE_SHARE else store)


def _add_person(person: SamplePerson, organisations: Mapping[str, int]) -> int:
    login = person.login
    member = Membership(organisations[person.organisation], person.role)
    return add_user(NewUser(login.email, person.name, login.password, [member])).id


def _load_catalogue(organisations: Mapping[str, int]) -> None:
    for code, name, name_zh, is_certificate in SKILLS:
        add_skill(code, name, name_zh, is_certificate=is_certificate)
    brands = {
        brand.code: add_brand(
            organisations[brand.organisation], brand.code, brand.name, brand.name_zh
        ).id
        for brand in BRANDS
    }
    for sample in sample_models():
        model = add_model(brands[sample.brand], sample.intake)
        add_template(model.id, steps_for(sample.effort), SOURCE, is_sample=True)


def _load_technicians(organisations: Mapping[str, int], user_id: int) -> None:
    rows: list[Technician] = []
    for sample in sample_technicians(today(ZONE), SEED):
        owner = organisations[sample.organisation]
        # The first one is the person who can sign in.
        login = None if rows else user_id
        intake = replace(sample.intake, organisation_id=owner, user_id=login)
        rows.append(add_technician(intake))
    _take_time_off(rows)


def _take_time_off(rows: Sequence[Technician]) -> None:
    """Let some be away, so that the board has something to plan around."""
    soon = today(ZONE) + timedelta(days=2)
    begin = datetime.combine(soon, time(13), tzinfo=ZoneInfo(ZONE))
    add_absence(rows[2].id, begin, begin + timedelta(hours=3), "培训")
    add_absence(rows[7].id, begin, begin + timedelta(days=2), "年假")
    set_exception(rows[4].id, soon, None, "调休")
    set_exception(rows[9].id, soon, (time(10), time(19)), "晚到")
