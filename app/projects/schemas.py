"""What projects look like over HTTP."""

from typing import Any, Final

from flask_smorest.fields import Upload
from marshmallow import ValidationError, fields, post_load, validate
from werkzeug.datastructures import FileStorage

from app.catalogue.states import Category
from app.core.coordinates import Datum, Degrees
from app.core.errors import InvalidError
from app.projects.actions.take_order import faults as order_faults
from app.projects.rules.intake import (
    Customer,
    LineIntake,
    ProjectIntake,
    SiteIntake,
    Wishes,
)
from app.projects.states import (
    ImportKind,
    ImportState,
    Priority,
    ProjectState,
    RowOutcome,
)
from app.web.inputs import faults_of
from app.web.masking import Personal, PersonalDegrees
from app.web.schemas import Integer, Moment, PageQuery, Point, Schema, Text, page_of

READ: Final = "project:read"
MOST_SITES: Final = 200
MOST_LINES: Final = 200
MOST_UNITS: Final = 10_000
MOST_ADDRESS: Final = 500
MOST_NOTE: Final = 2000


class CustomerSchema(Schema):
    name = Text(required=True)
    phone = Text(required=True, most=40)
    email = Text(allow_none=True, most=254)


class WishesSchema(Schema):
    """When the work may begin and must be done, and how much it matters."""

    earliest = Moment(allow_none=True)
    due = Moment(allow_none=True)
    priority = fields.Enum(Priority, by_value=True)
    note = Text(allow_none=True, most=MOST_NOTE)


class ShownCustomerSchema(Schema):
    name = Personal(read=READ, required=True)
    phone = Personal(read=READ, required=True)
    email = Personal(read=READ, required=True, allow_none=True)


class ShownWishesSchema(Schema):
    earliest = fields.AwareDateTime(allow_none=True)
    due = fields.AwareDateTime(allow_none=True)
    priority = fields.Enum(Priority, by_value=True)
    note = Personal(read=READ, allow_none=True)


class LineSchema(Schema):
    model_id = fields.Integer(required=True)
    model_code = fields.String(required=True, attribute="model.code")
    model_name = fields.String(required=True, attribute="model.name")
    model_name_zh = fields.String(required=True, attribute="model.name_zh")
    brand = fields.String(required=True, attribute="model.brand.code")
    category = fields.Enum(
        Category, by_value=True, required=True, attribute="model.category"
    )
    quantity = fields.Integer(required=True)


class SiteSchema(Schema):
    """A place in WGS-84 degrees with the models wanted there."""

    id = fields.Integer(required=True)
    name = Personal(read=READ, required=True)
    address = Personal(read=READ, required=True)
    lat = PersonalDegrees(read=READ, required=True)
    lon = PersonalDegrees(read=READ, required=True)
    time_zone = fields.String(required=True)
    territory_id = fields.Integer(required=True)
    contact_name = Personal(read=READ, required=True, allow_none=True)
    contact_phone = Personal(read=READ, required=True, allow_none=True)
    access_note = Personal(read=READ, required=True, allow_none=True)
    lines = fields.List(fields.Nested(LineSchema), required=True)


class ProjectSchema(Schema):
    """A project with its sites; personal data are masked for those who only oversee."""

    id = fields.Integer(required=True)
    version = fields.Integer(required=True)
    reference = fields.String(required=True)
    external_reference = fields.String(required=True, allow_none=True)
    name = Personal(read=READ, required=True)
    state = fields.Enum(ProjectState, by_value=True, required=True)
    customer = fields.Nested(ShownCustomerSchema, required=True)
    wishes = fields.Nested(ShownWishesSchema, required=True)
    territory_id = fields.Integer(required=True, allow_none=True)
    sites = fields.List(fields.Nested(SiteSchema), required=True)
    created_at = fields.AwareDateTime(required=True)


class ProjectQuery(PageQuery):
    """Filters; `q` is part of a name or a reference."""

    state = fields.Enum(ProjectState, by_value=True)
    territory_id = Integer(least=1)
    q = Text(most=100)


class NewLineSchema(Schema):
    """Brand and model by the codes of the catalogue."""

    brand = Text(most=40)
    model = Text(required=True, most=40)
    quantity = Integer(required=True, least=1, most=MOST_UNITS)


class NewSiteSchema(Schema):
    """`point` is in `datum`; without one, the address is looked up if it can be."""

    name = Text(required=True)
    address = Text(required=True, most=MOST_ADDRESS)
    point = fields.Nested(Point)
    datum = fields.Enum(Datum, by_value=True)
    time_zone = Text(most=60)
    contact_name = Text(allow_none=True)
    contact_phone = Text(allow_none=True, most=40)
    access_note = Text(allow_none=True, most=MOST_NOTE)
    lines = fields.List(
        fields.Nested(NewLineSchema),
        required=True,
        validate=validate.Length(1, MOST_LINES),
    )


