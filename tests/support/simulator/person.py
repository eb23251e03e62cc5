"""A technician with a phone: what is done on site, in an order that is mostly right."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

Deed = tuple[str, dict[str, Any]]
MOVES = (
    "visit.acknowledge",
    "visit.depart",
    "visit.arrive",
    "visit.start",
    "visit.finish",
)
#: How likely the next thing done is a step on, and something that is not right at all.
STEP_ON, ODD = 0.35, 0.1
SIZE = 200_000


@dataclass
class Person:
    random: Random
    model_id: int
    #: Visits that are none of this person's.
    others: Sequence[int]
    #: Does the same whatever the phone shows.
    is_scripted: bool = False
    progress: dict[int, int] = field(default_factory=dict)
    recorded: dict[int, list[str]] = field(default_factory=dict)

    def act(self, visits: Sequence[int], docs: dict[int, Any]) -> dict[str, Any]:
        """Do the next thing and describe it as an operation; numbers come later."""
        chance, op_id = self.random.random(), self._id()
        if chance < 0.03 or not visits:
            report = {"storage_free": self.random.randint(0, 10**9)}
            return _op(op_id, "device", None, ("device.report", report))
        visit_id = self.random.choice(visits)
        doc = {} if self.is_scripted else docs.get(visit_id, {})
        if chance < ODD:
            return self._odd(op_id, visit_id, doc.get("version"))
        deed = self._deed(visit_id, doc)
        if deed[0] == "evidence.add":
            self.recorded.setdefault(visit_id, []).append(op_id)
        return _op(op_id, f"visit:{visit_id}", doc.get("version"), deed)

    def _id(self) -> str:
        return str(uuid.UUID(int=self.random.getrandbits(128), version=4))

    def _deed(self, visit_id: int, doc: dict[str, Any]) -> Deed:
        at = self.progress.get(visit_id, 0)
        if at < len(MOVES) and self.random.random() < STEP_ON:
            self.progress[visit_id] = at + 1
            return MOVES[at], self._of_move(MOVES[at])
        makers = [self._note, self._photo, self._serial, self._part]
        makers += [] if self.is_scripted else [self._contact]
        if at == MOVES.index("visit.finish"):
            makers += [self._turn]
        return self.random.choice(makers)(visit_id, doc)

    def _of_move(self, move: str) -> dict[str, Any]:
        if move != "visit.arrive":
            return {}
        near = {"point": {"lat": 26.0, "lon": 114.0}, "accuracy_m": 15}
        return self.random.choice([near, {"reason": "No position in the cellar"}])

    def _note(self, *_: Any) -> Deed:
        text = f"Note {self.random.randint(1, 999)}"
        data: dict[str, Any] = {"kind": "note", "data": {"text": text}}
        return "evidence.add", data

    def _photo(self, *_: Any) -> Deed:
        purpose = self.random.choice(["before", "after", "plate"])
        digest = self.random.randbytes(32).hex()
        file = {"sha256": digest, "size": SIZE, "media_type": "image/jpeg"}
        return "evidence.add", {"kind": "photo", "purpose": purpose, "data": {}, **file}

    def _serial(self, *_: Any) -> Deed:
        unit = self.random.randint(1, 2)
        data = {"serial": f"SN{self.random.randint(1, 10**6)}", "position": "Hall"}
        about = {"model_id": self.model_id, "unit": unit}
        return "evidence.add", {"kind": "serial", "data": data, **about}

    def _part(self, *_: Any) -> Deed:
        data = {"name": "Bracket", "quantity": self.random.randint(1, 4)}
        return "evidence.add", {"kind": "part", "data": data}

    def _turn(self, *_: Any) -> Deed:
        """Pause, or go on; both are late news for who does so already."""
        if self.random.random() < 0.5:
            return "visit.pause", {"reason": "Lunch"}
        return "visit.resume", {}

    def _contact(self, _: int, doc: dict[str, Any]) -> Deed:
        seen = doc.get("site", {}).get("contact_name")
        wanted = f"Keeper {self.random.randint(1, 99)}"
        base = {"contact_name": seen}
        return "contact.change", {"base": base, "values": {"contact_name": wanted}}

    def _odd(self, op_id: str, visit_id: int, base: int | None) -> dict[str, Any]:
        """Do something that is not for this visit, this moment or this person."""
        stranger = self.random.choice(self.others) if self.others else visit_id
        kinds = ["foreign", "unknown", "shapeless", "early", "elsewhere"]
        kind = self.random.choice(kinds if self.is_scripted else [*kinds, "failed"])
        note = {"kind": "note", "data": {"text": "odd"}}
        deeds: dict[str, Deed] = {
            "foreign": ("evidence.add", note),
            "unknown": ("visit.dance", {}),
            "shapeless": ("evidence.add", {"kind": "serial", "data": {"x": 1}}),
            "early": ("visit.finish", {}),
            "elsewhere": ("visit.arrive", {"point": {"lat": 1.0, "lon": 1.0}}),
            "failed": ("visit.cannot_complete", {"reason": "no_access"}),
        }
        about = stranger if kind == "foreign" else visit_id
        return _op(op_id, f"visit:{about}", base, deeds[kind])


def _op(op_id: str, stream: str, base: int | None, deed: Deed) -> dict[str, Any]:
    return {
        "id": op_id,
        "stream": stream,
        "base": base,
        "type": deed[0],
        "data": deed[1],
    }
