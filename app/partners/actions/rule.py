"""A dispatcher says which partner has which share of the work."""

from dataclasses import dataclass

from app.catalogue.states import WorkKind
from app.core.errors import Fault, InvalidError
from app.core.money import Money
from app.core.transaction import Transaction, transaction
from app.organisations.actions.audit import record
from app.partners import queries
from app.partners.models import OfferRule
from app.web.conditional import require_version
from app.web.feed import Change, announce, organisation_scope


@dataclass(frozen=True, slots=True)
class RuleIntake:
    partner_organisation_id: int
    quota_percent: int
    respond_within_seconds: int
    territory_id: int | None = None
    kind: WorkKind | None = None
    rate: Money | None = None


def add_rule(intake: RuleIntake) -> OfferRule:
    """A partner gets a share."""
    with transaction() as tx:
        owner = queries.own_desk()
        faults = _faults(owner, intake)
        if faults:
            raise InvalidError("The rule cannot be made as described.", faults=faults)
        rule = OfferRule(
            owner_organisation_id=owner,
            partner_organisation_id=intake.partner_organisation_id,
            territory_id=intake.territory_id,
            kind=intake.kind,
            quota_percent=intake.quota_percent,
            respond_within_seconds=intake.respond_within_seconds,
        )
        _set_rate(rule, intake.rate)
        tx.session.add(rule)
        tx.session.flush()
        _tell(tx, rule, "offer_rule.add")
    return rule


def _faults(owner: int, intake: RuleIntake) -> list[Fault]:
    faults: list[Fault] = []
    if queries.known_partner(owner, intake.partner_organisation_id) is None:
        faults.append(
            Fault(
                "/partner_organisation_id",
                "unknown_partner",
                "Name a service partner that works on your projects or is let into "
                "one of your territories.",
            )
        )
    wanted = intake.territory_id
    if wanted is not None and queries.own_territory(owner, wanted) is None:
        faults.append(
            Fault(
                "/territory_id",
                "unknown_territory",
                "Name a territory of your own organisation, or none for all of them.",
            )
        )
    return faults


@dataclass(frozen=True, slots=True)
class RuleChange:
    """What a dispatcher sets; None leaves it as it is."""

    quota_percent: int | None = None
    respond_within_seconds: int | None = None
    rate: Money | None = None
    is_active: bool | None = None


def change_rule(rule_id: int, change: RuleChange, version: int) -> OfferRule:
    """The share, the time or the rate is another; offers already made stay."""
    with transaction() as tx:
        rule = queries.rule_for_change(rule_id)
        require_version(rule, version)
        rule.quota_percent = change.quota_percent or rule.quota_percent
        rule.respond_within_seconds = (
            change.respond_within_seconds or rule.respond_within_seconds
        )
        if change.rate is not None:
            _set_rate(rule, change.rate)
        if change.is_active is not None:
            rule.is_active = change.is_active
        rule.version += 1
        _tell(tx, rule, "offer_rule.change")
    return rule


def _set_rate(rule: OfferRule, rate: Money | None) -> None:
    if rate is not None:
        rule.rate_minor, rule.currency = rate.minor, rate.currency


def _tell(tx: Transaction, rule: OfferRule, what: str) -> None:
    owner = rule.owner_organisation_id
    record(tx, owner, what, "offer_rule", rule.id)
    scopes = [organisation_scope(owner)]
    announce(tx, scopes, Change("offer_rule", rule.id, rule.version))
