"""Leads, surveys, designs, packages and rates over HTTP."""

from typing import Any

from app.sales.actions.leads import add_lead, change_lead, lose_lead
from app.sales.actions.rates import add_rate, end_rate
from app.sales.actions.surveys import survey_site
from app.sales.models import Lead, Package, ServiceRate
from app.sales.queries import leads, lists, packages
from app.sales.queries.designs import Designed, designed
from app.sales.schemas import leads as schemas
from app.sales.views.parts import blueprint
from app.web.blueprint import Operation
from app.web.schemas import PageQuery


@blueprint.operation(
    "GET",
    "/packages",
    Operation(
        policy="package:read",
        answer=schemas.PackagePageSchema,
        query=schemas.PackageQuery,
    ),
)
def list_packages(query: dict[str, Any]) -> Any:
    """List solution packages with their figures and rules."""
    return packages.packages(query.pop("limit"), query.pop("after", None), **query)


@blueprint.operation(
    "GET",
    "/packages/<id:package_id>",
    Operation(policy="package:read", answer=schemas.PackageSchema),
)
def read_package(package_id: int) -> Package:
    """Show a package: what it asks for, and each rule with its source."""
    return packages.package(package_id)


@blueprint.operation(
    "GET",
    "/service-rates",
    Operation(
        policy="rate:read", answer=schemas.ServiceRatePageSchema, query=PageQuery
    ),
)
def list_rates(query: dict[str, Any]) -> Any:
    """List what your organisation asks for an hour of work."""
    return lists.rates(query["limit"], query.get("after"))


@blueprint.operation(
    "POST",
    "/service-rates",
    Operation(
        policy="rate:change",
        answer=schemas.ServiceRateSchema,
        status=201,
        body=schemas.NewServiceRateSchema,
    ),
)
def add_rate_view(body: dict[str, Any]) -> ServiceRate:
    """Add a rate; of several that hold on a day, the one that began last is asked."""
    return add_rate(
        body.pop("kind"), body.pop("amount_minor"), body.pop("valid_from"), **body
    )


@blueprint.operation(
    "PATCH",
    "/service-rates/<id:rate_id>",
    Operation(
        policy="rate:change",
        answer=schemas.ServiceRateSchema,
        body=schemas.EndedServiceRateSchema,
        conditional=True,
    ),
)
def end_rate_view(rate_id: int, body: dict[str, Any], version: int) -> ServiceRate:
    """Say with which day a rate ends; its amount stays what it was."""
    return end_rate(rate_id, body["valid_until"], version)


@blueprint.operation(
    "GET",
    "/leads",
    Operation(
        policy="lead:read", answer=schemas.LeadPageSchema, query=schemas.LeadQuery
    ),
)
def list_leads(query: dict[str, Any]) -> Any:
    """List your leads, newest first."""
    return leads.leads(query.pop("limit"), query.pop("after", None), **query)


@blueprint.operation(
    "POST",
    "/leads",
    Operation(
        policy="lead:create",
        answer=schemas.LeadSchema,
        status=201,
        body=schemas.NewLeadSchema,
    ),
)
def add_lead_view(body: dict[str, Any]) -> Lead:
    """Keep who asks, and where the work would be."""
    return add_lead(body["intake"])


@blueprint.operation(
    "GET",
    "/leads/<id:lead_id>",
    Operation(policy="lead:read", answer=schemas.LeadSchema),
)
def read_lead(lead_id: int) -> Lead:
    """Show a lead with its survey."""
    return leads.lead(lead_id)


@blueprint.operation(
    "PUT",
    "/leads/<id:lead_id>",
    Operation(
        policy="lead:change",
        answer=schemas.LeadSchema,
        body=schemas.NewLeadSchema,
        conditional=True,
    ),
)
def change_lead_view(lead_id: int, body: dict[str, Any], version: int) -> Lead:
    """Describe the customer and the place anew."""
    return change_lead(lead_id, body["intake"], version)


@blueprint.operation(
    "POST",
    "/leads/<id:lead_id>/lose",
    Operation(
        policy="lead:change",
        answer=schemas.LeadSchema,
        body=schemas.LostSchema,
        conditional=True,
    ),
)
def lose_lead_view(lead_id: int, body: dict[str, Any], version: int) -> Lead:
    """Note that nothing comes of it, and why."""
    return lose_lead(lead_id, body["reason"], version)


@blueprint.operation(
    "PUT",
    "/leads/<id:lead_id>/survey",
    Operation(
        policy="lead:change",
        answer=schemas.LeadSchema,
        body=schemas.NewSurveySchema,
        conditional=True,
    ),
)
def survey_site_view(lead_id: int, body: dict[str, Any], version: int) -> Lead:
    """Note the figures of the site that a package asks for."""
    return survey_site(
        lead_id, body["package_id"], body["figures"], body["note"], version
    )


@blueprint.operation(
    "GET",
    "/leads/<id:lead_id>/design",
    Operation(
        policy="lead:read",
        answer=schemas.DesignSchema,
        refusals={409: "The site was not surveyed."},
    ),
)
def read_design(lead_id: int) -> Designed:
    """Show what follows from the survey, rule by rule, each with its source."""
    return designed(leads.lead(lead_id))
