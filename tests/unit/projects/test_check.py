from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.core.coordinates import Datum, Degrees, from_wgs84
from app.projects.rules.check import (
    MOST_UNITS_OF_A_PROJECT,
    Finding,
    ModelFacts,
    Surroundings,
    findings_of,
    located,
    place_of,
)
from app.projects.rules.intake import (
    Customer,
    LineIntake,
    ProjectIntake,
    SiteIntake,
    Wishes,
)
from app.projects.rules.places import Circle, circle_around, nearest

CENTRE = Degrees(31.2, 121.5)
SHANGHAI = Circle(1, 10, "Shanghai", "Asia/Shanghai", CENTRE, 40_000)
PUDONG = Circle(2, 20, "Pudong", "Asia/Shanghai", Degrees(31.2, 121.6), 15_000)
AROUND = Surroundings(
    circles=[SHANGHAI],
    models={("polar", "v1"): ModelFacts(7, 30)},
    brands=frozenset({"polar"}),
    places={"1 Known Road": CENTRE},
    geocodes=False,
)
SITE = SiteIntake(
    name="Kitchen",
    address="200 Renmin Avenue",
    point=CENTRE,
    lines=(LineIntake("Polar", "V1 ", 2),),
)
ORDER = ProjectIntake(
    name="House", customer=Customer("Zhang", "13800138000"), sites=(SITE,)
)


def codes(intake: ProjectIntake, around: Surroundings = AROUND) -> dict[str, str]:
    findings = findings_of(intake, around)
    assert all(found.cause and found.remedy for found in findings)
    return {found.pointer: found.code for found in findings}


def test_a_good_order_has_no_faults() -> None:
    assert codes(ORDER) == {}


def test_what_is_missing_is_not_told_here() -> None:
    assert codes(ProjectIntake(sites=(SiteIntake(lines=(LineIntake(),)),))) == {}


def test_a_finding_is_told_in_one_sentence_over_http() -> None:
    fault = Finding("/name", "x", "It is bad.", "Mend it.").fault

    assert (fault.pointer, fault.code) == ("/name", "x")
    assert fault.detail == "It is bad. Mend it."


def test_everything_wrong_is_told_at_once() -> None:
    bad = replace(
        SITE,
        point=Degrees(0, 0),
        time_zone="Mars/Olympus",
        contact_phone="1",
        lines=(LineIntake("nobody", "V1"), LineIntake("polar", "V9")),
    )
    intake = replace(ORDER, customer=Customer("Z", "x", "x"), sites=(SITE, bad))

    assert codes(intake) == {
        "/customer/phone": "phone",
        "/customer/email": "email",
        "/sites/1/contact_phone": "phone",
        "/sites/1/time_zone": "time_zone",
        "/sites/1/point": "no_territory",
        "/sites/1/lines/0/brand": "unknown_brand",
        "/sites/1/lines/1/model": "unknown_model",
    }


def test_a_known_time_zone_is_fine() -> None:
    site = replace(SITE, time_zone="Europe/Paris")

    assert codes(replace(ORDER, sites=(site,))) == {}


def test_work_cannot_be_due_before_it_may_begin() -> None:
    early, late = datetime(2027, 1, 1, tzinfo=UTC), datetime(2027, 1, 2, tzinfo=UTC)

    assert codes(replace(ORDER, wishes=Wishes(early, late))) == {}
    for wishes in (Wishes(late, early), Wishes(late, late)):
        found = codes(replace(ORDER, wishes=wishes))
        assert found == {"/wishes/due": "due_before_earliest"}


def test_an_order_of_too_many_units_is_to_be_split() -> None:
    most = replace(SITE, lines=(LineIntake("Polar", "V1", MOST_UNITS_OF_A_PROJECT),))

    assert codes(replace(ORDER, sites=(most,))) == {}
    assert codes(replace(ORDER, sites=(most, SITE))) == {"/sites": "too_large"}


@pytest.mark.parametrize(
    ("geocodes", "code"), [(False, "no_coordinates"), (True, "address_not_found")]
)
def test_an_address_that_cannot_be_placed_is_refused(
    *, geocodes: bool, code: str
) -> None:
    intake = replace(ORDER, sites=(replace(SITE, point=None),))

    found = codes(intake, replace(AROUND, geocodes=geocodes))

    assert found == {"/sites/0/point": code}


def test_an_address_that_was_found_has_its_place() -> None:
    site = replace(SITE, point=None, address="1 Known Road")

    assert place_of(site, AROUND) == CENTRE
    assert codes(replace(ORDER, sites=(site,))) == {}


def test_a_shifted_point_is_put_back() -> None:
    shifted = from_wgs84(CENTRE, Datum.BD09)
    place = place_of(replace(SITE, point=shifted, datum=Datum.BD09), AROUND)

    assert place is not None
    assert abs(place.lat - CENTRE.lat) + abs(place.lon - CENTRE.lon) < 1e-6


def test_outside_of_all_territories_the_nearest_is_named() -> None:
    far = replace(ORDER, sites=(replace(SITE, point=Degrees(32.2, 121.5)),))

    [found] = findings_of(far, AROUND)
    assert "Shanghai ends 71.2 km away" in found.cause
    [alone] = findings_of(far, replace(AROUND, circles=[]))
    assert alone.code == "no_territory"
    assert "no territory yet" in alone.cause


def test_the_nearest_centre_wins_where_circles_overlap() -> None:
    place = Degrees(31.2, 121.59)

    assert circle_around(place, [SHANGHAI, PUDONG]) is PUDONG
    assert circle_around(CENTRE, [SHANGHAI, PUDONG]) is SHANGHAI
    assert nearest(place, []) is None


def test_one_project_has_one_planner() -> None:
    other = replace(SITE, name="Hall", point=PUDONG.centre)
    around = replace(AROUND, circles=[SHANGHAI, PUDONG])

    found = codes(replace(ORDER, sites=(SITE, other)), around)

    assert found == {"/sites/1/point": "other_planner"}


def test_a_located_site_adds_up_its_models() -> None:
    lines = (LineIntake("polar", "V1", 2), LineIntake("POLAR", "v1", 3))

    found = located(replace(SITE, lines=lines), AROUND)

    assert found is not None
    assert found.models == {ModelFacts(7, 30): 5}
    assert found.circle is SHANGHAI


def test_a_site_without_place_or_territory_is_not_located() -> None:
    assert located(replace(SITE, point=None), AROUND) is None
    assert located(replace(SITE, point=Degrees(0, 0)), AROUND) is None
