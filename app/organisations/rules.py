"""Pure decisions on logins and memberships."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from app.core.actor import Role
from app.core.errors import Fault
from app.organisations.states import ROLES, OrganisationKind

BROWSER_LIFE: Final = timedelta(hours=12)
TOKEN_LIFE_DAYS: Final = 90
#: Failures within the window after which an account, or an address, must wait.
WINDOW: Final = timedelta(minutes=15)
ACCOUNT_FAILURES: Final = 10
ADDRESS_FAILURES: Final = 100
MIN_PASSWORD: Final = 10


@dataclass(frozen=True, slots=True)
class Wait:
    seconds: int


def normal_email(email: str) -> str:
    return email.strip().casefold()


def counted_for(account: str, address: str) -> dict[str, int]:
    """Name what a failed sign-in counts against, the account first, and the limits.

    A name may have grown when it was folded; what is kept of it has 300 characters.
    """
    return {
        f"account:{account}"[:300]: ACCOUNT_FAILURES,
        f"address:{address}"[:300]: ADDRESS_FAILURES,
    }


def wait_after(failures: Sequence[datetime], most: int, at: datetime) -> Wait | None:
    """Say how long to wait when `most` failures lie within the window before `at`."""
    recent = sorted(failure for failure in failures if failure > at - WINDOW)
    if len(recent) < most:
        return None
    over = recent[len(recent) - most] + WINDOW - at
    return Wait(max(1, int(over.total_seconds())))


def password_faults(password: str) -> list[Fault]:
    if len(password) >= MIN_PASSWORD:
        return []
    return [
        Fault(
            "/password",
            "too_short",
            f"Use at least {MIN_PASSWORD} characters; a short sentence is good.",
        )
    ]


def role_faults(kind: OrganisationKind, role: Role) -> list[Fault]:
    """Refuse roles that an organisation of this kind does not have."""
    if role in ROLES[kind]:
        return []
    fitting = ", ".join(sorted(ROLES[kind])) or "none"
    return [
        Fault(
            "/role",
            "role_unfit",
            f"An organisation of kind {kind} has no {role}; it has: {fitting}.",
        )
    ]


def audit_hash(previous: bytes, entry: dict[str, Any]) -> bytes:
    """Chain an audit entry to the one before it: SHA-256 over both.

    The entry is written as JSON with sorted keys and no spaces, in UTF-8.
    """
    text = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(previous + text.encode()).digest()
