from collections.abc import Iterator

from routing.check.case import Case, Violation
from routing.check.disruption import moved
from routing.model import Route, Rule


def cost(case: Case) -> Iterator[Violation]:
    """The cost and its components are what the routes cost."""
    right = components(case)
    given = case.solution.components
    for name in sorted({*right, *given}):
        if right.get(name, 0) != given.get(name, 0):
            detail = f"{name} is {right.get(name, 0)}, not {given.get(name, 0)}"
            yield Violation(Rule.COST, detail)
    if sum(right.values()) != case.solution.cost:
        detail = f"the cost is {sum(right.values())}, not {case.solution.cost}"
        yield Violation(Rule.COST, detail)


def components(case: Case) -> dict[str, int]:
    """Return what the solution costs by component, computed from its stops alone."""
    policy = case.book.problem.policy
    left_out = {each.visit for each in case.solution.unassigned} & set(case.book.visits)
    return {
        "travel": sum(_travel(case, route) for route in case.routes),
        "work": sum(policy.work_second * (r.end - r.start) for r in case.routes),
        "waiting": sum(_waiting(case, route) for route in case.routes),
        "overtime": sum(_overtime(case, route) for route in case.routes),
        "lateness": sum(_lateness(case)),
        "shifts": policy.shift_used * len(case.routes),
        "preference": policy.unpreferred * sum(_unpreferred(case)),
        "disruption": policy.disruption.price * len(moved(case)),
        "unassigned": sum(policy.penalty(case.book.visits[n]) for n in left_out),
    }


def _travel(case: Case, route: Route) -> int:
    policy = case.book.problem.policy
    return sum(
        policy.travel_second * leg.seconds
        + (policy.travel_kilometre * leg.metres + 500) // 1000
        for leg in case.drives(route)
    )


def _waiting(case: Case, route: Route) -> int:
    idle = 0
    for leg in case.drives(route):
        rest = sum(
            max(0, min(b.end, leg.starts) - max(b.start, leg.leaves))
            for b in route.breaks
        )
        idle += leg.starts - leg.leaves - rest - leg.seconds
    return case.book.problem.policy.waiting_second * idle


def _overtime(case: Case, route: Route) -> int:
    shift = case.book.shifts[route.shift]
    return case.book.problem.policy.overtime_second * max(0, route.end - shift.end.time)


def _lateness(case: Case) -> Iterator[int]:
    for stops in case.crews.values():
        due = stops[0].visit.due
        if due is not None:
            late = max(0, max(each.stop.end for each in stops) - due.time)
            yield late * due.cost_per_second


def _unpreferred(case: Case) -> Iterator[bool]:
    for each in case.planned:
        wished = each.visit.preferred_shifts
        yield bool(wished) and each.shift.id not in wished
