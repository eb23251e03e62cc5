"""Territories are drawn and redrawn."""

from dataclasses import asdict, fields

from app.core.actor import Role
from app.core.errors import InvalidError, refuse_on
from app.core.transaction import transaction
from app.organisations.actions.audit import record
from app.technicians import queries
from app.technicians.actions.ownership import owner_for
from app.technicians.errors import TerritoryCodeTakenError
from app.technicians.models import Territory
from app.technicians.rules import TerritoryChange, TerritoryIntake, territory_faults
from app.web.conditional import require_version

refuse_on("uq_territories_code", TerritoryCodeTakenError)
REFUSED = "The territory cannot be kept as described."


def add_territory(intake: TerritoryIntake) -> Territory:
    """An organisation plans in a new place."""
    with transaction() as tx:
        owner, faults = owner_for(intake.organisation_id, Role.DISPATCHER)
        faults += territory_faults(intake.country, intake.time_zone)
        if faults:
            raise InvalidError(REFUSED, faults=faults)
        facts = asdict(intake)
        del facts["organisation_id"]
        facts["open_to"] = sorted(set(intake.open_to))
        row = Territory(owner_organisation_id=owner, **facts)
        tx.session.add(row)
        tx.session.flush()
        record(tx, owner, "territory.add", "territory", row.id)
    return row


def change_territory(
    territory_id: int, change: TerritoryChange, *, version: int
) -> Territory:
    """A territory is named, drawn or opened anew; sites keep the one they had."""
    with transaction() as tx:
        row = queries.territory_for_change(territory_id)
        require_version(row, version)
        faults = territory_faults(change.country, change.time_zone)
        if faults:
            raise InvalidError(REFUSED, faults=faults)
        for field in fields(change):
            value = getattr(change, field.name)
            if value is not None:
                setattr(row, field.name, value)
        row.open_to = sorted(set(row.open_to))
        row.version += 1
        owner = row.owner_organisation_id
        record(tx, owner, "territory.change", "territory", row.id)
    return row
