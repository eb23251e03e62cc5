"""What a refusal means for an operation: a person judges it, or it is turned down."""

from typing import Any, Final, Self

import structlog
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from app.core.errors import (
    Fault,
    InvalidError,
    NotFoundError,
    PaigongError,
    UnavailableError,
)
from app.visits.actions.operations.pieces import Verdict
from app.visits.models import Operation
from app.visits.states import Fate

NOT_YOURS: Final = "not_yours"
#: As long as the log's column.
LONGEST: Final = 2000
FOREIGN_ID: Final = Verdict(
    Fate.REJECTED, "id_taken", "This id is in use; give the operation a new one."
)
OTHER_BODY: Final = Verdict(
    Fate.REJECTED, "body_differs", "This id was sent before with another content."
)
SEQUENCE_TAKEN: Final = Verdict(
    Fate.REJECTED,
    "sequence_taken",
    "Another operation has this number in its stream; a dispatcher sees both.",
)
#: They stop the batch: all of it is sent again.
OUTAGES: Final = (UnavailableError, OperationalError, PoolTimeout)
_log = structlog.get_logger("paigong.operations")


def held(next_seq: int) -> Verdict:
    return Verdict(Fate.HELD, "gap", f"It waits for number {next_seq} of its stream.")


def of_row(row: Operation) -> Verdict:
    """Say again what became of an operation."""
    faults = [Fault(**each) for each in row.faults or ()]
    return Verdict(row.fate, row.code, row.detail, faults, row.version)


def faults_of(verdict: Verdict) -> list[dict[str, str]] | None:
    return [
        {"pointer": each.pointer, "code": each.code, "detail": each.detail}
        for each in verdict.faults
    ] or None


class Trial:
    """Ends in a verdict whatever goes wrong in it: one operation stops no others.

    An outage is no verdict, and goes on.
    """

    def __init__(self, device_id: int, stream: str) -> None:
        self._place = (device_id, stream)
        self.verdict: Verdict | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: object, error: BaseException | None, __: object) -> bool:
        if isinstance(error, OUTAGES) or not isinstance(error, Exception):
            return False
        if isinstance(error, PaigongError):
            self.verdict = _of_refusal(error, *self._place)
        else:
            self.verdict = _of_fault(error)
        return True


def _of_refusal(error: PaigongError, device_id: int, stream: str) -> Verdict:
    if isinstance(error, NotFoundError):
        _log.warning("foreign_operation", device=device_id, stream=stream)
        return Verdict(Fate.REJECTED, NOT_YOURS, "This visit is not yours.")
    fate = Fate.REJECTED if isinstance(error, InvalidError) else Fate.PARKED
    return Verdict(fate, error.code, error.detail[:LONGEST], error.faults)


def _of_fault(error: Exception) -> Verdict:
    """Park what we failed at ourselves."""
    _log.error("operation_failed", error=type(error).__name__, exc_info=error)
    return Verdict(
        Fate.PARKED,
        "internal",
        "Something went wrong on our side; a person looks at it.",
    )


def shown(verdict: Verdict, fate: str) -> dict[str, Any]:
    """Write a verdict as phones read it, its fate under the name that is asked for."""
    every = {
        fate: verdict.fate.value,
        "version": verdict.version,
        "code": verdict.code,
        "detail": verdict.detail,
        "errors": faults_of(verdict),
    }
    return {name: value for name, value in every.items() if value is not None}
