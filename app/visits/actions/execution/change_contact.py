"""Whom to call and how to get in, as found out on site."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.core.errors import Fault, InvalidError
from app.core.transaction import retry_conflicts
from app.organisations.actions import audit
from app.projects.actions.contact import FIELDS, set_contact
from app.visits import queries
from app.visits.actions.execution.on_site import on_site
from app.visits.actions.retell import retell
from app.visits.models import Visit
from app.visits.rules import Doing


@dataclass(frozen=True, slots=True)
class ContactChange:
    """Which fields were taken; the kept ones had been changed by somebody else."""

    visit: Visit
    taken: tuple[str, ...]
    kept: tuple[str, ...]


@retry_conflicts
def change_contact(
    visit_id: int,
    doing: Doing,
    base: Mapping[str, str | None],
    values: Mapping[str, str | None],
) -> ContactChange:
    """Take each field that is still what the technician saw, or already as wanted."""
    faults = [fault for name in values for fault in _faults(name, values[name])]
    if faults:
        raise InvalidError("The contact cannot be changed so.", faults=faults)
    with on_site(visit_id, doing) as scene:
        visit = scene.visit
        # Whoever changes it from another visit has to wait until this is done.
        beside = queries.visits_beside(visit.work_order_id)
        site = queries.site_of(visit.work_order_id)
        present = {name: getattr(site, name) for name in FIELDS}
        taken = tuple(
            name for name in values if present[name] in (base.get(name), values[name])
        )
        if taken:
            set_contact(scene.tx, site, {name: values[name] for name in taken})
            retell(scene.tx, beside)
        detail = {"fields": list(taken)}
        owner = visit.owner_organisation_id
        audit.record(scene.tx, owner, "site.contact", "site", site.id, detail)
    kept = tuple(name for name in values if name not in taken)
    return ContactChange(visit, taken, kept)


def _faults(name: str, value: str | None) -> Iterator[Fault]:
    pointer = f"/values/{name}"
    if name not in FIELDS:
        yield Fault(pointer, "unknown", f"Use one of {', '.join(FIELDS)}.")
    elif value is not None and len(value) > FIELDS[name]:
        yield Fault(pointer, "too_long", f"At most {FIELDS[name]} characters.")
