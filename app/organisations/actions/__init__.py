"""Verbs on organisations, people and logins: one file per verb."""

from app.organisations.actions.administer import (
    Membership,
    NewUser,
    ServiceDesk,
    add_organisation,
    add_user,
    change_organisation,
    change_user,
    set_password,
)
from app.organisations.actions.forget import forget
from app.organisations.actions.sign_in import Opened, make_token, sign_in
from app.organisations.actions.sign_out import end_session, revoke, sign_out

__all__ = [
    "Membership",
    "NewUser",
    "Opened",
    "ServiceDesk",
    "add_organisation",
    "add_user",
    "change_organisation",
    "change_user",
    "end_session",
    "forget",
    "make_token",
    "revoke",
    "set_password",
    "sign_in",
    "sign_out",
]
