"""Organisations and people are made and changed, and it is noted who did it."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.core.actor import SYSTEM, Actor, Role, acting_as
from app.core.database import session
from app.core.errors import ForbiddenError, InvalidError, NotFoundError, StaleError
from app.organisations import queries, rules
from app.organisations.actions import (
    Membership,
    NewUser,
    add_organisation,
    add_user,
    change_organisation,
    change_user,
    set_password,
    sign_in,
)
from app.organisations.errors import BadLoginError, CodeTakenError, EmailTakenError
from app.organisations.models import AuditEntry, User
from app.organisations.states import OrganisationKind
from app.web.policy import restrict

pytestmark = pytest.mark.usefixtures("app_context")
SECRET = "a long enough sentence"
OTHER = "another long sentence"


@pytest.fixture
def brand_id() -> int:
    with acting_as(SYSTEM):
        return add_organisation(OrganisationKind.BRAND, "brand", "Brand").id


@pytest.fixture
def store_id() -> int:
    with acting_as(SYSTEM):
        return add_organisation(OrganisationKind.STORE, "store", "Store").id


def person(email: str, *memberships: Membership, password: str | None = None) -> Actor:
    with acting_as(SYSTEM):
        row = add_user(NewUser(email, "Ann", password, memberships))
        return queries.actor_of(row.id)


@pytest.fixture
def manager(brand_id: int) -> Actor:
    return person("ann@example.com", Membership(brand_id, Role.BRAND_MANAGER))


def codes(error: InvalidError) -> list[tuple[str, str]]:
    return [(fault.pointer, fault.code) for fault in error.faults]


def test_a_code_and_an_e_mail_are_one_organisations_and_one_persons(
    brand_id: int,
) -> None:
    person("ann@example.com", Membership(brand_id, Role.BRAND_MANAGER))
    with acting_as(SYSTEM), pytest.raises(CodeTakenError):
        add_organisation(OrganisationKind.STORE, "brand", "Another")
    with pytest.raises(EmailTakenError):
        person("ANN@example.com", Membership(brand_id, Role.BRAND_MANAGER))


def test_all_that_is_wrong_with_a_login_is_told_at_once(brand_id: int) -> None:
    with pytest.raises(InvalidError) as refused:
        person("a@example.com", Membership(brand_id, Role.STORE), password="short")
    assert codes(refused.value) == [("/password", "too_short"), ("/role", "role_unfit")]
    with pytest.raises(InvalidError) as refused:
        person("a@example.com")
    assert codes(refused.value) == [("/memberships", "missing")]


def test_a_manager_adds_people_to_the_own_organisation_only(
    manager: Actor, brand_id: int, store_id: int
) -> None:
    with acting_as(manager):
        new = NewUser(
            "bo@example.com", "Bo", None, [Membership(brand_id, Role.BRAND_MANAGER)]
        )
        assert add_user(new).owner_organisation_id == brand_id
        foreign = NewUser(
            "cy@example.com", "Cy", None, [Membership(store_id, Role.STORE)]
        )
        with pytest.raises(NotFoundError):
            add_user(foreign)


def test_nobody_gives_a_role_that_the_organisation_does_not_have(
    manager: Actor, brand_id: int
) -> None:
    new = NewUser(
        "bo@example.com", "Bo", None, [Membership(brand_id, Role.PLATFORM_ADMIN)]
    )
    with acting_as(manager), pytest.raises(InvalidError) as refused:
        add_user(new)
    assert codes(refused.value) == [("/role", "role_unfit")]


def test_a_colleague_whose_login_another_organisation_made_is_seen_not_changed(
    manager: Actor, brand_id: int, store_id: int
) -> None:
    both = person(
        "bo@example.com",
        Membership(store_id, Role.STORE),
        Membership(brand_id, Role.BRAND_MANAGER),
    )
    assert both.user_id is not None
    with acting_as(manager):
        assert queries.visible_user(both.user_id).name == "Ann"
        with pytest.raises(ForbiddenError):
            change_user(both.user_id, name="Mine", version=1)


@pytest.fixture(params=[False, True], ids=["both walls", "wall two alone"])
def walls(request: pytest.FixtureRequest, app_context: Flask) -> Iterator[None]:
    app_context.config["WALL_ONE_DOWN"] = request.param
    yield
    app_context.config["WALL_ONE_DOWN"] = False


@pytest.mark.usefixtures("walls")
def test_whoever_belongs_elsewhere_too_is_not_changed_by_one_organisation(
    manager: Actor, brand_id: int
) -> None:
    with acting_as(SYSTEM):
        platform = add_organisation(OrganisationKind.PLATFORM, "platform", "Platform")
        platform_id = platform.id
    # The brand is named first: the login is the brand's to manage, and theirs alone.
    admin = person(
        "root@example.com",
        Membership(brand_id, Role.BRAND_MANAGER),
        Membership(platform_id, Role.PLATFORM_ADMIN),
        password=SECRET,
    )
    assert admin.user_id is not None
    with acting_as(manager):
        with pytest.raises(ForbiddenError):
            change_user(admin.user_id, is_active=False, version=1)
        with pytest.raises(ForbiddenError):
            set_password(admin.user_id, OTHER)
    assert sign_in("root@example.com", SECRET, "127.0.0.1").user.is_active
    with acting_as(admin):
        assert change_user(admin.user_id, name="Root", version=1).name == "Root"
        assert manager.user_id is not None
        assert not change_user(manager.user_id, is_active=False, version=1).is_active


@pytest.mark.usefixtures("walls")
def test_whoever_manages_both_organisations_of_somebody_may_change_them(
    brand_id: int, store_id: int
) -> None:
    both = [Membership(brand_id, Role.BRAND_MANAGER), Membership(store_id, Role.STORE)]
    manager = person("ann@example.com", *both)
    colleague = person("bo@example.com", *both)
    assert colleague.user_id is not None
    with acting_as(manager):
        assert change_user(colleague.user_id, name="Bo", version=1).name == "Bo"


def test_wall_one_alone_keeps_people_of_other_organisations_as_they_are(
    manager: Actor, brand_id: int, store_id: int
) -> None:
    shared = person(
        "bo@example.com",
        Membership(brand_id, Role.BRAND_MANAGER),
        Membership(store_id, Role.STORE),
    )
    with acting_as(manager):
        changeable = restrict(select(User.id), "user:change")
        assert set(session().scalars(changeable)) == {manager.user_id}
        assert queries.visible_user(shared.user_id or 0).name == "Ann"


def test_a_change_leaves_what_is_not_named_as_it_was(
    manager: Actor, brand_id: int
) -> None:
    assert manager.user_id is not None
    with acting_as(SYSTEM):
        user = change_user(manager.user_id, locale="en", version=1)
        assert (user.name, user.locale, user.is_active, user.version) == (
            "Ann",
            "en",
            True,
            2,
        )
        row = change_organisation(brand_id, name=None, name_zh="品牌", version=1)
        assert (row.name, row.name_zh, row.version) == ("Brand", "品牌", 2)
        with pytest.raises(StaleError):
            change_organisation(brand_id, name="Late", name_zh=None, version=1)


def test_a_new_password_ends_what_was_open(brand_id: int) -> None:
    ann = person(
        "ann@example.com", Membership(brand_id, Role.BRAND_MANAGER), password=SECRET
    )
    opened = sign_in("ann@example.com", SECRET, "127.0.0.1")
    assert ann.user_id is not None
    with acting_as(SYSTEM):
        with pytest.raises(InvalidError):
            set_password(ann.user_id, "short")
        set_password(ann.user_id, OTHER)
        assert session().get(type(opened.user), ann.user_id) is not None
    with pytest.raises(BadLoginError):
        sign_in("ann@example.com", SECRET, "127.0.0.1")
    assert sign_in("ann@example.com", OTHER, "127.0.0.1").user.id == ann.user_id


def test_a_login_without_a_password_or_closed_lets_nobody_in(brand_id: int) -> None:
    person("bo@example.com", Membership(brand_id, Role.BRAND_MANAGER))
    ann = person(
        "ann@example.com", Membership(brand_id, Role.BRAND_MANAGER), password=SECRET
    )
    assert ann.user_id is not None
    with acting_as(SYSTEM):
        change_user(ann.user_id, is_active=False, version=1)
    for email in ("ann@example.com", "bo@example.com", "nobody@example.com"):
        with pytest.raises(BadLoginError):
            sign_in(email, SECRET, "127.0.0.1")


def facts(entry: AuditEntry) -> dict[str, Any]:
    return {
        "number": entry.number,
        "at": entry.at.isoformat(),
        "actor": entry.actor,
        "action": entry.action,
        "entity": entry.entity,
        "entity_id": entry.entity_id,
        "detail": entry.detail,
    }


def first_break(entries: list[AuditEntry]) -> int | None:
    """The number of the first entry that does not follow from the one before."""
    link = b""
    for expected, entry in enumerate(entries, 1):
        link = rules.audit_hash(link, facts(entry))
        if entry.number != expected or entry.hash != link:
            return expected
    return None


def chain(organisation_id: int) -> list[AuditEntry]:
    with acting_as(SYSTEM):
        found = queries.audit_entries(200, None).items
        return [e for e in reversed(found) if e.organisation_id == organisation_id]


def test_who_did_what_is_chained_and_a_change_of_it_is_found(
    manager: Actor, brand_id: int
) -> None:
    with acting_as(manager):
        new = NewUser(
            "bo@example.com", "Bo", None, [Membership(brand_id, Role.BRAND_MANAGER)]
        )
        add_user(new)
    entries = chain(brand_id)
    assert [(e.actor, e.action) for e in entries] == [
        ("system", "organisation.add"),
        ("system", "user.add"),
        (manager.setting, "user.add"),
    ]
    assert first_break(entries) is None
    entries[1].actor = "user:1"
    assert first_break(entries) == 2


def test_a_verb_that_fails_notes_nothing(brand_id: int) -> None:
    before = len(chain(brand_id))
    with acting_as(SYSTEM), pytest.raises(StaleError):
        change_organisation(brand_id, name="Late", name_zh=None, version=9)
    assert len(chain(brand_id)) == before


def test_people_are_found_by_e_mail_and_organisations_by_code(
    app_context: Flask, manager: Actor, brand_id: int
) -> None:
    assert app_context
    with acting_as(SYSTEM):
        found = queries.user_by_email("ann@example.com")
        assert found is not None
        assert found.id == manager.user_id
        assert queries.user_by_email("nobody@example.com") is None
        home = queries.organisation_by_code("brand")
        assert home is not None
        assert home.id == brand_id
