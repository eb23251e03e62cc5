from collections import Counter
from datetime import date

import pytest

from app.catalogue.rules import model_faults, template_faults
from app.catalogue.states import Category, StepKind, WorkKind
from app.core.actor import Role
from app.sample.city import EAST, TERRITORIES, WEST
from app.sample.models import BRANDS, EFFORTS, sample_models
from app.sample.network import ORGANISATIONS, described, logins
from app.sample.orders import TRADES, sample_orders
from app.sample.people import sample_technicians
from app.sample.skills import SKILLS
from app.sample.templates import SOURCE, STEPS, steps_for
from app.technicians.rules import (
    Circle,
    holding_circle,
    normal_phone,
    pattern_faults,
    skill_faults,
)

DAY = date(2026, 11, 23)
CODES = {code for code, *_ in SKILLS}


def test_forty_models_of_three_brands_in_every_category_are_marked() -> None:
    models = sample_models()
    assert len(models) == 40
    assert {model.brand for model in models} == {brand.code for brand in BRANDS}
    assert {model.intake.category for model in models} == set(Category)
    assert len({(model.brand, model.intake.code) for model in models}) == 40
    for model in models:
        assert model.intake.is_sample
        assert "sample" in model.intake.name
        assert "样例" in model.intake.name_zh
        assert {work.kind for work in model.intake.works} == set(WorkKind)
        assert model_faults(model.intake.works, model.intake.prices, CODES) == []


@pytest.mark.parametrize("effort", EFFORTS)
def test_every_template_is_sound_and_every_limit_has_its_source(effort: str) -> None:
    steps = steps_for(effort)
    assert template_faults(steps) == []
    assert steps[0].kind is StepKind.SERIAL
    for step in steps:
        is_limited = (step.lower, step.upper, step.formula) != (None, None, None)
        assert bool(step.limit_source) is is_limited
        assert step.title_zh


def test_templates_say_that_an_engineer_must_sign_them_off() -> None:
    assert "signed off by a qualified engineer" in SOURCE
    assert STEPS.keys() == EFFORTS.keys()


def test_a_vrf_system_is_held_under_pressure_for_a_day() -> None:
    work = {w.kind: w for w in sample_models()[0].intake.works}
    assert work[WorkKind.INSTALLATION].min_lag_seconds == 86_400


def test_each_role_has_one_login_and_each_kind_an_organisation() -> None:
    assert Counter(login.role for login in logins()) == Counter(Role)
    assert len({kind for kind, *_ in ORGANISATIONS}) == 5
    text = described(logins())
    assert all(login.email in text and login.password in text for login in logins())


def test_twenty_four_technicians_can_be_taken_in() -> None:
    people = sample_technicians(DAY)
    assert len(people) == 24
    assert len({person.organisation for person in people}) == 3
    assert len({person.intake.phone for person in people}) == 24
    for person in people:
        assert normal_phone(person.intake.phone)
        assert skill_faults(person.intake.skills, CODES) == []
        assert pattern_faults(person.intake.patterns) == []


def test_some_certificate_ends_within_the_fortnight() -> None:
    ends = {
        held.valid_until
        for person in sample_technicians(DAY)
        for held in person.intake.skills
    }
    assert date(2026, 12, 3) in ends


def test_every_work_of_a_trade_has_people_for_its_crew_in_each_territory() -> None:
    """Each seat of a crew may have to hold every skill of the work."""
    works = {model.intake.code: model.intake.works for model in sample_models()}
    for territory in TERRITORIES:
        people = [
            {held.skill_code: held.level for held in person.intake.skills}
            for person in sample_technicians(DAY)
            if person.intake.territory == territory.code
        ]
        for trade in TRADES:
            for kind in (
                WorkKind.DELIVERY,
                WorkKind.INSTALLATION,
                WorkKind.COMMISSIONING,
            ):
                asked = [
                    work
                    for codes, *_ in trade.lines
                    for code in codes
                    for work in works[code]
                    if work.kind is kind
                ]
                needed: dict[str, int] = {}
                for work in asked:
                    for code, level in work.skills.items():
                        needed[code] = max(level, needed.get(code, 0))
                able = [
                    levels
                    for levels in people
                    if all(levels.get(c, 0) >= level for c, level in needed.items())
                ]
                crew = max(work.crew_size for work in asked)
                assert len(able) >= crew, (territory.code, trade.work, kind)


def test_districts_belong_to_the_territory_they_are_listed_under() -> None:
    circles = [
        Circle(number, t.centre_lat, t.centre_lon, t.radius_m)
        for number, t in enumerate(TERRITORIES)
    ]
    for number, districts in enumerate((WEST, EAST)):
        for district in districts:
            found = holding_circle(*district.centre, circles)
            assert found is not None
            assert found.territory_id == number, district


def test_orders_are_the_same_for_the_same_seed() -> None:
    assert list(sample_orders(30, DAY, 3)) == list(sample_orders(30, DAY, 3))
    assert list(sample_orders(30, DAY, 3)) != list(sample_orders(30, DAY, 4))
