"""Phones and what they reported, as dispatchers see and decide on it."""

from typing import Any

from marshmallow import fields, validate

from app.visits.actions import operations
from app.visits.queries import devices, reports
from app.visits.queries.reports import OperationFilter
from app.visits.states import Decision, Fate
from app.web.blueprint import Blueprint, Operation
from app.web.pagination import Page
from app.web.schemas import FaultSchema, Integer, PageQuery, Schema, Text, page_of
from mobile_api.schemas import DeviceSchema

blueprint = Blueprint("reports", about="Phones, and what they reported from the field.")
DevicePageSchema = page_of(DeviceSchema)


class DeviceQuery(PageQuery):
    technician_id = Integer(least=1)


class ReportSchema(Schema):
    """An operation that a phone sent, when it says so, and what became of it.

    `overdue_at` is since when it has been waiting too long for one sent before it;
    `other_bodies` counts repeats of its id with another content.
    """

    id = fields.Integer(required=True)
    op_id = fields.UUID(required=True, attribute="operation.op_id")
    device_id = fields.Integer(required=True, attribute="operation.device_id")
    device_label = fields.String(required=True, allow_none=True)
    technician_id = fields.Integer(required=True, attribute="operation.technician_id")
    technician_name = fields.String(required=True, allow_none=True)
    visit_id = fields.Integer(
        required=True, allow_none=True, attribute="operation.visit_id"
    )
    reference = fields.String(required=True, allow_none=True)
    site_name = fields.String(required=True, allow_none=True)
    stream = fields.String(required=True, attribute="operation.stream")
    seq = fields.Integer(required=True, attribute="operation.seq")
    type = fields.String(required=True, attribute="operation.type")
    data = fields.Dict(required=True, attribute="operation.data")
    device_at = fields.AwareDateTime(
        required=True, allow_none=True, attribute="operation.device_at"
    )
    received_at = fields.AwareDateTime(required=True, attribute="operation.received_at")
    estimated_at = fields.AwareDateTime(
        required=True, attribute="operation.estimated_at"
    )
    skew_seconds = fields.Integer(required=True, attribute="operation.skew_seconds")
    is_skewed = fields.Boolean(required=True, attribute="operation.is_skewed")
    fate = fields.Enum(Fate, by_value=True, required=True, attribute="operation.fate")
    code = fields.String(required=True, allow_none=True, attribute="operation.code")
    detail = fields.String(required=True, allow_none=True, attribute="operation.detail")
    errors = fields.List(
        fields.Nested(FaultSchema),
        required=True,
        allow_none=True,
        attribute="operation.faults",
    )
    overdue_at = fields.AwareDateTime(
        required=True, allow_none=True, attribute="operation.overdue_at"
    )
    other_bodies = fields.Integer(required=True, attribute="operation.other_bodies")
    decision = fields.Enum(
        Decision,
        by_value=True,
        required=True,
        allow_none=True,
        attribute="operation.decision",
    )
    resolved_at = fields.AwareDateTime(
        required=True, allow_none=True, attribute="operation.resolved_at"
    )
    resolution_note = fields.String(
        required=True, allow_none=True, attribute="operation.resolution_note"
    )


ReportPageSchema = page_of(ReportSchema)


class ReportQuery(PageQuery):
    """`open` ones wait for a decision; `overdue` ones have been held for a week."""

    fate = fields.Enum(Fate, by_value=True)
    is_open = fields.Boolean(data_key="open")
    is_overdue = fields.Boolean(data_key="overdue")
    visit_id = Integer(least=1)
    technician_id = Integer(least=1)


class ResolutionSchema(Schema):
    """`accept` has it take effect now, `dismiss` leaves it without."""

    decision = fields.Enum(Decision, by_value=True, required=True)
    note = Text(least=0, most=2000, load_default="", validate=validate.Length(0, 2000))


@blueprint.operation(
    "GET",
    "/devices",
    Operation(policy="device:read", answer=DevicePageSchema, query=DeviceQuery),
)
def list_devices(query: dict[str, Any]) -> Any:
    """List technicians' phones."""
    return devices.devices(
        query["limit"], query.get("after"), query.get("technician_id")
    )


@blueprint.operation(
    "POST",
    "/devices/<id:device_id>/retire",
    Operation(policy="device:retire", answer=DeviceSchema, in_steps=True),
)
def retire_device(device_id: int) -> Any:
    """Take a lost phone out of use; what waits behind gaps is carried out."""
    return operations.retire_device(device_id, "device:retire")


@blueprint.operation(
    "GET",
    "/operations",
    Operation(policy="operation:read", answer=ReportPageSchema, query=ReportQuery),
)
def list_operations(query: dict[str, Any]) -> Any:
    """List what phones reported, the newest first."""
    limit, after = query.pop("limit"), query.pop("after", None)
    page = reports.reported(OperationFilter(**query), limit, after)
    return Page(reports.named(page.items), page.next)


@blueprint.operation(
    "GET",
    "/operations/<id:operation_id>",
    Operation(policy="operation:read", answer=ReportSchema),
)
def read_operation(operation_id: int) -> Any:
    """Show one report."""
    return reports.named([reports.readable_operation(operation_id)])[0]


@blueprint.operation(
    "POST",
    "/operations/<id:operation_id>/resolve",
    Operation(
        policy="operation:resolve",
        answer=ReportSchema,
        body=ResolutionSchema,
        in_steps=True,
        refusals={
            409: "It was decided on already, or cannot take effect as things are."
        },
    ),
)
def resolve_operation(operation_id: int, body: dict[str, Any]) -> Any:
    """Decide on a report that was held, parked or rejected."""
    row = operations.resolve_operation(operation_id, body["decision"], body["note"])
    return reports.named([row])[0]
