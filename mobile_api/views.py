"""Phones over HTTP: one endpoint they can live on, and a few beside it."""

from typing import Any

from flask import Response

from app.visits.actions import operations
from app.visits.actions.operations import Envelope, Sent
from app.visits.queries import phones
from app.web.blueprint import Blueprint, Operation
from mobile_api import schemas
from mobile_api.answers import answer_of

blueprint = Blueprint("mobile", prefix="/mobile/v1", about="For technicians' phones.")


@blueprint.operation(
    "POST",
    "/devices",
    Operation(
        policy="device:register",
        answer=schemas.RegisteredSchema,
        status=201,
        body=schemas.NewDeviceSchema,
        secret=True,
        refusals={404: "The device that is named is not yours."},
    ),
)
def register_device(body: dict[str, Any]) -> Any:
    """Take a phone into use, or give one in use a new token."""
    made = operations.register_device(body["label"], body["app"], body["device"])
    return {
        "id": made.device.id,
        "device": made.device.public_id,
        "token": made.token,
        "technician": made.technician,
    }


@blueprint.operation(
    "DELETE",
    "/devices/<id:device_id>",
    Operation(policy="device:leave", status=204),
)
def leave_device(device_id: int) -> None:
    """Take your phone out of use; what waits behind gaps is carried out."""
    operations.retire_device(device_id, "device:leave")


@blueprint.operation(
    "POST",
    "/sync",
    Operation(
        policy="operation:send",
        answer=schemas.SyncedSchema,
        body=schemas.SyncSchema,
        in_steps=True,
        refusals={
            404: "You have no such device.",
            409: "The device is out of use.",
            429: "The device syncs too often.",
        },
    ),
)
def sync(body: dict[str, Any]) -> Response:
    """Say what was done, and hear what changed."""
    sent = [Sent(op_id=op.pop("id"), **op) for op in body.pop("ops")]
    return answer_of(operations.sync(Envelope(**body), sent), body["app"])


@blueprint.operation(
    "GET",
    "/day",
    Operation(
        policy="visit:carry", answer=schemas.DayOfVisitsSchema, query=schemas.DayQuery
    ),
)
def read_day(query: dict[str, Any]) -> Any:
    """Show the visits of a day, with all that is needed on site."""
    return phones.day_of(query["day"])


@blueprint.operation(
    "GET",
    "/visits/<id:visit_id>",
    Operation(policy="visit:carry", answer=schemas.VisitDocumentSchema),
)
def read_visit_document(visit_id: int) -> Any:
    """Show one visit, with all that is needed on site."""
    return phones.document_of(visit_id)
