"""Organisations and people are made and changed by those who run them."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.core.actor import Role
from app.core.errors import Fault, InvalidError, refuse_on
from app.core.transaction import transaction
from app.organisations import models, queries, rules
from app.organisations.actions.audit import record
from app.organisations.actions.passwords import hash_password
from app.organisations.errors import CodeTakenError, EmailTakenError
from app.organisations.states import OrganisationKind
from app.web.conditional import require_version

refuse_on("uq_users_email", EmailTakenError)
refuse_on("uq_organisations_code", CodeTakenError)


@dataclass(frozen=True, slots=True)
class Membership:
    organisation_id: int
    role: Role


@dataclass(frozen=True, slots=True)
class NewUser:
    email: str
    name: str
    password: str | None
    memberships: Sequence[Membership]
    locale: str = "zh"


def add_organisation(
    kind: OrganisationKind, code: str, name: str, name_zh: str = ""
) -> models.Organisation:
    """A new organisation joins."""
    with transaction() as tx:
        row = models.Organisation(kind=kind, code=code, name=name, name_zh=name_zh)
        tx.session.add(row)
        tx.session.flush()
        record(tx, row.id, "organisation.add", "organisation", row.id, {"kind": kind})
    return row


@dataclass(frozen=True, slots=True)
class ServiceDesk:
    """Where the organisation's customers turn to with questions."""

    phone: str | None
    email: str | None


def change_organisation(
    organisation_id: int,
    *,
    name: str | None,
    name_zh: str | None,
    desk: ServiceDesk | None = None,
    version: int,
) -> models.Organisation:
    """The organisation goes by another name, or is reached another way."""
    with transaction() as tx:
        row = queries.organisation_for_change(organisation_id)
        require_version(row, version)
        row.name = name if name is not None else row.name
        row.name_zh = name_zh if name_zh is not None else row.name_zh
        if desk is not None:
            row.service_phone, row.service_email = desk.phone, desk.email
        row.version += 1
        record(tx, row.id, "organisation.change", "organisation", row.id)
    return row


def add_user(new: NewUser) -> models.User:
    """A person gets a login and a role in one or more organisations."""
    with transaction() as tx:
        organisations = [
            queries.organisation_to_join(m.organisation_id) for m in new.memberships
        ]
        _check(new, organisations)
        row = models.User(
            email=rules.normal_email(new.email),
            name=new.name,
            password_hash=hash_password(new.password) if new.password else None,
            locale=new.locale,
            owner_organisation_id=organisations[0].id,
        )
        tx.session.add(row)
        tx.session.flush()
        tx.session.add_all(
            models.Membership(
                user_id=row.id, organisation_id=m.organisation_id, role=m.role
            )
            for m in new.memberships
        )
        tx.session.flush()
        tx.session.refresh(row)
        for organisation in organisations:
            record(tx, organisation.id, "user.add", "user", row.id)
    return row


def _check(new: NewUser, organisations: Sequence[models.Organisation]) -> None:
    faults: list[Fault] = []
    if not new.memberships:
        faults.append(
            Fault("/memberships", "missing", "Name an organisation and role.")
        )
    if new.password is not None:
        faults += rules.password_faults(new.password)
    for membership, organisation in zip(new.memberships, organisations, strict=True):
        faults += rules.role_faults(organisation.kind, membership.role)
    if faults:
        raise InvalidError("The login cannot be made as described.", faults=faults)


def change_user(
    user_id: int,
    *,
    name: str | None = None,
    locale: str | None = None,
    is_active: bool | None = None,
    version: int,
) -> models.User:
    """A person's name, language or standing changes; a closed login is signed out."""
    with transaction() as tx:
        row = queries.user_for_change(user_id)
        require_version(row, version)
        row.name = name if name is not None else row.name
        row.locale = locale if locale is not None else row.locale
        row.is_active = is_active if is_active is not None else row.is_active
        row.version += 1
        for organisation_id in {m.organisation_id for m in row.memberships}:
            record(tx, organisation_id, "user.change", "user", row.id)
    return row


def set_password(user_id: int, password: str) -> None:
    """A person gets a new password; every session that was open ends."""
    faults = rules.password_faults(password)
    if faults:
        raise InvalidError("Choose another password.", faults=faults)
    with transaction() as tx:
        row = queries.user_for_change(user_id)
        row.password_hash = hash_password(password)
        row.version += 1
        queries.end_sessions_of(row.id)
        for organisation_id in {m.organisation_id for m in row.memberships}:
            record(tx, organisation_id, "user.password", "user", row.id)
