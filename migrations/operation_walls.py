"""The walls of the phones: their devices, what they sent, and their own feed."""

from migrations.walls import IS_SYSTEM, OWN, gate_function, protect

_MINE = "user_id = actor_user_id()"

#: A technician follows one scope, in which the phone's cursor counts.
_ACTIVE = (
    "FROM memberships m JOIN users u ON u.id = m.user_id "
    "WHERE u.id = actor_user_id() AND u.is_active"
)
FORMER_SCOPES = (
    f"SELECT 'organisation:' || m.organisation_id {_ACTIVE} AND m.role <> 'technician'"
)
SCOPES = (
    f"{FORMER_SCOPES} UNION ALL SELECT 'technician:' || t.id FROM technicians t "
    "JOIN users u ON u.id = t.user_id WHERE u.id = actor_user_id() AND u.is_active"
)


def walls() -> list[str]:
    """A device is its person's; what it sent is also its organisation's to read."""
    return [
        *gate_function("actor_feed_scopes()", "SETOF text", SCOPES),
        *protect("devices", read=f"{_MINE} OR {OWN}", write=f"{_MINE} OR {OWN}"),
        *protect("operations", read=f"{_MINE} OR {OWN}", insert=_MINE),
        *protect("operation_streams", read=IS_SYSTEM),
    ]


def former_walls() -> list[str]:
    return gate_function("actor_feed_scopes()", "SETOF text", FORMER_SCOPES)
