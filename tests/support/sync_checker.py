"""What must hold of phones and server at rest, whatever happened on the way.

Plain SQL past every wall, and what the phones themselves have in their stores.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, LiteralString

import psycopg
from psycopg.rows import dict_row

from tests.support.faults.checks import house
from tests.support.faults.checks.rule import Rule, broken, tell
from tests.support.simulator.calls import Answer, Request
from tests.support.simulator.store import FINAL, Entry, Store
from tests.support.sync_rules import RULES

SYNC, DEVICES = "/mobile/v1/sync", "/mobile/v1/devices"
LOG: LiteralString = (
    "SELECT op_id::text AS id, d.public_id AS device, stream, seq, o.type, o.data, "
    "fate, code, o.version, decision FROM operations o JOIN devices d "
    "ON d.id = o.device_id"
)
#: Seven days either way of a crew member's visit; nothing else is a phone's business.
#: It is not near while it crosses that line and phones have not been told yet.
SEEN: LiteralString = (
    "SELECT a.technician_id, v.id, v.version, v.state, v.starts_at, s.contact_name, "
    "v.starts_at BETWEEN %(at)s - interval '7 days' AND %(at)s + interval '7 days' "
    "AND v.starts_at BETWEEN t.told - interval '7 days' AND t.told + interval '7 days' "
    "AS is_near, "
    "(SELECT array_agg(c.technician_id ORDER BY c.seat) FROM assignments c "
    " WHERE c.visit_id = v.id) AS crew, "
    "(SELECT coalesce(array_agg(e.operation_id::text ORDER BY e.id), '{}') "
    " FROM visit_evidence e WHERE e.visit_id = v.id) AS evidence "
    "FROM (SELECT coalesce(window_at, %(at)s) AS told FROM sync_state) t, "
    "visits v JOIN assignments a ON a.visit_id = v.id "
    "JOIN work_orders w ON w.id = v.work_order_id JOIN sites s ON s.id = w.site_id "
    "WHERE a.starts_at BETWEEN least(%(at)s, t.told) - interval '7 days' "
    "AND greatest(%(at)s, t.told) + interval '7 days'"
)
#: Places of a stream that were passed, although nothing in the log stands there.
MISSING: LiteralString = (
    "SELECT d.public_id, s.stream, place FROM operation_streams s "
    "JOIN devices d ON d.id = s.device_id, "
    "generate_series(1, s.next_seq - 1) AS place "
    "WHERE d.retired_at IS NULL AND NOT EXISTS (SELECT FROM operations o "
    "WHERE o.device_id = s.device_id AND o.stream = s.stream AND o.seq = place "
    "AND o.in_sequence AND o.fate <> 'held') "
    "AND NOT EXISTS (SELECT FROM operations o WHERE o.device_id = s.device_id "
    "AND o.stream = s.stream AND o.held_at IS NOT NULL AND o.decision IS NOT NULL)"
)


@dataclass(frozen=True)
class Kept:
    """A phone as the checker sees it: whose it is, and what is in its store."""

    technician_id: int
    store: Store


@dataclass
class Deliveries:
    """Looks at every answer to a phone, whether it got there or not."""

    #: In every name that no phone may be told.
    foreign: str
    wrong: list[str] = field(default_factory=list)
    #: Whose phones were told what became of which operation.
    told: set[tuple[int, str]] = field(default_factory=set)
    _owners: dict[str, int] = field(default_factory=dict)

    def watch(self, request: Request, answer: Answer) -> None:
        if self.foreign.encode() in answer.content:
            self.wrong.append(f"Nothing foreign is told — not so: {request.path}")
        told = answer.body() if answer.is_good else None
        if told is None:
            return
        if request.path == DEVICES:
            self._owners[told["device"]] = told["technician"]["id"]
        elif request.path == SYNC:
            self._judge(self._owners[json.loads(request.content)["device"]], told)

    def _judge(self, technician_id: int, told: Mapping[str, Any]) -> None:
        for change in told["changes"]:
            if change["entity"] == "op":
                self.told.add((technician_id, change["id"]))
            if change["entity"] != "visit" or change["op"] != "put":
                continue
            crew = {each["technician_id"] for each in change["data"]["crew"]}
            if technician_id not in crew:
                text = "Only visits of one's own are delivered"
                self.wrong.append(tell(text, [(technician_id, change["id"], crew)]))

    def problems(self, connection: psycopg.Connection) -> list[str]:
        """Return what was delivered to whom it does not concern."""
        rows = connection.execute("SELECT technician_id, op_id::text FROM operations")
        wrong = self.told - set(rows.fetchall())
        sentence = "A phone is told of its person's operations alone"
        return [*self.wrong, *([tell(sentence, wrong)] if wrong else [])]


def problems(
    connection: psycopg.Connection, phones: Sequence[Kept], at: datetime
) -> list[str]:
    """Return what is not as it should be at the moment `at`, with nothing under way."""
    cursor = connection.cursor(row_factory=dict_row)
    log = {row["id"]: row for row in cursor.execute(LOG).fetchall()}
    seen: dict[int, dict[int, Any]] = {}
    for row in cursor.execute(SEEN, {"at": at}).fetchall():
        seen.setdefault(row["technician_id"], {})[row["id"]] = row
    return [
        *broken(connection, (*RULES, *house.RULES)),
        *house.broken_chains(connection),
        *_numbers(connection, phones, log),
        *_of_phones("Every operation has one fate, told and kept", phones, log, _fates),
        *_of_phones("What was told first stays", phones, log, _changed),
        *_of_phones("What a phone wrote is what the log says", phones, log, _bodies),
        *_of_phones("A phone at rest shows what it may see", phones, seen, _views),
        *_unknown(phones, log),
    ]


def _of_phones(
    sentence: str, phones: Sequence[Kept], known: Any, check: Any
) -> list[str]:
    wrong = [each for phone in phones for each in check(phone, known)]
    return [tell(sentence, wrong)] if wrong else []


def _numbers(
    connection: psycopg.Connection, phones: Sequence[Kept], log: Mapping[str, Any]
) -> list[str]:
    """Find numbers that nothing explains: no row, and none under another place.

    What a phone forgot may have been sent before, and once more under a new place.
    """
    told_again = {
        (entry.device, entry.op["stream"], entry.op["seq"])
        for phone in phones
        for id_, entry in (phone.store.entries | phone.store.forgotten).items()
        if id_ in log and log[id_]["device"] != entry.device
    }
    rows = connection.execute(MISSING).fetchall()
    missing = [row for row in rows if row not in told_again]
    sentence = "A stream's numbers run without a gap"
    return [tell(sentence, missing)] if missing else []


def _fates(phone: Kept, log: Mapping[str, Any]) -> Iterator[Any]:
    for id_, entry in phone.store.entries.items():
        row = log.get(id_)
        if row is None:
            yield id_, entry.fate, "not in the log"
        elif entry.fate not in FINAL or not _is_told(entry, row):
            yield id_, entry.fate, row["fate"]


def _is_told(entry: Entry, row: Mapping[str, Any]) -> bool:
    return row["decision"] is not None or row["fate"] == entry.fate


def _changed(phone: Kept, log: Mapping[str, Any]) -> Iterator[Any]:
    """Held may become anything, once; parked what a person decides."""
    for id_, entry in phone.store.entries.items():
        fates = _runs([told["status"] for told in entry.heard])
        fates = fates[1:] if fates[:1] == ["held"] else fates
        is_decided = id_ in log and log[id_]["decision"] is not None
        if len(fates) > 1 + (is_decided and fates[0] == "parked"):
            yield id_, fates


def _runs(fates: Sequence[str]) -> list[str]:
    return [each for n, each in enumerate(fates) if n == 0 or fates[n - 1] != each]


def _bodies(phone: Kept, log: Mapping[str, Any]) -> Iterator[Any]:
    for id_, entry in phone.store.entries.items():
        row = log.get(id_)
        if row is not None and not _is_same(entry, row):
            yield id_, entry.op, row


def _is_same(entry: Entry, row: Mapping[str, Any]) -> bool:
    names = ("stream", "type", "data")
    return all(entry.op[name] == row[name] for name in names)


def _views(phone: Kept, seen: Mapping[int, Mapping[int, Any]]) -> Iterator[Any]:
    there, mine = phone.store.visits, seen.get(phone.technician_id, {})
    for id_ in sorted(there.keys() | mine.keys()):
        if id_ in mine and not mine[id_]["is_near"]:
            continue
        if id_ not in there or id_ not in mine:
            where = "phone" if id_ in there else "database"
            yield phone.technician_id, id_, f"only in the {where}"
        elif _shown(there[id_]) != _stored(mine[id_]):
            yield phone.technician_id, id_, _shown(there[id_]), _stored(mine[id_])


def _shown(doc: Mapping[str, Any]) -> tuple[Any, ...]:
    return (
        doc["version"],
        doc["state"],
        datetime.fromisoformat(doc["starts_at"]),
        doc["site"]["contact_name"],
        [each["technician_id"] for each in doc["crew"]],
        [each["id"] for each in doc["evidence"]],
    )


def _stored(row: Mapping[str, Any]) -> tuple[Any, ...]:
    names = ("version", "state", "starts_at", "contact_name", "crew", "evidence")
    return tuple(row[name] for name in names)


def _unknown(phones: Sequence[Kept], log: Mapping[str, Any]) -> list[str]:
    """Find rows of these phones' devices that no phone wrote; forgotten ones may be."""
    written = {id_ for phone in phones for id_ in phone.store.entries}
    forgotten = {id_ for phone in phones for id_ in phone.store.forgotten}
    wrong = sorted(log.keys() - written - forgotten)
    return [tell("The log holds what phones wrote", wrong)] if wrong else []


