"""What the slots refuse is impossible; what a plan says of itself is so."""

from collections.abc import Iterator

from hypothesis import HealthCheck, given, settings

from routing import Problem, check, solve
from routing.engines.construct.insertion import places_of
from routing.engines.state.instance import compile_problem
from routing.engines.state.plan import Plan
from routing.engines.state.report import report, resume
from routing.engines.state.slots import Slots
from tests.unit.routing.problems import problems

COMMON = settings(deadline=None, suppress_health_check=list(HealthCheck))


def half_planned(asked: Problem) -> Plan:
    """Return the first plan with every second loose visit taken out again."""
    plan = resume(
        compile_problem(asked), solve(asked, engine="construct", iterations=0)
    )
    assert plan is not None
    loose = [
        visit
        for visit in range(0, len(asked.visits), 2)
        if plan.planned(visit) and visit not in plan.instance.couplings.coupled
    ]
    change = plan.removed(loose)
    if change is not None:
        plan.apply(change)
    return plan


def possible(plan: Plan, visit: int) -> Iterator[tuple[int, int]]:
    """Yield every place where an insertion works out, found by trying them all."""
    instance, (node,) = plan.instance, plan.instance.visit_nodes[visit]
    for shift, nodes in enumerate(plan.routes):
        load = plan.used[shift] + instance.load[node]
        if instance.fits[node, shift] and (load <= instance.room[shift]).all():
            for at in range(int(plan.heads[shift]), len(nodes) + 1):
                if plan.inserted(visit, [(shift, at)]) is not None:
                    yield shift, at


@settings(COMMON, max_examples=12)
@given(asked=problems())
def test_every_possible_place_is_offered(asked: Problem) -> None:
    plan = half_planned(asked)
    slots = Slots(plan)
    for visit in plan.unassigned():
        nodes = plan.instance.visit_nodes[visit]
        tied = visit in plan.instance.couplings.coupled
        if not tied and plan.instance.position[nodes[0]] is None:
            offered = {places[0] for _, places in places_of(plan, slots, visit)}
            assert set(possible(plan, visit)) <= offered


@settings(COMMON, max_examples=12)
@given(asked=problems())
def test_a_plan_taken_apart_and_restored_is_the_same(asked: Problem) -> None:
    plan = half_planned(asked)
    assert check(asked, report(plan, engine="")) == ()
    before, slots = report(plan, engine=""), Slots(plan)
    saved = plan.snapshot()
    for visit in plan.unassigned():
        for _, places in places_of(plan, slots, visit):
            change = plan.inserted(visit, places)
            if change is not None:
                plan.apply(change)
                slots.refresh(list(change.timings))
                break
    assert check(asked, report(plan, engine="")) == ()
    plan.restore(saved)
    assert report(plan, engine="") == before
