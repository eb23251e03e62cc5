"""What brands, skills, models and templates look like over HTTP."""

from typing import Any, Final

from marshmallow import fields, post_load, validate

from app.catalogue.rules import Formula, Option, PriceIntake, Step, WorkIntake
from app.catalogue.states import Category, StepKind, WorkKind
from app.web.schemas import Integer, PageQuery, Schema, Seconds, Text, page_of

CODE: Final = validate.Regexp(
    r"^[A-Za-z0-9][A-Za-z0-9._-]*\Z", error="Use letters, digits, dot, hyphen, _."
)
KEY: Final = validate.Regexp(
    r"^[a-z][a-z0-9_]*\Z", error="Use small letters, digits and _."
)
MOST_MINOR: Final = 10**12
#: Work on one unit; ten days around the clock, thirty of eight hours.
MOST_WORK_SECONDS: Final = 10 * 86_400


def _amount(most: int, **kw: Any) -> fields.Float:
    """Return a number from 0 to `most` that is not NaN."""
    return fields.Float(validate=validate.Range(0, most), **kw)


class BrandSchema(Schema):
    id = fields.Integer(required=True)
    version = fields.Integer(required=True)
    owner_organisation_id = fields.Integer(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    name_zh = fields.String(required=True)


class SkillSchema(Schema):
    """A skill; a certificate is valid for a period only."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    name_zh = fields.String(required=True)
    is_certificate = fields.Boolean(required=True)


class WorkSchema(Schema):
    """What one kind of work on one unit takes; set-up is once for a site and kind."""

    kind = fields.Enum(WorkKind, by_value=True, required=True)
    duration_seconds = Seconds(required=True, least=1, most=MOST_WORK_SECONDS)
    setup_seconds = Seconds(load_default=0, most=MOST_WORK_SECONDS)
    crew_size = Integer(least=1, most=8, load_default=1)
    skills = fields.Dict(
        keys=Text(most=40, validate=KEY),
        values=Integer(least=1, most=5),
        load_default=dict,
        validate=validate.Length(max=20),
    )
    min_lag_seconds = Seconds(load_default=0)
    max_lag_seconds = Seconds(load_default=None, allow_none=True)

    @post_load
    def _intake(self, data: dict[str, Any], **_: Any) -> WorkIntake:
        return WorkIntake(**data)


class PriceSchema(Schema):
    """A list price in minor units; without a kind, that of the goods."""

    kind = fields.Enum(WorkKind, by_value=True, load_default=None, allow_none=True)
    amount_minor = Integer(required=True, least=0, most=MOST_MINOR)
    currency = Text(least=3, most=3, load_default="CNY")
    valid_from = fields.Date(required=True)
    valid_until = fields.Date(load_default=None, allow_none=True)

    @post_load
    def _intake(self, data: dict[str, Any], **_: Any) -> PriceIntake:
        return PriceIntake(**data)


class ModelSchema(Schema):
    id = fields.Integer(required=True)
    version = fields.Integer(required=True)
    brand_id = fields.Integer(required=True)
    brand = fields.String(attribute="brand.code", required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    name_zh = fields.String(required=True)
    category = fields.Enum(Category, by_value=True, required=True)
    weight_kg = fields.Float(required=True)
    volume_m3 = fields.Float(required=True)
    is_sample = fields.Boolean(required=True)
    works = fields.List(fields.Nested(WorkSchema), required=True)
    prices = fields.List(fields.Nested(PriceSchema), required=True)


class _Works(Schema):
    works = fields.List(fields.Nested(WorkSchema), validate=validate.Length(max=5))
    prices = fields.List(fields.Nested(PriceSchema), validate=validate.Length(max=50))


class NewModelSchema(_Works):
    brand_id = Integer(required=True, least=1)
    code = Text(required=True, most=40, validate=CODE)
    name = Text(required=True)
    name_zh = Text(load_default="", least=0)
    category = fields.Enum(Category, by_value=True, required=True)
    weight_kg = _amount(99_999, required=True)
    volume_m3 = _amount(9_999, required=True)


class ChangedModelSchema(_Works):
    """What is left out stays; works and prices are replaced as a whole."""

    name = Text()
    name_zh = Text(least=0)
    weight_kg = _amount(99_999)
    volume_m3 = _amount(9_999)


class ModelQuery(PageQuery):
    brand_id = Integer(least=1)
    category = fields.Enum(Category, by_value=True)
    q = Text(most=100)


class OptionSchema(Schema):
    value = Text(required=True, most=40, validate=KEY)
    label = Text(required=True)
    label_zh = Text(load_default="", least=0)
    passes = fields.Boolean(load_default=True)

    @post_load
    def _option(self, data: dict[str, Any], **_: Any) -> Option:
        return Option(**data)


class FormulaSchema(Schema):
    """The expected value: factor × max(0, the reading `of` − minus)."""

    of = Text(required=True, most=40, validate=KEY)
    factor = fields.Float(required=True)
    minus = fields.Float(load_default=0.0)
    tolerance_percent = _amount(1_000, load_default=10.0)

    @post_load
    def _formula(self, data: dict[str, Any], **_: Any) -> Formula:
        return Formula(**data)


class _StepFacts(Schema):
    key = Text(required=True, most=40, validate=KEY)
    title = Text(required=True)
    title_zh = Text(load_default="", least=0)
    required = fields.Boolean(load_default=True)
    hint = Text(load_default="", least=0, most=1000)
    hint_zh = Text(load_default="", least=0, most=1000)
    options = fields.List(fields.Nested(OptionSchema), validate=validate.Length(max=20))
    min_photos = Integer(least=1, most=20)
    quantity = Text(most=40)
    unit = Text(most=20)
    lower = fields.Float()
    upper = fields.Float()
    limit_source = Text(most=300)
    instrument = Text(most=60)
    hold_seconds = Seconds()
    formula = fields.Nested(FormulaSchema)


class StepSchema(_StepFacts):
    """One step; which of the later fields it has depends on its kind."""

    kind = fields.Enum(StepKind, by_value=True, required=True)

    @post_load
    def _step(self, data: dict[str, Any], **_: Any) -> Step:
        return Step(**data)


class StoredStepSchema(_StepFacts):
    """A step as it is kept, its kind as plain text."""

    kind = fields.String(
        required=True, validate=validate.OneOf([kind.value for kind in StepKind])
    )


class TemplateSchema(Schema):
    """A version of a model's commissioning template; it never changes."""

    model_id = fields.Integer(required=True)
    version = fields.Integer(required=True)
    steps = fields.List(fields.Nested(StoredStepSchema), required=True)
    source = fields.String(required=True)
    is_sample = fields.Boolean(required=True)
    created_at = fields.AwareDateTime(required=True)


class TemplatesSchema(Schema):
    items = fields.List(fields.Nested(TemplateSchema), required=True)


class NewTemplateSchema(Schema):
    steps = fields.List(
        fields.Nested(StepSchema), required=True, validate=validate.Length(max=200)
    )
    source = Text(required=True, most=500)


BrandPageSchema = page_of(BrandSchema)
SkillPageSchema = page_of(SkillSchema)
ModelPageSchema = page_of(ModelSchema)
