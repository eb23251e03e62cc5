"""A package enters the house."""

from dataclasses import asdict

from app.catalogue.queries import models_by_codes
from app.core.errors import InvalidError
from app.core.transaction import transaction
from app.organisations.actions.audit import record
from app.sales.models import Package
from app.sales.rules.packages import PackageIntake, package_faults


def add_package(organisation_id: int, intake: PackageIntake) -> Package:
    """Keep a package whose every rule can be read and names what there is."""
    named = {(rule.brand, rule.model) for rule in intake.rules if rule.model}
    with transaction() as tx:
        faults = package_faults(intake, models_by_codes(sorted(named)))
        if faults:
            raise InvalidError("The package has faults; all are listed.", faults=faults)
        row = Package(
            owner_organisation_id=organisation_id,
            code=intake.code,
            name=intake.name,
            name_zh=intake.name_zh,
            category=intake.category,
            figures=[asdict(figure) for figure in intake.figures],
            rules=[asdict(rule) for rule in intake.rules],
            is_sample=intake.is_sample,
        )
        tx.session.add(row)
        tx.session.flush()
        record(tx, organisation_id, "package.add", "package", row.id)
    return row
