"""Phones, and where their streams stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import select, update

from app.core.actor import current_actor
from app.core.database import run_plain, session
from app.core.errors import ForbiddenError, NotFoundError
from app.technicians.models import Technician, Territory
from app.visits.models import Device, OperationStream
from app.web.pagination import Page, paginate
from app.web.policy import restrict

#: How far ahead of its stream a number is remembered.
MOST_AHEAD: Final = 10_000

#: Over which syncs are counted.
MINUTE: Final = timedelta(minutes=1)

#: What was known before comes back beside what is new: one round trip for all of it.
_GREET: Final = (
    "UPDATE devices d SET app = %(app)s, boot = %(boot)s, mono_ms = %(mono_ms)s, "
    "mono_at = %(at)s, last_seen_at = %(at)s, "
    "rate_since = CASE WHEN d.rate_since > %(minute)s THEN d.rate_since "
    "ELSE %(at)s END, "
    "rate_count = CASE WHEN d.rate_since > %(minute)s THEN d.rate_count + 1 ELSE 1 END "
    "FROM (SELECT id, boot, mono_ms, mono_at FROM devices "
    "WHERE public_id = %(public_id)s AND user_id = %(user_id)s FOR UPDATE) before "
    "WHERE d.id = before.id AND d.retired_at IS NULL "
    "RETURNING d.id, d.user_id, d.technician_id, d.owner_organisation_id, "
    "before.boot, before.mono_ms, before.mono_at, d.rate_since, d.rate_count, "
    "set_config('synchronous_commit', 'off', true)"
)
_LOCK_STREAM: Final = (
    "INSERT INTO operation_streams AS s (device_id, stream) "
    "VALUES (%(device_id)s, %(stream)s) "
    "ON CONFLICT (device_id, stream) DO UPDATE SET next_seq = s.next_seq "
    "RETURNING s.next_seq, s.held, s.taken, s.last_version, "
    "(SELECT version FROM visits WHERE id = %(visit_id)s) AS version, "
    "(SELECT owner_organisation_id FROM visits WHERE id = %(visit_id)s) AS owner, "
    "(SELECT state FROM visits WHERE id = %(visit_id)s) AS state, "
    "EXISTS (SELECT FROM assignments a WHERE a.visit_id = %(visit_id)s "
    "AND a.technician_id = %(technician_id)s) AS is_assigned"
)
_GO_BEYOND: Final = (
    "UPDATE operation_streams SET next_seq = %(seq)s, taken = %(taken)s::bigint[] "
    "WHERE device_id = %(device_id)s AND stream = %(stream)s"
)
_TAKE_AHEAD: Final = (
    "UPDATE operation_streams SET taken = array_append(taken, %(seq)s::bigint) "
    "WHERE device_id = %(device_id)s AND stream = %(stream)s "
    "AND NOT %(seq)s = ANY(taken) AND %(seq)s - next_seq < %(most)s"
)
#: A visit that was somebody's is in that person's feed.
_HAD: Final = (
    "SELECT EXISTS (SELECT FROM feed_entries WHERE scope = %(scope)s "
    "AND entity = 'visit' AND entity_id = %(visit_id)s)"
)


@dataclass(frozen=True, slots=True)
class Me:
    """The technician that a login is, and where they work."""

    id: int
    name: str
    owner_organisation_id: int
    time_zone: str


@dataclass(frozen=True, slots=True)
class Known:
    """A device that is in use, and its running clock at the last contact."""

    id: int
    user_id: int
    technician_id: int
    owner_organisation_id: int
    boot: str | None
    mono_ms: int | None
    mono_at: datetime | None
    rate_since: datetime
    rate_count: int


@dataclass(frozen=True, slots=True)
class Head:
    """Where a stream stands, locked, with what is known of its visit."""

    next_seq: int
    held: int
    #: Numbers ahead that need not come: the log has them in another place.
    taken: list[int]
    last_version: int | None
    version: int | None
    owner: int | None
    state: str | None
    is_assigned: bool


def me() -> Me | None:
    """Return the technician that the signed-in person is."""
    row = session().execute(
        select(
            Technician.id,
            Technician.name,
            Technician.owner_organisation_id,
            Territory.time_zone,
        )
        .join(Territory, Territory.id == Technician.territory_id)
        .where(Technician.user_id == current_actor().user_id)
    )
    found = row.first()
    return Me(*found) if found else None


def greet(public_id: str, facts: dict[str, Any], at: datetime) -> Known | None:
    """Note that one of the person's devices in use is there; None if there is none.

    A lost note costs a clock estimate at worst: nobody waits for the disk.
    """
    row = run_plain(
        _GREET,
        {
            **facts,
            "at": at,
            "minute": at - MINUTE,
            "public_id": public_id,
            "user_id": current_actor().user_id,
        },
    ).first()
    return Known(*tuple(row)[:-1]) if row else None


def lock_stream(
    device_id: int, stream: str, visit_id: int | None, technician_id: int
) -> Head:
    """Hold a stream until the commit; a new one begins at 1."""
    values = {
        "device_id": device_id,
        "stream": stream,
        "visit_id": visit_id,
        "technician_id": technician_id,
    }
    head = Head(*tuple(run_plain(_LOCK_STREAM, values).one()))
    return _beyond_taken(device_id, stream, head) if head.taken else head


def _beyond_taken(device_id: int, stream: str, head: Head) -> Head:
    """Pass the places that are next and taken already."""
    seq, taken = head.next_seq, set(head.taken)
    while seq in taken:
        seq += 1
    left = sorted(place for place in taken if place > seq)
    if (seq, left) == (head.next_seq, head.taken):
        return head
    values = {"device_id": device_id, "stream": stream, "seq": seq, "taken": left}
    run_plain(_GO_BEYOND, values)
    return replace(head, next_seq=seq, taken=left)


def take_ahead(device_id: int, stream: str, seq: int) -> None:
    """Note that a locked stream need not wait for a number ahead."""
    most = {"most": MOST_AHEAD}
    values = {"device_id": device_id, "stream": stream, "seq": seq, **most}
    run_plain(_TAKE_AHEAD, values)


def has_had(scope: str, visit_id: int) -> bool:
    """Whether a visit was ever told of in a technician's scope."""
    return bool(run_plain(_HAD, {"scope": scope, "visit_id": visit_id}).scalar())


