from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from app.core.coordinates import Degrees
from app.projects.rules.intake import (
    Customer,
    Desk,
    LineIntake,
    ProjectIntake,
    SiteIntake,
    Wishes,
    differences,
    digest,
)

MORNING = datetime(2027, 1, 1, tzinfo=UTC)
SITE = SiteIntake("Kitchen", "1 Road", Degrees(31.2, 121.5), lines=(LineIntake("a"),))
ORDER = ProjectIntake(
    "House", "SO-1", Customer("Zhang", "13800138000"), Wishes(MORNING), (SITE,)
)


def differing(other: ProjectIntake) -> list[str]:
    return differences(digest(ORDER), digest(other))


def test_the_same_order_written_otherwise_is_the_same() -> None:
    there = MORNING.astimezone(timezone(timedelta(hours=8)))
    other = replace(
        ORDER,
        customer=Customer("Zhang", "+86 138-0013-8000"),
        wishes=Wishes(there),
    )

    assert differing(other) == []


def test_another_order_is_told_by_the_pointers_that_differ() -> None:
    site = replace(SITE, point=Degrees(31.3, 121.5), access_note="Ring.")
    other = replace(ORDER, name="Hall", sites=(site, SITE))

    found = differing(other)

    assert "/name" in found
    assert {"/sites/0/point", "/sites/0/access_note", "/sites/1/name"} <= set(found)
    assert "/customer/name" not in found


def test_a_digest_holds_no_personal_data() -> None:
    text = str(digest(ORDER))

    assert "Zhang" not in text
    assert "138" not in text or "13800138000" not in text


def test_a_phone_that_is_none_still_tells_orders_apart() -> None:
    first, second = (
        replace(ORDER, customer=Customer("Zhang", phone)) for phone in ("1", "2")
    )

    assert differences(digest(first), digest(second)) == ["/customer/phone"]


def test_an_order_is_the_planners_or_the_stores() -> None:
    assert Desk(planner_id=1).organisation_id == 1
    assert Desk(store_id=2).organisation_id == 2
