"""What a phone keeps: every method is one local transaction, and survives a kill."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

FINAL = frozenset({"applied", "merged", "parked", "rejected"})
KEPT_SECONDS = 14 * 86400.0
Body = Mapping[str, Any]


@dataclass
class Entry:
    """An operation, where it is numbered, and all that was ever heard of it."""

    op: dict[str, Any]
    device: str
    made_at: float
    is_pending: bool = True
    acknowledged_at: float | None = None
    heard: list[dict[str, Any]] = field(default_factory=list)

    @property
    def fate(self) -> str | None:
        return self.heard[-1]["status"] if self.heard else None


@dataclass
class Store:
    device: str | None = None
    #: The number that the server's own interface knows the device by.
    device_id: int | None = None
    token: str | None = None
    cursor: str | None = None
    epoch: str | None = None
    entries: dict[str, Entry] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    visits: dict[int, dict[str, Any]] = field(default_factory=dict)
    #: Visits heard of since a reset began, until the whole list is there.
    listing: set[int] | None = None
    has_more: bool = False
    upgrade_required: bool = False
    #: Operations that were numbered, and lost with a part of the store.
    forgotten: dict[str, Entry] = field(default_factory=dict)
    #: Devices of this phone that went out of use.
    former: list[str] = field(default_factory=list)

    def record(self, op: dict[str, Any], true: float) -> Entry:
        """Write an operation with its number; it never changes from then on."""
        assert self.device is not None
        number = self.numbers.get(op["stream"], 0) + 1
        self.numbers[op["stream"]] = number
        entry = Entry({**op, "seq": number}, self.device, true)
        self.entries[op["id"]] = entry
        return entry

    def lose_something(self, random: Random) -> None:
        """Lose an operation that nobody has answered; its number stays a gap."""
        pending = self.pending()
        if pending:
            lost = random.choice(pending)
            del self.entries[lost.op["id"]]
            self.forgotten[lost.op["id"]] = lost

    def pending(self) -> list[Entry]:
        return [each for each in self.entries.values() if each.is_pending]

    def is_waiting(self) -> bool:
        """Whether anything was told to wait, and nothing since."""
        return any(each.fate == "held" for each in self.entries.values())

    def sign_in(self, device: str, device_id: int, token: str) -> None:
        if self.device not in (None, device):
            self._begin_anew(device)
        self.device, self.device_id, self.token = device, device_id, token

    def _begin_anew(self, device: str) -> None:
        """Give what was not answered numbers of the new device, under its old ids."""
        self.former.append(str(self.device))
        self.numbers, self.cursor, self.listing = {}, None, None
        for entry in self.pending():
            self._renumber(entry, device)

    def _renumber(self, entry: Entry, device: str) -> None:
        number = self.numbers.get(entry.op["stream"], 0) + 1
        self.numbers[entry.op["stream"]] = number
        entry.op, entry.device = {**entry.op, "seq": number}, device

    def take(self, answer: Body, true: float) -> None:
        """Apply an answer whole: results, changes, and how far is known."""
        self._heed_epoch(answer["cursor"], true)
        for result in answer["results"]:
            told = result.get("first", {}) | {"id": result["id"]}
            self._hear(told if result["status"] == "duplicate" else result, true)
        if answer["reset"]:
            self.listing = set()
        for change in answer["changes"]:
            self._change(change, true)
        if self.listing is not None and not answer["more"]:
            self.visits = {n: self.visits[n] for n in self.visits if n in self.listing}
            self.listing = None
        self.cursor, self.has_more = answer["cursor"], answer["more"]
        self.upgrade_required = answer["upgrade_required"]

    def _heed_epoch(self, cursor: str, true: float) -> None:
        """A restored server may have lost what it acknowledged: say it all again."""
        known, self.epoch = self.epoch, cursor.partition(".")[0]
        if known in (None, self.epoch):
            return
        for entry in self.entries.values():
            at = entry.acknowledged_at
            if at is not None and true - at < KEPT_SECONDS:
                entry.is_pending = True
                entry.heard.clear()
                if entry.device != self.device:
                    self._renumber(entry, str(self.device))

    def _hear(self, told: Body, true: float) -> None:
        entry = self.entries.get(told["id"])
        if entry is None:
            # Another phone of this person's, or one that was forgotten.
            return
        entry.is_pending = False
        entry.acknowledged_at = entry.acknowledged_at or true
        if not entry.heard or entry.heard[-1] != dict(told):
            entry.heard.append(dict(told))

    def _change(self, change: Body, true: float) -> None:
        if change["entity"] == "op":
            told = {k: v for k, v in change["data"].items() if k != "fate"}
            status = change["data"]["fate"]
            self._hear({**told, "id": change["id"], "status": status}, true)
        elif change["op"] == "gone":
            self.visits.pop(change["id"], None)
        else:
            self.visits[change["id"]] = change["data"]
            if self.listing is not None:
                self.listing.add(change["id"])
