"""A lead comes in, is described better, is lost."""

from dataclasses import dataclass, replace

from app.core.errors import Fault, InvalidError
from app.core.reference_codes import next_codes
from app.core.transaction import Transaction, transaction
from app.organisations.actions.audit import record
from app.sales.errors import LeadSettledError
from app.sales.models import Lead
from app.sales.queries import leads as queries
from app.sales.states import LeadState, move
from app.technicians.rules import normal_phone
from app.web.conditional import require_version
from app.web.feed import Change, announce, organisation_scope


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadIntake:
    """`point` is latitude and longitude in WGS-84; an address alone is looked up."""

    customer_name: str
    customer_phone: str
    customer_email: str | None = None
    site_name: str
    address: str
    point: tuple[float, float] | None = None
    note: str | None = None


def add_lead(intake: LeadIntake, organisation_id: int | None = None) -> Lead:
    """Somebody asks: what is known of them so far is kept."""
    with transaction() as tx:
        lead = Lead(
            reference=next_codes("LEAD")[0],
            owner_organisation_id=organisation_id or queries.own_organisation(),
            state=LeadState.NEW,
        )
        _describe(lead, intake)
        tx.session.add(lead)
        tx.session.flush()
        tell(tx, lead, "lead.add")
    return lead


def change_lead(lead_id: int, intake: LeadIntake, version: int) -> Lead:
    """The customer or the place is described better."""
    with transaction() as tx:
        lead = queries.for_change(lead_id)
        require_version(lead, version)
        require_open(lead)
        _describe(lead, intake)
        lead.version += 1
        tell(tx, lead, "lead.change")
    return lead


def lose_lead(lead_id: int, reason: str, version: int) -> Lead:
    """Nothing comes of it, and why."""
    with transaction() as tx:
        lead = queries.for_change(lead_id)
        require_version(lead, version)
        lead.state = move(lead.state, LeadState.LOST)
        lead.lost_reason = reason
        lead.version += 1
        tell(tx, lead, "lead.lose")
    return lead


def require_open(lead: Lead) -> None:
    if lead.state is LeadState.WON:
        raise LeadSettledError(f"{lead.reference} became a project: change that one.")


def tell(tx: Transaction, lead: Lead, action: str) -> None:
    """Note a change of the lead, and let its people hear of it."""
    owner = lead.owner_organisation_id
    record(tx, owner, action, "lead", lead.id, {"version": lead.version})
    announce(tx, [organisation_scope(owner)], Change("lead", lead.id, lead.version))


def intake_of(lead: Lead) -> LeadIntake:
    """Return how the lead is described now."""
    point = None if lead.lat is None or lead.lon is None else (lead.lat, lead.lon)
    return LeadIntake(
        customer_name=lead.customer_name,
        customer_phone=lead.customer_phone,
        customer_email=lead.customer_email,
        site_name=lead.site_name,
        address=lead.address,
        point=point,
        note=lead.note,
    )


def _describe(lead: Lead, intake: LeadIntake) -> None:
    known = _reachable(intake)
    lead.customer_name = known.customer_name
    lead.customer_phone = known.customer_phone
    lead.customer_email = known.customer_email
    lead.site_name = known.site_name
    lead.address = known.address
    lead.lat, lead.lon = known.point or (None, None)
    lead.note = known.note


def _reachable(intake: LeadIntake) -> LeadIntake:
    phone = normal_phone(intake.customer_phone)
    if phone is None:
        fault = Fault(
            "/customer_phone", "phone", "Write a telephone number with its area."
        )
        raise InvalidError("The customer cannot be reached so.", faults=[fault])
    return replace(intake, customer_phone=phone)
