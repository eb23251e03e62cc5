from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import Column, ColumnElement, Integer, MetaData, Table, select, true

from app.core.actor import (
    ANONYMOUS,
    SYSTEM,
    Actor,
    ActorKind,
    Belonging,
    Role,
    acting_as,
    holder_of,
)
from app.core.errors import ForbiddenError, UnauthenticatedError
from app.web import policy
from app.web.policy import Fields, Permit, Scope

A, D, T = Role.PLATFORM_ADMIN, Role.DISPATCHER, Role.TECHNICIAN
B, S, P = Role.BRAND_MANAGER, Role.STORE, Role.PARTNER_MANAGER

#: Who may do what, from the design and apart from the program's own table.
EXPECTED = """
                     admin   dispatcher    technician brand         store         partner
organisation:read    all     own+granted   -          own+granted   own+granted   own+granted
organisation:create  all     -             -          -             -             -
organisation:change  all     -             -          -             -             -
user:read            all     members+self  -          members+self  members+self  members+self
user:create          all     -             -          members       members       members
user:change          all     -             -          own           own           own
audit:read           all     own           -          own           own           own
catalogue:read       all     all           all        all           all           all
catalogue:change     all     -             -          own           -             -
territory:read       all     all           -          -             -             all
territory:change     -       own           -          -             -             -
technician:read      all     own+granted   self       -             -             own
technician:change    -       own           -          -             -             own
project:read         masked  own+granted   -          own+granted   own+granted   own+granted
site:read            all     own+granted   -          own+granted   own+granted   own+granted
line:read            all     own+granted   -          own+granted   own+granted   own+granted
project:create       -       own           -          -             own           -
project:change       -       own           -          -             own           -
package:read         all     all           -          all           all           all
lead:read            masked  own           -          -             own           -
lead:create          -       own           -          -             own           -
lead:change          -       own           -          -             own           -
quote:read           masked  own           -          -             own           -
quote:change         -       own           -          -             own           -
rate:read            all     own           -          -             own           -
rate:change          -       own           -          -             own           -
link:read            -       own           -          -             own           -
link:make            -       own           -          -             own           -
link:revoke          -       own           -          -             own           -
import:create        -       own           -          -             own           -
import:read          -       own           -          -             own           -
import:commit        -       own           -          -             own           -
work_order:read      masked  own+granted   -          own+granted   own+granted   own+granted
work_order:change    -       own           -          -             -             -
visit:read           masked  own+granted   self       own+granted   own+granted   own+granted
visit:assign         -       own           -          -             -             -
visit:carry          -       -             self       -             -             -
device:register      -       -             self       -             -             -
device:leave         -       -             self       -             -             -
device:read          all     own           self       -             -             own
device:retire        -       own           -          -             -             -
operation:send       -       -             self       -             -             -
operation:read       -       own           -          -             -             -
operation:resolve    -       own           -          -             -             -
upload:send          -       -             self       -             -             -
position:send        -       -             self       -             -             -
position:read        -       own           -          -             -             own
visit:evidence       -       own+granted   self       -             -             own+granted
work_order:evidence  -       own+granted   -          -             -             own+granted
plan:read            all     own           -          -             -             own
plan:run             -       own           -          -             -             -
plan:cancel          -       own           -          -             -             -
plan:publish         -       own           -          -             -             -
figure:read          all     all           -          all           all           all
offer_rule:read      all     own           -          -             -             -
offer_rule:change    -       own           -          -             -             -
offer:read           all     own           -          -             -             own
offer:make           -       own           -          -             -             -
offer:withdraw       -       own           -          -             -             -
offer:answer         -       -             -          -             -             own
webhook:read         -       own           -          own           own           own
webhook:manage       -       own           -          own           own           own
delivery:read        -       own           -          own           own           own
delivery:replay      -       own           -          own           own           own
key:read             -       own           -          own           own           own
key:manage           -       own           -          own           own           own
order:read           -       own           -          -             own           -
goods:read           -       own           -          -             own           -
goods:write          -       own           -          -             own           -
project:subscribe    -       own           -          -             own           -
technician:subscribe -       own           self       -             -             -
calendar:read        -       own           self       -             own           -
calendar:revoke      -       own           self       -             own           -
"""  # noqa: E501 - a table is read across


def expected() -> dict[tuple[Role, str], Permit]:
    return {
        (role, action): _permit(cell)
        for action, *cells in (line.split() for line in EXPECTED.splitlines()[2:])
        for role, cell in zip((A, D, T, B, S, P), cells, strict=True)
        if cell != "-"
    }


def _permit(cell: str) -> Permit:
    if cell == "masked":
        return Permit(frozenset({Scope.ALL}), Fields.MASKED)
    return Permit(frozenset(map(Scope, cell.split("+"))))


