"""Over HTTP: dispatchers offer, partners answer and plan, both read what was done."""

from typing import Any, Final

from flask import Response

from app.core.money import Money
from app.partners import document, queries, schemas
from app.partners.actions.answer import accept_offer, decline_offer
from app.partners.actions.offer import offer_work_order, withdraw_offer
from app.partners.actions.plan import plan_visit
from app.partners.actions.rule import RuleChange, RuleIntake, add_rule, change_rule
from app.partners.models import Offer, OfferRule
from app.partners.queries import OfferFilter
from app.partners.rules import Statement
from app.visits import queries as visits
from app.visits.queries import VisitDetail
from app.visits.schemas import AssignmentSchema, VisitSchema
from app.web.blueprint import Blueprint, Operation
from app.web.schemas import PageQuery

blueprint = Blueprint("partners", about="Work offered to service partners.")
CSV: Final = "text/csv"


@blueprint.operation(
    "GET",
    "/partners",
    Operation(policy="offer_rule:read", answer=schemas.PartnerStandingsSchema),
)
def list_partners() -> Any:
    """List the service partners you may offer work to, and how they did."""
    return {"items": queries.standing_partners()}


@blueprint.operation(
    "GET",
    "/offer-rules",
    Operation(
        policy="offer_rule:read", answer=schemas.OfferRulePageSchema, query=PageQuery
    ),
)
def list_rules(query: dict[str, Any]) -> Any:
    """List which partner has which share of your work."""
    return queries.rules(query["limit"], query.get("after"))


@blueprint.operation(
    "POST",
    "/offer-rules",
    Operation(
        policy="offer_rule:change",
        answer=schemas.OfferRuleSchema,
        status=201,
        body=schemas.NewOfferRuleSchema,
    ),
)
def add_rule_view(body: dict[str, Any]) -> OfferRule:
    """Give a partner a share of your work."""
    rate = body.pop("rate", None)
    return add_rule(RuleIntake(**body, rate=Money(**rate) if rate else None))


@blueprint.operation(
    "PATCH",
    "/offer-rules/<id:rule_id>",
    Operation(
        policy="offer_rule:change",
        answer=schemas.OfferRuleSchema,
        body=schemas.ChangedOfferRuleSchema,
        conditional=True,
    ),
)
def change_rule_view(rule_id: int, body: dict[str, Any], version: int) -> OfferRule:
    """Change a share, the time to answer or the rate, or switch the rule off."""
    rate = body.pop("rate", None)
    change = RuleChange(**body, rate=Money(**rate) if rate else None)
    return change_rule(rule_id, change, version)


@blueprint.operation(
    "POST",
    "/work-orders/<id:work_order_id>/offer",
    Operation(
        policy="offer:make",
        answer=schemas.PartnerOfferSchema,
        status=201,
        conditional=True,
    ),
)
def offer_work_order_view(work_order_id: int, version: int) -> Offer:
    """Offer a ready order to the partner that is next by your rules."""
    return offer_work_order(work_order_id, version)


@blueprint.operation(
    "GET",
    "/offers",
    Operation(
        policy="offer:read",
        answer=schemas.PartnerOfferPageSchema,
        query=schemas.OfferQuery,
    ),
)
def list_offers(query: dict[str, Any]) -> Any:
    """List the offers you made, or were made, newest first."""
    limit, after = query.pop("limit"), query.pop("after", None)
    return queries.offers(OfferFilter(**query), limit, after)


@blueprint.operation(
    "GET",
    "/offers/<id:offer_id>",
    Operation(policy="offer:read", answer=schemas.PartnerOfferSchema),
)
def read_offer(offer_id: int) -> Offer:
    """Show what is offered: where about, what for, until when."""
    return queries.offer(offer_id)


@blueprint.operation(
    "POST",
    "/offers/<id:offer_id>/accept",
    Operation(
        policy="offer:answer", answer=schemas.PartnerOfferSchema, conditional=True
    ),
)
def accept_offer_view(offer_id: int, version: int) -> Offer:
    """Take the work; from now on you see its project."""
    return accept_offer(offer_id, version)


@blueprint.operation(
    "POST",
    "/offers/<id:offer_id>/decline",
    Operation(
        policy="offer:answer",
        answer=schemas.PartnerOfferSchema,
        body=schemas.OfferDeclineSchema,
        conditional=True,
    ),
)
def decline_offer_view(offer_id: int, body: dict[str, Any], version: int) -> Offer:
    """Do not take the work; the next partner is asked."""
    return decline_offer(offer_id, version, body.get("reason"))


@blueprint.operation(
    "POST",
    "/offers/<id:offer_id>/withdraw",
    Operation(
        policy="offer:withdraw", answer=schemas.PartnerOfferSchema, conditional=True
    ),
)
def withdraw_offer_view(offer_id: int, version: int) -> Offer:
    """Take an offer back, or work that the partner has not planned yet."""
    return withdraw_offer(offer_id, version)


@blueprint.operation(
    "POST",
    "/offers/<id:offer_id>/visits/<id:visit_id>/assign",
    Operation(
        policy="offer:answer",
        answer=VisitSchema,
        body=AssignmentSchema,
        conditional=True,
        refusals={422: "The crew or the time breaks rules; all of them are listed."},
    ),
)
def plan_accepted_visit(
    offer_id: int, visit_id: int, body: dict[str, Any], version: int
) -> VisitDetail:
    """Give a visit of work that you took a crew of your own, and a time."""
    visit = plan_visit(
        offer_id, visit_id, body["technician_ids"], body["starts_at"], version
    )
    return visits.detail(visit)


@blueprint.operation(
    "GET",
    "/partner-statements",
    Operation(
        policy="offer:read",
        answer=schemas.PartnerStatementSchema,
        query=schemas.StatementQuery,
    ),
)
def read_statement(query: dict[str, Any]) -> Statement:
    """Show what partners did of the work they took from you, or you from others."""
    return queries.statement(**query)


@blueprint.operation(
    "GET",
    "/partner-statements.csv",
    Operation(
        policy="offer:read",
        media=CSV,
        query=schemas.StatementQuery,
        example=",".join(document.COLUMNS),
    ),
)
def download_statement(query: dict[str, Any]) -> Response:
    """Give the lines of the statement as a sheet, one for each order."""
    shown = schemas.PartnerStatementSchema().dump(queries.statement(**query))
    answer = Response(document.as_csv(shown), mimetype=CSV)
    name = f"statement-{query['since']}-{query['until']}.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
