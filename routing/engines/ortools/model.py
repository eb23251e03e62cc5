"""The problem as OR-Tools' routing model sees it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from ortools.constraint_solver import pywrapcp

from routing.engines.state.instance import Instance


@dataclass(frozen=True, slots=True)
class Model:
    """A routing model over `nodes` of the instance; vehicle `v` is shift `v`.

    Times count from `base`, as the solver wants none below zero.
    """

    instance: Instance
    nodes: tuple[int, ...]
    base: int
    routing: Any
    time: Any
    indices: tuple[int, ...]

    @property
    def index_of(self) -> dict[int, int]:
        return dict(zip(self.nodes, self.indices, strict=True))


def make_model(instance: Instance, nodes: tuple[int, ...]) -> Model:
    """Return times, costs, loads, hours and breaks; the visits are bound elsewhere."""
    count, shifts = len(nodes), len(instance.duties)
    starts = list(range(count, count + shifts))
    ends = list(range(count + shifts, count + 2 * shifts))
    manager = pywrapcp.RoutingIndexManager(count + 2 * shifts, shifts, starts, ends)
    routing = pywrapcp.RoutingModel(manager)
    stops = _stops(instance, nodes)
    base = min(duty.start for duty in instance.duties)
    work = np.array([instance.duration[node] for node in nodes] + [0] * 2 * shifts)
    time = _add_time(instance, routing, instance.seconds[:, stops][:, :, stops], work)
    indices = tuple(int(manager.NodeToIndex(at)) for at in range(count))
    model = Model(instance, nodes, base, routing, time, indices)
    _add_cost(model, instance.leg_cost[:, stops][:, :, stops])
    _add_load(model)
    service = [int(work[manager.IndexToNode(at)]) for at in range(routing.Size())]
    for shift in range(shifts):
        _add_hours(model, shift)
        _add_breaks(model, shift, service)
    return model


def _stops(instance: Instance, nodes: Sequence[int]) -> NDArray[np.int64]:
    """Return the place of everything in the model: visits, starts, ends."""
    starts = [duty.start_place for duty in instance.duties]
    ends = [duty.end_place for duty in instance.duties]
    return np.array([*(instance.place[node] for node in nodes), *starts, *ends])


def _add_time(
    instance: Instance, routing: Any, legs: NDArray[np.int64], work: NDArray[np.int64]
) -> Any:
    """Add time, one registered matrix per profile: callbacks cost half the speed."""
    base = min(duty.start for duty in instance.duties)
    horizon = max(duty.hard_end for duty in instance.duties) - base
    transits = [
        routing.RegisterTransitMatrix((each + work[:, None]).tolist()) for each in legs
    ]
    by_shift = [transits[duty.profile] for duty in instance.duties]
    starts_at_zero = False
    routing.AddDimensionWithVehicleTransits(
        by_shift, horizon, horizon, starts_at_zero, "time"
    )
    time = routing.GetDimensionOrDie("time")
    if instance.policy.waiting_second:
        time.SetSlackCostCoefficientForAllVehicles(instance.policy.waiting_second)
    return time


def _add_cost(model: Model, legs: NDArray[np.int64]) -> None:
    """Price the legs; what a visit costs on a shift is added to the way there."""
    instance, routing = model.instance, model.routing
    extra = instance.extra[list(model.nodes)]
    plain = not extra.any()
    if plain:
        shared = [routing.RegisterTransitMatrix(each.tolist()) for each in legs]
    else:
        shared = []
    for shift, duty in enumerate(instance.duties):
        if plain:
            evaluator = shared[duty.profile]
        else:
            own = legs[duty.profile].copy()
            own[:, : len(model.nodes)] += extra[None, :, shift]
            evaluator = routing.RegisterTransitMatrix(own.tolist())
        routing.SetArcCostEvaluatorOfVehicle(evaluator, shift)
        routing.SetFixedCostOfVehicle(instance.policy.shift_used, shift)


def _add_load(model: Model) -> None:
    instance, routing = model.instance, model.routing
    for dimension in range(instance.load.shape[1]):
        loads = [int(instance.load[node, dimension]) for node in model.nodes]
        total = sum(loads)
        vector = routing.RegisterUnaryTransitVector(
            loads + [0] * 2 * len(instance.duties)
        )
        room = [min(int(each), total) for each in instance.room[:, dimension]]
        name = f"load {dimension}"
        starts_empty = True
        routing.AddDimensionWithVehicleCapacity(vector, 0, room, starts_empty, name)


def _add_hours(model: Model, shift: int) -> None:
    duty, policy = model.instance.duties[shift], model.instance.policy
    start, end = model.routing.Start(shift), model.routing.End(shift)
    early, late = duty.start - model.base, duty.hard_end - model.base
    model.time.CumulVar(start).SetRange(early, late)
    model.time.CumulVar(end).SetRange(early, late)
    if policy.overtime_second:
        soft_end = duty.soft_end - model.base
        model.time.SetCumulVarSoftUpperBound(end, soft_end, policy.overtime_second)
    model.time.SetSpanCostCoefficientForVehicle(policy.work_second, shift)
    model.routing.AddVariableMinimizedByFinalizer(model.time.CumulVar(end))


def _add_breaks(model: Model, shift: int, service: list[int]) -> None:
    solver, optional = model.routing.solver(), False
    intervals = [
        solver.FixedDurationIntervalVar(
            earliest - model.base,
            latest_end - length - model.base,
            length,
            optional,
            f"break {shift}/{number}",
        )
        for number, (earliest, latest_end, length) in enumerate(
            model.instance.duties[shift].breaks
        )
    ]
    if intervals:
        model.time.SetBreakIntervalsOfVehicle(intervals, shift, service)
