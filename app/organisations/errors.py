"""What organisations and logins refuse."""

from app.core.errors import ConflictError, UnauthenticatedError


class BadLoginError(UnauthenticatedError):
    """The same words whether the account exists or not."""

    code = "bad_login"
    title = "Sign-in failed"

    def __init__(self) -> None:
        super().__init__("The e-mail or the password is wrong, or the login is closed.")


class EmailTakenError(ConflictError):
    code = "email_taken"
    title = "E-mail already in use"

    def __init__(self) -> None:
        super().__init__("Somebody has this e-mail already; use another one.")


class CodeTakenError(ConflictError):
    code = "organisation_code_taken"
    title = "Code already in use"

    def __init__(self) -> None:
        super().__init__("Another organisation has this code; choose another one.")
