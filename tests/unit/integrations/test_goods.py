"""When goods are all there, and what that means for the work."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.integrations.rules.goods import Parcel, awaited_until, begin_at
from app.integrations.rules.keys import actions_of, actor_of
from app.organisations.states import OrganisationKind

AT = datetime(2027, 1, 1, tzinfo=UTC)
DAYS = st.none() | st.integers(0, 30).map(lambda days: AT + timedelta(days=days))


def test_the_last_of_what_is_under_way_counts() -> None:
    later = AT + timedelta(days=1)
    assert awaited_until([]) is None
    assert awaited_until([Parcel(2, 0, AT), Parcel(1, 0, later)]) == later
    assert awaited_until([Parcel(2, 1, AT), Parcel(1, 1, later)]) == AT
    assert awaited_until([Parcel(1, 0, None)]) is None


@given(DAYS, DAYS, DAYS)
def test_work_never_begins_before_it_was_wished_nor_after_it_is_due(
    wished: datetime | None, awaited: datetime | None, due: datetime | None
) -> None:
    found = begin_at(wished, awaited, due)
    assert found in {wished, awaited}
    if wished is not None:
        assert found is not None
        assert found >= wished
    if found is not None and due is not None and found != wished:
        assert found < due


def test_a_scope_that_is_no_longer_known_allows_nothing() -> None:
    assert actions_of(["gone:read"]) == frozenset()


def test_an_organisation_without_people_has_no_programs() -> None:
    actor = actor_of(1, 2, OrganisationKind.CUSTOMER, ["status:read"])
    assert actor.roles == frozenset()
