"""Technicians join, change, learn and get their hours."""

from collections.abc import Sequence
from dataclasses import fields

from app.catalogue.queries import skill_codes
from app.core.actor import Role
from app.core.errors import Fault, InvalidError, refuse_on
from app.core.transaction import Transaction, transaction
from app.technicians import queries
from app.technicians.actions.ownership import owner_for, tell
from app.technicians.errors import LoginTakenError, PhoneTakenError
from app.technicians.models import ShiftPattern, Technician, TechnicianSkill
from app.technicians.rules import (
    DayPattern,
    Holding,
    TechnicianChange,
    TechnicianIntake,
    normal_phone,
    pattern_faults,
    skill_faults,
)
from app.web.conditional import require_version

refuse_on("uq_technicians_owner_organisation_id_phone", PhoneTakenError)
refuse_on("uq_technicians_user_id", LoginTakenError)

REFUSED = "The technician cannot be kept as described."
BAD_PHONE = Fault("/phone", "phone", "Write it as 13812345678 or +8613812345678.")
NO_TERRITORY = Fault(
    "/territory_id", "unknown_territory", "There is no such territory."
)
NO_LOGIN = Fault(
    "/user_id", "unknown_user", "Not a technician's login of this organisation."
)


def add_technician(intake: TechnicianIntake) -> Technician:
    """Somebody joins an organisation as a technician."""
    with transaction() as tx:
        owner, faults = owner_for(
            intake.organisation_id, Role.DISPATCHER, Role.PARTNER_MANAGER
        )
        territory = queries.open_territory(intake.territory, owner)
        phone = normal_phone(intake.phone)
        faults += [] if phone else [BAD_PHONE]
        faults += [] if territory else [NO_TERRITORY]
        faults += _login_faults(intake.user_id, owner)
        faults += skill_faults(intake.skills, skill_codes())
        faults += pattern_faults(intake.patterns)
        if faults or territory is None:
            raise InvalidError(REFUSED, faults=faults)
        row = Technician(
            owner_organisation_id=owner,
            user_id=intake.user_id,
            name=intake.name,
            phone=phone,
            territory_id=territory.id,
            home_lat=intake.home_lat,
            home_lon=intake.home_lon,
            starts_at_home=intake.starts_at_home,
            max_overtime_seconds=intake.max_overtime_seconds,
            capacity_kg=intake.capacity_kg,
            capacity_m3=intake.capacity_m3,
            speed_percent=intake.speed_percent,
            skills=[_skill(held) for held in intake.skills],
            patterns=[_pattern(pattern) for pattern in intake.patterns],
        )
        tx.session.add(row)
        _settle(tx, row, "add")
    return row


def change_technician(
    technician_id: int, change: TechnicianChange, *, version: int
) -> Technician:
    """Something about a technician changes, or they leave (no longer active)."""
    with transaction() as tx:
        row = queries.technician_for_change(technician_id)
        require_version(row, version)
        phone = normal_phone(change.phone) if change.phone is not None else row.phone
        faults = [] if phone else [BAD_PHONE]
        faults += _territory_faults(row, change.territory_id)
        faults += _login_faults(change.user_id, row.owner_organisation_id)
        if faults:
            raise InvalidError(REFUSED, faults=faults)
        for field in fields(change):
            value = getattr(change, field.name)
            if value is not None:
                setattr(row, field.name, value)
        row.phone = phone or row.phone
        row.version += 1
        _settle(tx, row, "change")
    return row


def set_skills(
    technician_id: int, skills: Sequence[Holding], *, version: int
) -> Technician:
    """A technician's skills and certificates are these from now on."""
    with transaction() as tx:
        row = queries.technician_for_change(technician_id)
        require_version(row, version)
        faults = skill_faults(skills, skill_codes())
        if faults:
            raise InvalidError("The skills cannot be kept.", faults=faults)
        row.skills = [_skill(held) for held in skills]
        row.version += 1
        _settle(tx, row, "skills")
    return row


def set_shifts(
    technician_id: int, patterns: Sequence[DayPattern], *, version: int
) -> Technician:
    """A technician's weekly hours are these from now on."""
    with transaction() as tx:
        row = queries.technician_for_change(technician_id)
        require_version(row, version)
        faults = pattern_faults(patterns)
        if faults:
            raise InvalidError("The shifts cannot be kept.", faults=faults)
        row.patterns = [_pattern(pattern) for pattern in patterns]
        row.version += 1
        _settle(tx, row, "shifts")
    return row


def _settle(tx: Transaction, row: Technician, what: str) -> None:
    tx.session.flush()
    tx.session.refresh(row)
    tell(tx, row, what)


def _territory_faults(row: Technician, territory_id: int | None) -> list[Fault]:
    """Where somebody is they may stay, also when the territory was closed since."""
    if territory_id is None or territory_id == row.territory_id:
        return []
    found = queries.open_territory(territory_id, row.owner_organisation_id)
    return [] if found else [NO_TERRITORY]


def _login_faults(user_id: int | None, organisation_id: int) -> list[Fault]:
    if user_id is None or queries.is_technicians_login(user_id, organisation_id):
        return []
    return [NO_LOGIN]


def _skill(held: Holding) -> TechnicianSkill:
    return TechnicianSkill(
        skill_code=held.skill_code,
        level=held.level,
        valid_from=held.valid_from,
        valid_until=held.valid_until,
    )


def _pattern(pattern: DayPattern) -> ShiftPattern:
    pause = pattern.pause
    return ShiftPattern(
        weekday=pattern.weekday,
        start_time=pattern.start,
        end_time=pattern.end,
        break_earliest=pause.earliest if pause else None,
        break_latest_end=pause.latest_end if pause else None,
        break_seconds=pause.seconds if pause else 0,
    )