def summary(connection: psycopg.Connection) -> dict[str, int]:
    """Count the log by fate, and by reason where it has one."""
    rows = connection.execute(
        "SELECT fate || coalesce(' ' || code, ''), count(*) FROM operations GROUP BY 1 "
        "UNION ALL SELECT 'held for a while', count(*) FROM operations "
        "WHERE held_at IS NOT NULL AND fate <> 'held'"
    ).fetchall()
    return dict(rows)


STATE: LiteralString = (
    "SELECT 'op', op_id::text, replace(fate, 'merged', 'applied'), code, type, "
    "data::text FROM operations UNION ALL "
    "SELECT 'visit', v.id::text, v.state, v.version::text, s.contact_name, NULL "
    "FROM visits v JOIN work_orders w ON w.id = v.work_order_id "
    "JOIN sites s ON s.id = w.site_id UNION ALL "
    "SELECT 'seat', visit_id::text, technician_id::text, state, "
    "coalesce(arrival_reason, ''), pause_reason FROM assignments UNION ALL "
    "SELECT 'evidence', operation_id::text, visit_id::text, kind, data::text, "
    "encode(sha256, 'hex') FROM visit_evidence UNION ALL "
    "SELECT 'order', id::text, state, NULL, NULL, NULL FROM work_orders "
    "ORDER BY 1, 2, 3"
)


def state_of(connection: psycopg.Connection) -> list[tuple[Any, ...]]:
    """Return all that operations lead to, but times, flags and who came first."""
    return connection.execute(STATE).fetchall()


__all__ = ["Deliveries", "Kept", "Rule", "problems", "state_of", "summary"]
