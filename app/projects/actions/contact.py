"""The contact at a site, as those who were there found it."""

from collections.abc import Mapping
from typing import Final

from app.core.transaction import Transaction
from app.projects.models import Site
from app.projects.queries import projects
from app.web.feed import Change, announce

#: What may be changed from a site, and how long it may be.
FIELDS: Final = {
    "contact_name": 200,
    "contact_phone": 40,
    "access_note": 2000,
    "address": 500,
}


def set_contact(tx: Transaction, site: Site, values: Mapping[str, str | None]) -> None:
    """Set these of the site's fields; its project's followers hear of it."""
    if not values:
        return
    site.contact_name = values.get("contact_name", site.contact_name)
    site.contact_phone = values.get("contact_phone", site.contact_phone)
    site.access_note = values.get("access_note", site.access_note)
    site.address = values.get("address") or site.address
    site.version += 1
    project = projects.for_progress([site.project_id])[0]
    project.version += 1
    change = Change("project", project.id, project.version)
    announce(tx, projects.followers(project.id), change)
