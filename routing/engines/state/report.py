"""From a plan to a solution, and back."""

from collections.abc import Sequence
from itertools import pairwise

from routing.engines.state.duty import Duty
from routing.engines.state.instance import Instance, Nodes
from routing.engines.state.plan import Plan
from routing.engines.state.timing import Timing, idle
from routing.model import Rest, Route, Solution, Stop, StoppedBy, Unassigned


def report(
    plan: Plan,
    *,
    engine: str,
    seed: int = 0,
    iterations: int = 0,
    stopped_by: StoppedBy = StoppedBy.FINISHED,
    notes: tuple[str, ...] = (),
) -> Solution:
    """Return `plan` in the words of the model."""
    instance = plan.instance
    return Solution(
        cost=plan.cost,
        components=components(plan),
        routes=tuple(
            route_of(instance, shift, plan.routes[shift], timing)
            for shift, timing in enumerate(plan.timings)
            if timing is not None
        ),
        unassigned=tuple(
            Unassigned(instance.visits[visit].id) for visit in plan.unassigned()
        ),
        engine=engine,
        seed=seed,
        iterations=iterations,
        stopped_by=stopped_by,
        notes=notes,
    )


def components(plan: Plan) -> dict[str, int]:
    """Return the cost of `plan` by component."""
    instance, policy = plan.instance, plan.instance.policy
    used = [(s, plan.routes[s], t) for s, t in enumerate(plan.timings) if t is not None]
    return {
        "travel": sum(_sum_legs(instance, s, nodes, cost=True) for s, nodes, _ in used),
        "work": policy.work_second * sum(t.end - t.departure for _, _, t in used),
        "waiting": policy.waiting_second
        * sum(
            idle(instance, nodes, t, _sum_legs(instance, s, nodes, cost=False))
            for s, nodes, t in used
        ),
        "overtime": policy.overtime_second
        * sum(max(0, t.end - instance.duties[s].soft_end) for s, _, t in used),
        "lateness": sum(
            instance.due[node][1]
            * max(0, start + instance.duration[node] - instance.due[node][0])
            for _, nodes, t in used
            for node, start in zip(nodes, t.starts, strict=True)
        ),
        "shifts": policy.shift_used * len(used),
        "preference": sum(
            int(instance.extra[node, s]) for s, nodes, _ in used for node in nodes
        ),
        "disruption": policy.disruption.price * len(plan.moved),
        "unassigned": sum(instance.penalty[visit] for visit in plan.unassigned()),
    }


def resume(instance: Instance, solution: Solution) -> Plan | None:
    """Return the plan with the sequences of `solution`, times made anew.

    Nothing when they cannot be timed: the earliest times of routes that wait for each
    other are searched for, not proven to be missing.

    Visits that no longer fit their sequence are left out, last ones first.
    """
    wanted = {
        instance.shift_index[route.shift]: tuple(
            instance.visit_nodes[instance.visit_index[stop.visit]][stop.seat]
            for stop in route.stops
        )
        for route in solution.routes
    }
    return from_routes(instance, wanted)


def from_routes(instance: Instance, wanted: dict[int, Nodes]) -> Plan | None:
    """Return a plan with the routes `wanted`, which must keep the rules of seats."""
    plan = Plan(instance)
    visits = {instance.visit_of[node] for nodes in wanted.values() for node in nodes}
    gains = -sum(instance.penalty[visit] for visit in visits)
    change = plan.change(wanted, gains=gains)
    if change is None:
        return None
    plan.apply(change)
    return plan


def _sum_legs(instance: Instance, shift: int, nodes: Nodes, *, cost: bool) -> int:
    duty = instance.duties[shift]
    matrix = duty.leg_cost if cost else duty.seconds
    places = [instance.place[node] for node in nodes]
    stops = [duty.start_place, *places, duty.end_place]
    return sum(matrix[a][b] for a, b in pairwise(stops))


def route_of(instance: Instance, shift: int, nodes: Nodes, timing: Timing) -> Route:
    """Return one route in the words of the model."""
    duty = instance.duties[shift]
    stops: list[Stop] = []
    here, leaves = duty.start_place, timing.departure
    for node, start in zip(nodes, timing.starts, strict=True):
        there, end = instance.place[node], start + instance.duration[node]
        stops.append(
            Stop(
                visit=instance.visits[instance.visit_of[node]].id,
                seat=instance.seat_of[node],
                arrival=_arrival(duty, (here, there), leaves, timing.rests),
                start=start,
                end=end,
            )
        )
        here, leaves = there, end
    return Route(
        shift=instance.problem.shifts[shift].id,
        stops=tuple(stops),
        start=timing.departure,
        end=timing.end,
        breaks=tuple(Rest(since, until) for since, until in timing.rests),
    )


def _arrival(
    duty: Duty, leg: tuple[int, int], leaves: int, rests: Sequence[tuple[int, int]]
) -> int:
    """Return the arrival of a drive that pauses for the breaks on its way."""
    drive = duty.seconds[leg[0]][leg[1]]
    for since, until in rests:
        if since >= leaves:
            if leaves + drive <= since:
                break
            drive -= since - leaves
            leaves = until
    return leaves + drive
