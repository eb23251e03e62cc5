"""Which rows each figure counts, when each of them was, and its part and whole."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import BigInteger, ColumnElement, case, cast, func, select

from app.catalogue.states import WorkKind
from app.kpi.definitions import TOLERANCE_SECONDS, Figure
from app.visits.models import Visit
from app.visits.states import FailureReason, VisitState
from app.work_orders.models import WorkOrder
from app.work_orders.states import WorkOrderState

_WASTED: Final = (
    FailureReason.NOT_READY,
    FailureReason.CUSTOMER_ABSENT,
    FailureReason.NO_ACCESS,
    FailureReason.MISSING_GOODS,
    FailureReason.MISSING_KIT,
)
_VERIFIED: Final = (WorkOrderState.VERIFIED, WorkOrderState.CLOSED)
_ENDED: Final = (*_VERIFIED, WorkOrderState.WORK_DONE, WorkOrderState.CANNOT_COMPLETE)
#: When the last of an order's visits ended.
_LAST_WORK: Final = (
    select(func.max(Visit.work_ended_at))
    .where(Visit.work_order_id == WorkOrder.id)
    .scalar_subquery()
)
_ONE: Final = cast(1, BigInteger)


@dataclass(frozen=True, slots=True)
class Counted:
    """What a figure counts: rows of `entity`, when, and the two sums."""

    entity: type[Visit] | type[WorkOrder]
    at: ColumnElement[datetime | None]
    part: ColumnElement[int]
    whole: ColumnElement[int]
    conditions: tuple[ColumnElement[bool], ...]


def _one_if(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return case((condition, 1), else_=0)


def _seconds(begin: Any, end: Any) -> ColumnElement[int]:
    return cast(func.round(func.extract("epoch", end - begin)), BigInteger)


def _arrivals(tolerance: timedelta) -> Counted:
    kept = Visit.arrived_at.between(
        Visit.promise_start - tolerance, Visit.promise_end + tolerance
    )
    return Counted(
        Visit,
        Visit.arrived_at.expression,
        _one_if(kept),
        _ONE,
        (Visit.promise_start.is_not(None), Visit.promise_end.is_not(None)),
    )


def _first_time_fix() -> Counted:
    fixed = WorkOrder.state != WorkOrderState.CANNOT_COMPLETE
    return Counted(
        WorkOrder,
        _LAST_WORK,
        _one_if(fixed),
        _ONE,
        (WorkOrder.state.in_(_ENDED), WorkOrder.follow_up_of_id.is_(None)),
    )


def _passed_at_once() -> Counted:
    at_once = WorkOrder.waiver.is_(None) & (WorkOrder.times_sent_back == 0)
    return Counted(
        WorkOrder,
        WorkOrder.verified_at.expression,
        _one_if(at_once),
        _ONE,
        (
            WorkOrder.kind == WorkKind.COMMISSIONING,
            WorkOrder.state.in_(_VERIFIED),
        ),
    )


def _travel() -> Counted:
    driven = _seconds(Visit.departed_at, Visit.arrived_at)
    worked = _seconds(Visit.work_started_at, Visit.work_ended_at)
    return Counted(
        Visit,
        Visit.work_ended_at.expression,
        driven,
        driven + worked,
        (
            Visit.arrived_at >= Visit.departed_at,
            Visit.work_ended_at >= Visit.work_started_at,
        ),
    )


def _wasted() -> Counted:
    return Counted(
        Visit,
        Visit.work_ended_at.expression,
        _one_if((Visit.state == VisitState.FAILED) & Visit.failure_reason.in_(_WASTED)),
        _ONE,
        (Visit.state.in_((VisitState.DONE, VisitState.FAILED)),),
    )


def _bias() -> Counted:
    worked = _seconds(Visit.work_started_at, Visit.work_ended_at)
    return Counted(
        Visit,
        Visit.work_ended_at.expression,
        worked - Visit.duration_seconds,
        _ONE,
        (
            Visit.state == VisitState.DONE,
            Visit.work_ended_at >= Visit.work_started_at,
        ),
    )


COUNTED: Final[dict[Figure, Callable[[], Counted]]] = {
    Figure.FIRST_TIME_FIX: _first_time_fix,
    Figure.ON_TIME_ARRIVAL: lambda: _arrivals(timedelta(seconds=TOLERANCE_SECONDS)),
    Figure.PROMISE_CALIBRATION: lambda: _arrivals(timedelta(0)),
    Figure.TRAVEL_RATIO: _travel,
    Figure.WASTED_TRIPS: _wasted,
    Figure.COMMISSIONING_YIELD: _passed_at_once,
    Figure.DURATION_BIAS: _bias,
}
