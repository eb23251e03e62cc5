"""What stops a visit on a shift that could take it if less were planned."""

from collections.abc import Iterator

from routing.check import Case, Violation, rule_breaks
from routing.engines.state.instance import Instance, Nodes
from routing.engines.state.plan import Plan
from routing.engines.state.report import report, route_of
from routing.explain.codes import Code
from routing.explain.trial import Trials
from routing.model import Rule, Solution

_LINKS = frozenset(
    {
        Rule.LINK_LAG,
        Rule.LINK_SAME_START,
        Rule.LINK_SAME_TECHNICIAN,
        Rule.LINK_DIFFERENT_TECHNICIAN,
        Rule.LINK_SAME_DAY,
        Rule.DISRUPTION,
    }
)


def crowded(plan: Plan, trials: Trials, visit: int, shift: int) -> tuple[Code, str]:
    """Return what breaks when `visit` is put at its shortest detour on `shift`."""
    instance = plan.instance
    for node in instance.visit_nodes[visit]:
        if instance.fits[node, shift]:
            nodes = with_shortest_detour(plan, shift, plan.routes[shift], node)
            against = trials.breaks(shift, nodes)
            room = next((each for each in against if each.rule not in _LINKS), None)
            if room is not None:
                return Code.NO_ROOM, f"no gap is long enough: {_spelt(room)}"
            if against:
                return Code(against[0].rule.value), _spelt(against[0])
            tied = _among_others(plan, trials, shift, nodes)
            if tied is not None:
                return tied
    return Code.NO_COMMON_TIME, "what it is tied to leaves no common time"


def _spelt(violation: Violation) -> str:
    return f"{violation.visit or violation.shift} {violation.detail}"


def with_shortest_detour(plan: Plan, shift: int, nodes: Nodes, node: int) -> Nodes:
    """Return `nodes` with one more where it adds least driving, after pinned ones."""
    head = int(plan.heads[shift])
    at = min(
        range(head, len(nodes) + 1),
        key=lambda position: _detour(plan.instance, shift, nodes, node, position),
    )
    return (*nodes[:at], node, *nodes[at:])


def _detour(
    instance: Instance, shift: int, nodes: Nodes, node: int, position: int
) -> int:
    duty = instance.duties[shift]
    places = [instance.place[each] for each in nodes]
    stops = [duty.start_place, *places, duty.end_place]
    before, here, after = stops[position], instance.place[node], stops[position + 1]
    seconds = duty.seconds
    return seconds[before][here] + seconds[here][after] - seconds[before][after]


def _among_others(
    plan: Plan, trials: Trials, shift: int, nodes: Nodes
) -> tuple[Code, str] | None:
    """Return the tie that breaks when the route stands among all others."""
    timing = trials.timed(shift, nodes)
    if timing is None:
        return None
    name = plan.instance.problem.shifts[shift].id
    others = tuple(r for r in report(plan, engine="").routes if r.shift != name)
    routes = (*others, route_of(plan.instance, shift, nodes, timing))
    case = Case(trials.book, Solution(0, {}, routes))
    return next(_ties(case), None)


def _ties(case: Case) -> Iterator[tuple[Code, str]]:
    for violation in rule_breaks(case):
        if violation.rule in _LINKS:
            yield Code(violation.rule.value), violation.detail
