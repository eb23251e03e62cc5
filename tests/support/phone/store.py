"""What a phone keeps through reloads and kills: in one SQLite file, or in memory.

Each method is one transaction: a phone that is killed between two of them has done
the first and not the second, never half of one.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_TABLES = """
CREATE TABLE IF NOT EXISTS ops (
  n INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE NOT NULL, stream TEXT NOT NULL,
  seq INTEGER NOT NULL, body TEXT NOT NULL, fate TEXT, told TEXT, settled_at REAL,
  UNIQUE (stream, seq));
CREATE TABLE IF NOT EXISTS streams (stream TEXT PRIMARY KEY, next INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS visits (
  id INTEGER PRIMARY KEY, v INTEGER NOT NULL, generation INTEGER NOT NULL,
  data TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
#: How long acknowledged operations are kept, to be sent again after a restore.
KEPT_SECONDS = 14 * 86_400


@dataclass(frozen=True)
class Kept:
    """An operation in the outbox; without a fate it has no answer yet."""

    id: str
    stream: str
    seq: int
    body: dict[str, Any]
    fate: str | None
    told: dict[str, Any]


class Store:
    def __init__(self, path: str = ":memory:") -> None:
        # A simulator hands a phone from thread to thread, never to two at once.
        self._db = sqlite3.connect(path, check_same_thread=False)
        self._db.executescript(_TABLES)

    def close(self) -> None:
        self._db.close()

    def get(self, key: str, default: Any = None) -> Any:
        row = self._db.execute(
            "SELECT value FROM meta WHERE key = ?", (key,)
        ).fetchone()
        return default if row is None else json.loads(row[0])

    def put(self, **values: Any) -> None:
        with self._db:
            self._put(values)

    def _put(self, values: Mapping[str, Any]) -> None:
        for key, value in values.items():
            self._db.execute(
                "INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, json.dumps(value))
            )

    def record(self, stream: str, body: Mapping[str, Any]) -> Kept:
        """Keep an operation with the next number of its stream."""
        with self._db:
            row = self._db.execute(
                "SELECT next FROM streams WHERE stream = ?", (stream,)
            ).fetchone()
            seq = 1 if row is None else int(row[0])
            whole = {**body, "stream": stream, "seq": seq}
            self._db.execute(
                "INSERT INTO ops (id, stream, seq, body) VALUES (?, ?, ?, ?)",
                (whole["id"], stream, seq, json.dumps(whole)),
            )
            self._db.execute(
                "INSERT OR REPLACE INTO streams VALUES (?, ?)", (stream, seq + 1)
            )
        return Kept(whole["id"], stream, seq, whole, None, {})

    def pending(self, limit: int) -> list[Kept]:
        return list(self._ops("WHERE fate IS NULL ORDER BY n LIMIT ?", (limit,)))

    def ops(self) -> list[Kept]:
        return list(self._ops("ORDER BY n", ()))

    def _ops(self, tail: str, values: tuple[Any, ...]) -> Iterator[Kept]:
        query = f"SELECT id, stream, seq, body, fate, told FROM ops {tail}"  # noqa: S608 - tails are ours
        for op_id, stream, seq, body, fate, told in self._db.execute(query, values):
            yield Kept(
                op_id, stream, seq, json.loads(body), fate, json.loads(told or "{}")
            )

    def visits(self) -> dict[int, tuple[int, dict[str, Any]]]:
        rows = self._db.execute("SELECT id, v, data FROM visits ORDER BY id")
        return {row[0]: (row[1], json.loads(row[2])) for row in rows}

    def apply(self, answer: Mapping[str, Any], at: float) -> None:
        """Take over an answer: results, changes and cursor, all of it or nothing."""
        with self._db:
            self._restart(answer)
            generation = self.get("generation", 0)
            for result in answer["results"]:
                self._settle(result["id"], _verdict(result), at)
            for change in answer["changes"]:
                self._change(change, generation, at)
            if not answer["more"]:
                self._db.execute(
                    "DELETE FROM visits WHERE generation < ?", (generation,)
                )
                self._db.execute(
                    "DELETE FROM ops WHERE settled_at < ? AND fate <> 'held'",
                    (at - KEPT_SECONDS,),
                )
            self._put({"cursor": answer["cursor"]})

    def _restart(self, answer: Mapping[str, Any]) -> None:
        """Say everything again in another epoch; lists of visits begin anew."""
        before = self.get("cursor")
        if before is not None and _epoch(before) != _epoch(answer["cursor"]):
            self._db.execute(
                "UPDATE ops SET fate = NULL, told = NULL, settled_at = NULL"
            )
        if answer["reset"]:
            self._put({"generation": self.get("generation", 0) + 1})

    def _settle(self, op_id: str, told: Mapping[str, Any], at: float) -> None:
        self._db.execute(
            "UPDATE ops SET fate = ?, told = ?, settled_at = ? WHERE id = ?",
            (told["fate"], json.dumps(dict(told)), at, op_id),
        )

    def _change(self, change: Mapping[str, Any], generation: int, at: float) -> None:
        if change["entity"] == "op":
            self._settle(change["id"], change["data"], at)
        elif change["op"] == "gone":
            self._db.execute("DELETE FROM visits WHERE id = ?", (change["id"],))
        else:
            self._db.execute(
                "INSERT OR REPLACE INTO visits VALUES (?, ?, ?, ?)",
                (change["id"], change["v"], generation, json.dumps(change["data"])),
            )


def _epoch(cursor: str) -> str:
    return cursor.partition(".")[0]


def _verdict(result: Mapping[str, Any]) -> dict[str, Any]:
    """A duplicate's fate is the one of its first sending."""
    told = dict(result["first"] if result["status"] == "duplicate" else result)
    return {**told, "fate": told.pop("status")}