class NewProjectSchema(Schema):
    """An order. The same one sent again under its reference has no further effect.

    `brand` is the brand of lines that name none.
    """

    external_reference = Text(most=100)
    name = Text(required=True)
    customer = fields.Nested(CustomerSchema, required=True)
    brand = Text(most=40)
    wishes = fields.Nested(WishesSchema)
    sites = fields.List(
        fields.Nested(NewSiteSchema),
        required=True,
        validate=validate.Length(1, MOST_SITES),
    )

    @post_load
    def _intake(self, body: dict[str, Any], **_: Any) -> dict[str, Any]:
        missing = _missing_brands(body)
        if missing:
            raise ValidationError(missing)
        return {"intake": intake_of(body)}

    def handle_error(
        self, error: ValidationError, data: Any, *, many: bool, **_: Any
    ) -> None:
        """Add what the business finds wrong with the rest: all faults at once."""
        if many or not isinstance(data, dict):
            return
        found = faults_of("", error.messages)
        known = [f"{fault.pointer}/" for fault in found]
        partial = error.valid_data if isinstance(error.valid_data, dict) else {}
        found += [
            fault
            for fault in order_faults(intake_of(partial))
            # What is malformed inside a value explains the value's own absence.
            if not any(inner.startswith(f"{fault.pointer}/") for inner in known)
        ]
        raise InvalidError(
            "The order has faults; all are listed.",
            faults=sorted(found, key=lambda fault: fault.pointer),
        )


def _missing_brands(body: dict[str, Any]) -> dict[str, Any]:
    if body.get("brand"):
        return {}
    sites = {
        number: {"lines": lines}
        for number, site in enumerate(body["sites"])
        if (lines := _unbranded(site["lines"]))
    }
    return {"sites": sites} if sites else {}


def _unbranded(lines: list[dict[str, Any]]) -> dict[int, dict[str, list[str]]]:
    return {
        number: {"brand": ["Missing data for required field."]}
        for number, line in enumerate(lines)
        if "brand" not in line
    }


def intake_of(body: dict[str, Any]) -> ProjectIntake:
    """Build the order of a body; what is missing there stays empty."""
    return ProjectIntake(
        name=body.get("name", ""),
        external_reference=body.get("external_reference"),
        customer=Customer(**body.get("customer", {})),
        wishes=Wishes(**body.get("wishes", {})),
        sites=tuple(
            _site(site, body.get("brand", "")) for site in body.get("sites", ())
        ),
    )


def _site(site: dict[str, Any], brand: str) -> SiteIntake:
    point = site.get("point", {})
    place = Degrees(**point) if {"lat", "lon"} <= point.keys() else None
    lines = tuple(
        LineIntake(**{"brand": brand, **each}) for each in site.get("lines", ())
    )
    return SiteIntake(**{**site, "point": place, "lines": lines})


class ChangedCustomerSchema(Schema):
    name = Text()
    phone = Text(most=40)
    email = Text(allow_none=True, most=254)


class ChangedProjectSchema(Schema):
    """What may be put right later; what is left out stays."""

    name = Text()
    customer = fields.Nested(ChangedCustomerSchema)
    note = Text(allow_none=True, most=MOST_NOTE)


def _is_file(sent: Any) -> None:
    if not isinstance(sent, FileStorage):
        raise ValidationError("Send it as a file, with a file name.")


class UploadSchema(Schema):
    """A CSV (UTF-8 or GB 18030) or XLSX file of at most 10 MB and 5000 rows."""

    kind = fields.Enum(ImportKind, by_value=True, required=True)
    file = Upload(required=True, validate=_is_file)


class ImportSchema(Schema):
    """How far a file got. `rows_good` counts those that are added, or can be."""

    id = fields.Integer(required=True)
    version = fields.Integer(required=True)
    kind = fields.Enum(ImportKind, by_value=True, required=True)
    file_name = fields.String(required=True)
    state = fields.Enum(ImportState, by_value=True, required=True)
    rows_total = fields.Integer(required=True)
    rows_good = fields.Integer(required=True)
    rows_bad = fields.Integer(required=True)
    rows_known = fields.Integer(required=True)
    rows_added = fields.Integer(required=True)
    created_at = fields.AwareDateTime(required=True)


class CellFaultSchema(Schema):
    """What is wrong in a cell, and what to do about it."""

    column = fields.String(required=True)
    code = fields.String(required=True)
    detail = fields.String(required=True)
    remedy = fields.String(required=True)


class ImportRowSchema(Schema):
    """A row as it stands in the sheet, where the header is row 1."""

    number = fields.Integer(required=True)
    values = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    faults = fields.List(fields.Nested(CellFaultSchema), required=True)
    outcome = fields.Enum(RowOutcome, by_value=True, required=True)
    project_id = fields.Integer(required=True, allow_none=True)


class ImportRowQuery(PageQuery):
    outcome = fields.Enum(RowOutcome, by_value=True)


ImportPageSchema = page_of(ImportSchema)
ImportRowPageSchema = page_of(ImportRowSchema)
ProjectPageSchema = page_of(ProjectSchema)
