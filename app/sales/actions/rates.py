"""What an organisation asks for an hour of work: a new rate, and the end of one."""

from datetime import date

from app.catalogue.states import WorkKind
from app.core.errors import Fault, InvalidError, refuse_on
from app.core.transaction import transaction
from app.organisations.actions.audit import record
from app.sales.errors import RateTakenError
from app.sales.models import ServiceRate
from app.sales.queries import lists
from app.sales.queries.leads import own_organisation
from app.web.conditional import require_version

refuse_on(
    "uq_service_rates_owner_organisation_id_kind_currency_valid_from", RateTakenError
)


def add_rate(
    kind: WorkKind,
    amount_minor: int,
    valid_from: date,
    *,
    currency: str = "CNY",
    valid_until: date | None = None,
    organisation_id: int | None = None,
) -> ServiceRate:
    """A rate holds from a day on; quotes that exist keep their prices."""
    _require_period(valid_from, valid_until)
    with transaction() as tx:
        row = ServiceRate(
            owner_organisation_id=organisation_id or own_organisation(),
            kind=kind,
            amount_minor=amount_minor,
            currency=currency,
            valid_from=valid_from,
            valid_until=valid_until,
        )
        tx.session.add(row)
        tx.session.flush()
        record(tx, row.owner_organisation_id, "rate.add", "service_rate", row.id)
    return row


def end_rate(rate_id: int, valid_until: date | None, version: int) -> ServiceRate:
    """A rate ends with a day, or with none; its amount stays what it was."""
    with transaction() as tx:
        row = lists.rate_for_change(rate_id)
        require_version(row, version)
        _require_period(row.valid_from, valid_until)
        row.valid_until = valid_until
        row.version += 1
        record(tx, row.owner_organisation_id, "rate.end", "service_rate", row.id)
    return row


def _require_period(valid_from: date, valid_until: date | None) -> None:
    if valid_until is not None and valid_until < valid_from:
        fault = Fault("/valid_until", "period", "Let the rate end after it begins.")
        raise InvalidError("The rate would end before it begins.", faults=[fault])
