from datetime import date

import pytest

from app.technicians.rules import (
    Circle,
    Holding,
    holding_circle,
    levels_on,
    metres_between,
    normal_phone,
    skill_faults,
    territory_faults,
)

LAST = date(2026, 11, 30)


def test_a_certificate_holds_up_to_its_last_day() -> None:
    held = [Holding("gas", 3, date(2024, 1, 1), LAST)]
    assert levels_on(LAST, held) == {"gas": 3}
    assert levels_on(date(2026, 12, 1), held) == {}
    assert levels_on(date(2023, 12, 31), held) == {}


def test_the_best_level_counts() -> None:
    held = [Holding("vrf", 2), Holding("vrf", 4), Holding("vrf", 3)]
    assert levels_on(LAST, held) == {"vrf": 4}


def test_skills_list_all_their_faults() -> None:
    faults = skill_faults(
        [
            Holding("gas", 1, valid_until=LAST),
            Holding("gas", 2, valid_from=LAST),
            Holding("flying", 1, LAST, date(2026, 1, 1)),
        ],
        {"gas"},
    )
    assert [(fault.pointer, fault.code) for fault in faults] == [
        ("/skills/1/valid_from", "overlap"),
        ("/skills/2/code", "unknown_skill"),
        ("/skills/2/valid_until", "period"),
    ]


def test_a_renewed_certificate_follows_the_old_one() -> None:
    renewed = [
        Holding("gas", 3, None, LAST),
        Holding("gas", 3, date(2026, 12, 1), None),
        Holding("vrf", 1, None, LAST),
    ]
    assert skill_faults(renewed, {"gas", "vrf"}) == []


def test_a_place_belongs_to_the_nearest_circle_that_holds_it() -> None:
    wide = Circle(1, 31.2, 121.4, 60_000)
    near = Circle(2, 31.2, 121.6, 15_000)
    assert holding_circle(31.2, 121.58, [wide, near]) == near
    assert holding_circle(31.2, 121.3, [wide, near]) == wide
    assert holding_circle(39.9, 116.4, [wide, near]) is None
    assert holding_circle(39.9, 116.4, []) is None


def test_shanghai_to_beijing_is_about_1067_km() -> None:
    assert metres_between(31.2304, 121.4737, 39.9042, 116.4074) == pytest.approx(
        1_067_000, rel=0.005
    )


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("19900000001", "+8619900000001"),
        ("199 0000 0001", "+8619900000001"),
        ("+8619900000001", "+8619900000001"),
        ("12345", None),
        ("", None),
        ("call me", None),
    ],
)
def test_a_phone_number_is_kept_in_one_form(written: str, kept: str | None) -> None:
    assert normal_phone(written) == kept


def test_a_territory_names_a_real_country_and_time_zone() -> None:
    assert territory_faults("CN", "Asia/Shanghai") == []
    assert territory_faults(None, None) == []
    assert [fault.pointer for fault in territory_faults("XX", "Mars/Olympus")] == [
        "/country",
        "/time_zone",
    ]
