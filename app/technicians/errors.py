"""What territories and technicians refuse."""

from app.core.errors import ConflictError


class TerritoryCodeTakenError(ConflictError):
    code = "territory_code_taken"
    title = "Code already in use"

    def __init__(self) -> None:
        super().__init__("Another territory has this code; choose another one.")


class PhoneTakenError(ConflictError):
    code = "technician_phone_taken"
    title = "Phone number already in use"

    def __init__(self) -> None:
        super().__init__(
            "The organisation has a technician with this phone number already."
        )


class LoginTakenError(ConflictError):
    code = "technician_login_taken"
    title = "Login already in use"

    def __init__(self) -> None:
        super().__init__("This login belongs to another technician.")
