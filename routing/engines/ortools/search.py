"""Guided local search of the routing model, from a plan and back to a plan."""

from typing import Any, Final

from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from routing.engines.base import Control
from routing.engines.ortools.held import bind_visits, held_visits, nodes_in_play
from routing.engines.ortools.model import Model, make_model
from routing.engines.state.instance import Nodes
from routing.engines.state.plan import Plan
from routing.engines.state.report import from_routes

_FAST_ENOUGH: Final = 10
"""Seconds for one large neighbour: at the usual 0.1 s a large plan is not read."""

_LONGEST: Final = 1_000_000


class Search:
    """One run of the solver; it never returns a plan that costs more."""

    def __init__(self, plan: Plan, control: Control) -> None:
        held = held_visits(plan)
        self.plan, self.control = plan, control
        self.model: Model = make_model(plan.instance, nodes_in_play(plan, held))
        bind_visits(self.model, plan, held)
        self.offset: int | None = None
        self.notes: list[str] = []
        count = sum(1 for visit in held if plan.planned(visit))
        if count:
            self.notes.append(f"ortools left {count} tied or committed visits in place")

    def run(self) -> Plan:
        """Return the best plan found before `control` says stop."""
        routing, parameters = self.model.routing, self._parameters()
        routing.AddAtSolutionCallback(self._note_solution)
        solver = routing.solver()
        routing.AddSearchMonitor(solver.CustomLimit(self._stop))
        routing.CloseModelWithParameters(parameters)
        # Without a first solution of its own it would search from nothing.
        ignore_inactive = True
        first = routing.ReadAssignmentFromRoutes(self._routes(), ignore_inactive)
        found = first and routing.SolveFromAssignmentWithParameters(first, parameters)
        if found:
            return self._better(self._read(found))
        if self.control.stop() is None:
            self.notes.append("ortools could not take up the first plan")
        return self.plan

    def _stop(self) -> bool:
        """Count one more step of the solver, and tell whether it was the last."""
        self.control.iterations += 1
        return self.control.stop() is not None

    def _better(self, routes: dict[int, Nodes]) -> Plan:
        plan = from_routes(self.plan.instance, routes)
        return plan if plan and plan.cost < self.plan.cost else self.plan

    def _parameters(self) -> Any:
        parameters = pywrapcp.DefaultRoutingSearchParameters()
        metaheuristics = routing_enums_pb2.LocalSearchMetaheuristic
        parameters.local_search_metaheuristic = metaheuristics.GUIDED_LOCAL_SEARCH
        seconds = min(_LONGEST, max(0.0, self.control.remaining))
        parameters.time_limit.FromNanoseconds(int(seconds * 1e9))
        parameters.lns_time_limit.FromSeconds(_FAST_ENOUGH)
        return parameters

    def _routes(self) -> list[list[int]]:
        index_of = self.model.index_of
        return [[index_of[node] for node in nodes] for nodes in self.plan.routes]

    def _read(self, found: Any) -> dict[int, Nodes]:
        routing = self.model.routing
        node_of = dict(zip(self.model.indices, self.model.nodes, strict=True))
        routes: dict[int, Nodes] = {}
        for shift in range(len(self.plan.routes)):
            nodes, index = [], found.Value(routing.NextVar(routing.Start(shift)))
            while not routing.IsEnd(index):
                nodes.append(node_of[index])
                index = found.Value(routing.NextVar(index))
            if nodes:
                routes[shift] = tuple(nodes)
        return routes

    def _note_solution(self) -> None:
        """Report it, at the cost that our own books give it."""
        routing = self.model.routing
        cost = routing.CostVar().Max()
        if self.offset is None:
            self.offset = self.plan.cost - cost
            return
        left_out = sum(
            1 for index in self.model.indices if routing.NextVar(index).Value() == index
        )
        missing = self.plan.instance.size - len(self.model.nodes)
        self.control.tell(cost + self.offset, left_out + missing)
