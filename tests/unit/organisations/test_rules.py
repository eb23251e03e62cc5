from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.actor import Role
from app.organisations import rules
from app.organisations.states import ROLES, OrganisationKind

AT = datetime(2026, 3, 2, 8, tzinfo=UTC)
AGO = st.timedeltas(timedelta(0), timedelta(minutes=30))


def test_an_e_mail_is_one_however_it_is_typed() -> None:
    assert rules.normal_email("  Ann@Example.COM ") == "ann@example.com"


def test_what_a_failure_counts_against_fits_its_column() -> None:
    counted = rules.counted_for("x" * 762, "2001:db8::1")
    assert [len(subject) <= 300 for subject in counted] == [True, True]
    assert list(counted.values()) == [rules.ACCOUNT_FAILURES, rules.ADDRESS_FAILURES]


@given(st.lists(AGO, max_size=8), st.integers(1, 4))
def test_one_waits_exactly_while_so_many_failures_are_recent(
    agos: list[timedelta], most: int
) -> None:
    failures = [AT - ago for ago in agos]
    wait = rules.wait_after(failures, most, AT)
    recent = sum(failure > AT - rules.WINDOW for failure in failures)
    assert (wait is not None) == (recent >= most)
    if wait is not None:
        assert 1 <= wait.seconds <= rules.WINDOW.total_seconds()
        later = AT + timedelta(seconds=wait.seconds + 1)
        assert rules.wait_after(failures, most, later) is None


@pytest.mark.parametrize(("password", "is_short"), [("x" * 9, True), ("x" * 10, False)])
def test_a_password_has_ten_characters_at_least(
    password: str, *, is_short: bool
) -> None:
    found = [fault.code for fault in rules.password_faults(password)]
    assert found == (["too_short"] if is_short else [])


@pytest.mark.parametrize("kind", OrganisationKind)
@pytest.mark.parametrize("role", Role)
def test_a_role_that_a_kind_does_not_have_is_refused_with_those_it_has(
    kind: OrganisationKind, role: Role
) -> None:
    faults = rules.role_faults(kind, role)
    assert (faults == []) == (role in ROLES[kind])
    for fault in faults:
        assert all(fitting in fault.detail for fitting in ROLES[kind])


ENTRIES = st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=5))


@given(st.binary(max_size=32), ENTRIES, ENTRIES)
def test_the_chain_shows_a_change_and_not_the_order_of_the_keys(
    previous: bytes, entry: dict[str, object], other: dict[str, object]
) -> None:
    link = rules.audit_hash(previous, entry)
    assert link == rules.audit_hash(previous, dict(reversed(entry.items())))
    assert (link == rules.audit_hash(previous, other)) == (entry == other)
    assert link != rules.audit_hash(link, entry)
