"""The operation log: what is there already, and what waits for a person."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from psycopg import sql
from psycopg.types.json import Jsonb
from sqlalchemy import select

from app.core.database import run_plain, run_plain_for_each, session
from app.visits.models import Operation
from app.visits.states import Fate

_COLUMNS: Final = (
    "op_id, device_id, stream, seq, in_sequence, technician_id, user_id, "
    "owner_organisation_id, visit_id, type, base, data, body_hash, device_at, mono_ms, "
    "boot, received_at, estimated_at, skew_seconds, is_skewed, fate, code, detail, "
    "faults, version, decided_at, held_at"
)
_LOG: Final = (
    sql.SQL("INSERT INTO operations ({}) VALUES ({})")
    .format(
        sql.SQL(_COLUMNS),
        sql.SQL(", ").join(map(sql.Placeholder, _COLUMNS.split(", "))),
    )
    .as_string()
)
_ADVANCE: Final = (
    "UPDATE operation_streams SET next_seq = next_seq + CAST(%(step)s AS bigint), "
    "held = held + CAST(%(held)s AS bigint), "
    "last_version = coalesce(CAST(%(version)s AS bigint), last_version) "
    "WHERE device_id = %(device_id)s AND stream = %(stream)s"
)
#: The log row and where the stream stands then, in one round trip.
_LOG_AND_ADVANCE: Final = (
    sql.SQL("WITH logged AS ({} RETURNING id) {} RETURNING (SELECT id FROM logged)")
    .format(sql.SQL(_LOG), sql.SQL(_ADVANCE))
    .as_string()
)
_KNOWN: Final = (
    "SELECT op_id, NULL AS stream FROM operations WHERE op_id = ANY(%(op_ids)s) "
    "UNION ALL SELECT NULL, stream FROM operation_streams "
    "WHERE device_id = %(device_id)s AND held > 0"
)
_STUCK: Final = (
    "SELECT s.device_id, s.stream, d.technician_id, d.retired_at IS NOT NULL AS over "
    "FROM operation_streams s JOIN devices d ON d.id = s.device_id WHERE s.held > 0 "
    "AND (d.retired_at IS NOT NULL OR s.next_seq = ANY(s.taken) OR EXISTS ("
    "SELECT FROM operations o WHERE o.device_id = s.device_id "
    "AND o.stream = s.stream AND o.seq = s.next_seq AND o.in_sequence "
    "AND o.fate = 'held'))"
)


@dataclass(frozen=True, slots=True)
class Known:
    """Which ids are in the log, and in which streams something is held."""

    op_ids: set[UUID]
    streams: list[str]


@dataclass(frozen=True, slots=True)
class Stuck:
    """A stream with held operations; one that `is_over` gets no others any more."""

    device_id: int
    stream: str
    technician_id: int
    is_over: bool


def log(row: Mapping[str, Any], *, step: int, held: int) -> int:
    """Write an operation's row, and move its stream by `step` places."""
    values = {**_written(row), "step": step, "held": held}
    return int(run_plain(_LOG_AND_ADVANCE, values).scalar_one())


def log_all(rows: Iterable[Mapping[str, Any]]) -> None:
    """Write many operations' rows; their stream is to be moved beside."""
    run_plain_for_each(_LOG, [_written(row) for row in rows])


def _written(row: Mapping[str, Any]) -> dict[str, Any]:
    faults = row["faults"]
    return {
        **row,
        "data": Jsonb(row["data"]),
        "faults": None if faults is None else Jsonb(faults),
    }


def advance(
    device_id: int, stream: str, *, step: int, held: int, version: int | None
) -> None:
    """Move a stream whose operation is in the log already."""
    values = {
        "device_id": device_id,
        "stream": stream,
        "step": step,
        "held": held,
        "version": version,
    }
    run_plain(_ADVANCE, values)


def skip_to(device_id: int, stream: str, seq: int) -> None:
    """Give up the numbers below `seq`."""
    run_plain(
        "UPDATE operation_streams SET next_seq = %(seq)s "
        "WHERE device_id = %(device_id)s AND stream = %(stream)s "
        "AND next_seq < %(seq)s",
        {"device_id": device_id, "stream": stream, "seq": seq},
    )


def known_among(device_id: int, op_ids: Collection[UUID]) -> Known:
    """Look up ids, whoever sent them, and where the device has held operations."""
    rows = run_plain(_KNOWN, {"device_id": device_id, "op_ids": list(op_ids)}).all()
    return Known(
        {row.op_id for row in rows if row.op_id is not None},
        [row.stream for row in rows if row.stream is not None],
    )


def by_op_id(op_id: UUID) -> Operation | None:
    return session().scalar(
        select(Operation)
        .where(Operation.op_id == op_id)
        .execution_options(populate_existing=True)
    )


def at_place(device_id: int, stream: str, seq: int) -> Operation | None:
    return session().scalar(
        select(Operation).where(
            Operation.device_id == device_id,
            Operation.stream == stream,
            Operation.seq == seq,
            Operation.in_sequence,
        )
    )


def next_held(device_id: int, stream: str, *, seq: int | None) -> Operation | None:
    """Return the held operation at `seq`, or without it the first one."""
    statement = select(Operation).where(
        Operation.device_id == device_id,
        Operation.stream == stream,
        Operation.in_sequence,
        Operation.fate == Fate.HELD,
    )
    if seq is not None:
        statement = statement.where(Operation.seq == seq)
    return session().scalar(statement.order_by(Operation.seq).limit(1))


def operation_by_id(operation_id: int) -> Operation:
    """Return an operation as it is now, for the house."""
    return session().get_one(Operation, operation_id, populate_existing=True)


def stuck() -> list[Stuck]:
    """Return streams that could go on: the next is there, or nothing more will come."""
    return [Stuck(*tuple(row)) for row in run_plain(_STUCK, {})]
