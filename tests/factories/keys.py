"""Keys of programs, live ones."""

from datetime import timedelta

from app.core.clock import now
from app.core.database import session
from app.integrations.models import ApiKey
from app.integrations.rules.keys import SHOWN, new_key
from app.integrations.states import KeyScope
from app.web.sessions import hash_token


def make_key(organisation_id: int, mark: str) -> int:
    token = new_key()
    row = ApiKey(
        owner_organisation_id=organisation_id,
        label=f"{mark} key",
        prefix=token[:SHOWN],
        token_hash=hash_token(token),
        scopes=[KeyScope.STATUS_READ.value],
        expires_at=now() + timedelta(days=1),
    )
    session().add(row)
    session().flush()
    return row.id
