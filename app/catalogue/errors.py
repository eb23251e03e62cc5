"""What the catalogue refuses."""

from app.core.errors import ConflictError


class ModelCodeTakenError(ConflictError):
    code = "model_code_taken"
    title = "Code already in use"

    def __init__(self) -> None:
        super().__init__("The brand has a model of this code; choose another one.")


class BrandCodeTakenError(ConflictError):
    code = "brand_code_taken"
    title = "Code already in use"

    def __init__(self) -> None:
        super().__init__("Another brand has this code; choose another one.")