def own_device(public_id: str) -> Device:
    """Lock one of the person's own devices."""
    row = session().scalar(
        select(Device)
        .where(Device.public_id == public_id, Device.user_id == current_actor().user_id)
        .with_for_update()
    )
    if row is None:
        raise NotFoundError
    return row


def devices(limit: int, after: str | None, technician_id: int | None) -> Page[Device]:
    statement = restrict(select(Device), "device:read")
    if technician_id is not None:
        statement = statement.where(Device.technician_id == technician_id)
    return paginate(statement, by=[Device.id], limit=limit, after=after)


def device_for_change(device_id: int, action: str) -> Device:
    statement = select(Device).where(Device.id == device_id)
    row = session().scalar(restrict(statement, action).with_for_update())
    if row is not None:
        return row
    if session().scalar(restrict(statement, "device:read")) is None:
        raise NotFoundError
    raise ForbiddenError("You may see this phone, but not take it out of use.")


def technician_of(device_id: int) -> int:
    return session().get_one(Device, device_id).technician_id


def user_of(device_id: int) -> int:
    return session().get_one(Device, device_id).user_id


def note_report(device_id: int, report: Mapping[str, Any]) -> None:
    """Keep what a device said of itself; what it left out stays."""
    said = {name: value for name, value in report.items() if value is not None}
    if said:
        session().execute(update(Device).where(Device.id == device_id).values(said))


def streams_with_held(device_id: int) -> Sequence[str]:
    return (
        session()
        .scalars(
            select(OperationStream.stream)
            .where(OperationStream.device_id == device_id, OperationStream.held > 0)
            .order_by(OperationStream.stream)
        )
        .all()
    )
