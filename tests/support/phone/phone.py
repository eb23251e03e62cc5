"""A phone: it records what is done, and syncs when there is a line."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

from tests.support.phone.clocks import PhoneClock
from tests.support.phone.line import Line, LineError
from tests.support.phone.store import Kept, Store

BATCH = 100
OK, CREATED, NOT_SIGNED_IN = 200, 201, 401


class Phone:
    """One device of one person. `app` is the version of its program."""

    def __init__(
        self,
        line: Line,
        store: Store | None = None,
        clock: PhoneClock | None = None,
        new_id: Callable[[], str] = lambda: str(uuid4()),
    ) -> None:
        self.line = line
        self.store = store or Store()
        self.clock = clock or PhoneClock()
        self.app = 1
        self.last: Mapping[str, Any] = {}
        self._new_id = new_id

    @property
    def device(self) -> str | None:
        found: str | None = self.store.get("device")
        return found

    def register(self, login: str, label: str = "Phone") -> None:
        """Take the phone into use by a person's login, or get it a new token."""
        body = {"label": label, "app": self.app, "device": self.device}
        status, answer = self.line("POST", "/mobile/v1/devices", body, login)
        if status != CREATED:
            raise LineError(f"not registered: {status} {answer}")
        self.store.put(id=answer["id"], device=answer["device"], token=answer["token"])

    def do(
        self,
        type: str,  # noqa: A002 - the protocol's own word
        visit_id: int | None = None,
        data: Mapping[str, Any] | None = None,
        base: int | None = None,
    ) -> Kept:
        """Record that something was done; it is safe as soon as this returns."""
        stream = "device" if visit_id is None else f"visit:{visit_id}"
        return self.store.record(
            stream,
            {
                "id": self._new_id(),
                "type": type,
                "base": base,
                "at": self.clock.now().isoformat(),
                "mono_ms": self.clock.mono_ms(),
                "boot": self.clock.boot,
                "data": dict(data or {}),
            },
        )

    def sync(self, limit: int = BATCH) -> bool:
        """Exchange once; return whether it should go on at once.

        Raises
        ------
        LineError
            No answer came, or none that says what became of the operations.
        """
        pending = self.store.pending(limit)
        status, answer = self.line(
            "POST", "/mobile/v1/sync", self._envelope(pending), self.store.get("token")
        )
        if status != OK:
            raise LineError(f"{status} {answer}")
        self.last = answer
        self.store.apply(answer, self.clock.now().timestamp())
        return bool(answer["more"]) or len(pending) == limit

    def rest(self, limit: int = BATCH) -> None:
        """Sync until there is nothing to say and nothing to hear."""
        while self.sync(limit) or self.store.pending(1):
            pass

    def _envelope(self, pending: list[Kept]) -> dict[str, Any]:
        return {
            "device": self.device,
            "app": self.app,
            "boot": self.clock.boot,
            "mono_ms": self.clock.mono_ms(),
            "now": self.clock.now().isoformat(),
            "cursor": self.store.get("cursor"),
            "ops": [kept.body for kept in pending],
        }

    def fates(self) -> list[str | None]:
        return [kept.fate for kept in self.store.ops()]
