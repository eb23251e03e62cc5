"""The one OpenAPI document, at /openapi.json."""

from flask import Response, current_app, json

from app.web.blueprint import Blueprint, Operation

blueprint = Blueprint("document", prefix="", about="This document")


@blueprint.operation(
    "GET",
    "/openapi.json",
    Operation(policy="document:read", media="application/json"),
)
def openapi_document() -> Response:
    """Describe every operation (OpenAPI 3.1)."""
    api = current_app.extensions["paigong-api"]
    return Response(json.dumps(api.spec.to_dict()), mimetype="application/json")
