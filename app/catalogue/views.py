"""The catalogue over HTTP: everyone reads, a brand changes its own."""

from decimal import Decimal
from typing import Any

from app.catalogue import actions, queries, schemas
from app.catalogue.models import CatalogueModel, CommissioningTemplate
from app.catalogue.rules import ModelIntake
from app.web.blueprint import Blueprint, Operation
from app.web.schemas import PageQuery

blueprint = Blueprint("catalogue", about="Brands, skills, models and templates")


@blueprint.operation(
    "GET",
    "/brands",
    Operation(policy="catalogue:read", answer=schemas.BrandPageSchema, query=PageQuery),
)
def list_brands(query: dict[str, Any]) -> Any:
    """List the brands."""
    return queries.brands(query["limit"], query.get("after"))


@blueprint.operation(
    "GET",
    "/skills",
    Operation(policy="catalogue:read", answer=schemas.SkillPageSchema, query=PageQuery),
)
def list_skills(query: dict[str, Any]) -> Any:
    """List the skills that work can ask for."""
    return queries.skills(query["limit"], query.get("after"))


@blueprint.operation(
    "GET",
    "/models",
    Operation(
        policy="catalogue:read",
        answer=schemas.ModelPageSchema,
        query=schemas.ModelQuery,
    ),
)
def list_models(query: dict[str, Any]) -> Any:
    """List models with the work they take and their prices."""
    return queries.models(**{"after": None, **query})


@blueprint.operation(
    "POST",
    "/models",
    Operation(
        policy="catalogue:change",
        answer=schemas.ModelSchema,
        status=201,
        body=schemas.NewModelSchema,
    ),
)
def add_model(body: dict[str, Any]) -> CatalogueModel:
    """Add a model to a brand."""
    return actions.add_model(body.pop("brand_id"), ModelIntake(**_exact(body)))


@blueprint.operation(
    "GET",
    "/models/<id:model_id>",
    Operation(policy="catalogue:read", answer=schemas.ModelSchema),
)
def read_model(model_id: int) -> CatalogueModel:
    """Show one model."""
    return queries.model(model_id)


@blueprint.operation(
    "PATCH",
    "/models/<id:model_id>",
    Operation(
        policy="catalogue:change",
        answer=schemas.ModelSchema,
        body=schemas.ChangedModelSchema,
        conditional=True,
    ),
)
def change_model(model_id: int, body: dict[str, Any], version: int) -> CatalogueModel:
    """Change what a model weighs, takes or costs."""
    return actions.change_model(model_id, **_exact(body), version=version)


@blueprint.operation(
    "GET",
    "/models/<id:model_id>/templates",
    Operation(policy="catalogue:read", answer=schemas.TemplatesSchema),
)
def list_templates(model_id: int) -> Any:
    """List the versions of a model's commissioning template, newest first."""
    return {"items": queries.templates(model_id)}


@blueprint.operation(
    "POST",
    "/models/<id:model_id>/templates",
    Operation(
        policy="catalogue:change",
        answer=schemas.TemplateSchema,
        status=201,
        body=schemas.NewTemplateSchema,
    ),
)
def add_template(model_id: int, body: dict[str, Any]) -> CommissioningTemplate:
    """Add a version of a model's commissioning template."""
    return actions.add_template(model_id, body["steps"], body["source"])


def _exact(body: dict[str, Any]) -> dict[str, Any]:
    """Keep the digits that were sent: the columns are decimals."""
    return {
        key: Decimal(str(value)) if isinstance(value, float) else value
        for key, value in body.items()
    }
