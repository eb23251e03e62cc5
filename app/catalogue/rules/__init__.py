"""Pure decisions on models and commissioning templates."""

from app.catalogue.rules.models import (
    ModelIntake,
    PriceIntake,
    WorkIntake,
    model_faults,
)
from app.catalogue.rules.templates import (
    QUANTITIES,
    Formula,
    Option,
    Step,
    template_faults,
)

__all__ = [
    "QUANTITIES",
    "Formula",
    "ModelIntake",
    "Option",
    "PriceIntake",
    "Step",
    "WorkIntake",
    "model_faults",
    "template_faults",
]