def mutants() -> Iterator[dict[tuple[Role, str], Permit]]:
    """Each row taken out, widened to all rows, or shown in full, one at a time."""
    for key, row in policy.TABLE.items():
        yield {k: v for k, v in policy.TABLE.items() if k != key}
        for other in (
            Permit(row.scopes | {Scope.ALL}, row.fields),
            Permit(row.scopes, Fields.FULL),
        ):
            if other != row:
                yield {**policy.TABLE, key: other}


def test_the_policy_is_what_was_designed() -> None:
    assert expected() == policy.TABLE


def test_every_change_of_one_row_of_the_policy_is_noticed() -> None:
    found = list(mutants())
    assert len(found) >= len(policy.TABLE)
    assert all(expected() != mutant for mutant in found)


def actor(*roles: tuple[Role, int]) -> Actor:
    belongings = tuple(Belonging(organisation, role) for role, organisation in roles)
    return Actor(ActorKind.USER, 7, belongings)


def test_nobody_must_sign_in_and_the_wrong_role_is_told_so() -> None:
    with acting_as(ANONYMOUS), pytest.raises(UnauthenticatedError):
        policy.require("project:read")
    with acting_as(actor((T, 1))), pytest.raises(ForbiddenError):
        policy.require("project:read")
    with acting_as(actor((D, 1))):
        policy.require("project:read")


def test_what_is_public_needs_nobody_and_the_system_may_do_all() -> None:
    with acting_as(ANONYMOUS):
        policy.require("health:read")
    with acting_as(SYSTEM):
        policy.require("plan:publish")


def test_whoever_holds_a_link_may_read_one_projection_and_nothing_else() -> None:
    holder = holder_of(5, 7)
    allowed = {a for a in policy.known_actions() if policy.permit(holder, a).scopes}
    assert allowed == {"portal:read"}
    assert policy.permit(holder, "portal:read").scopes == {Scope.LINKED}
    assert not policy.permit(actor((D, 1)), "portal:read").scopes
    with acting_as(holder), pytest.raises(UnauthenticatedError):
        policy.require("session:read")


def test_a_link_leads_to_its_own_project(monkeypatch: pytest.MonkeyPatch) -> None:
    of_link = policy._resolvers | {  # noqa: SLF001 - a domain fills it at start-up
        ("portal", Scope.LINKED): lambda a: THINGS.c.owner == a.project_id
    }
    monkeypatch.setattr(policy, "_resolvers", of_link)
    assert policy.faults_of("portal:read") == []
    with acting_as(holder_of(5, 7)):
        shown = policy.restrict(select(THINGS), "portal:read")
    assert "owner = 7" in str(shown.compile(compile_kwargs={"literal_binds": True}))


def test_anyone_known_may_see_to_their_own_session() -> None:
    with acting_as(actor()):
        policy.require("session:end")
        with pytest.raises(ForbiddenError):
            policy.require("project:read")


def test_a_second_role_adds_rows_and_the_stricter_view_wins() -> None:
    both = policy.permit(actor((A, 1), (D, 2)), "project:read")
    assert both.scopes == {Scope.ALL, Scope.OWN, Scope.GRANTED}
    assert both.fields is Fields.MASKED
    assert policy.permit(actor((A, 1)), "project:read").fields is Fields.MASKED


THINGS = Table("things", MetaData(), Column("owner", Integer))


def _owned(someone: Actor) -> ColumnElement[bool]:
    return THINGS.c.owner.in_(someone.organisation_ids)


def test_a_role_counts_only_in_the_organisations_that_gave_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(policy._resolvers, ("audit", Scope.OWN), _owned)  # noqa: SLF001 - a domain fills it at start-up
    with acting_as(actor((D, 1), (T, 2))):
        shown = str(
            policy.restrict(select(THINGS), "audit:read").compile(
                compile_kwargs={"literal_binds": True}
            )
        )
    assert "IN (1)" in shown
    assert "2" not in shown


def test_no_role_means_no_row_and_all_means_no_condition() -> None:
    with acting_as(actor((T, 2))):
        assert str(policy.predicate("audit:read")) == "false"
    with acting_as(actor((A, 1))):
        assert str(policy.predicate("audit:read")) == str(true())


def test_a_key_allows_no_more_than_was_given_to_it() -> None:
    """Whatever its organisation's role may do, and what anybody known may."""
    person = actor((S, 1))
    key = replace(
        person, kind=ActorKind.KEY, key_id=5, allowed=frozenset({"order:read"})
    )
    assert key.setting == "key:5"
    allowed = {a for a in policy.known_actions() if policy.permit(key, a).scopes}
    assert allowed == {"order:read"}
    with acting_as(key), pytest.raises(ForbiddenError):
        policy.require("token:create")
    with acting_as(key):
        assert "false" in str(policy.predicate("project:read"))
