"""Reads on visits, crews and what bears on an assignment."""

from app.visits.queries.around import visits_after, visits_beside, visits_for
from app.visits.queries.audience import Audience
from app.visits.queries.completeness import (
    Completeness,
    completeness_of,
    order_with_evidence,
)
from app.visits.queries.crews import (
    Overlap,
    Roster,
    lock_technicians,
    members,
    overlaps,
)
from app.visits.queries.demands import demand_of, neighbours_of, work_of
from app.visits.queries.details import VisitDetail, detail, details
from app.visits.queries.evidence import (
    evidence_of,
    evidence_of_operation,
    evidence_of_order,
    evidence_page,
    steps_of,
)
from app.visits.queries.execution import had_visit, visit_on_site
from app.visits.queries.orders import (
    lines_of,
    order_of,
    orders_of,
    site_of,
    stretches_of,
)
from app.visits.queries.readiness import hindrances
from app.visits.queries.rows import (
    VisitFilter,
    assignments_of,
    readable_visit,
    user_ids_of_order,
    visit_for_change,
    visits,
    visits_by_id,
    visits_of_orders,
    visits_to_plan,
    visits_to_refit,
)

__all__ = [
    "Audience",
    "Completeness",
    "Overlap",
    "Roster",
    "VisitDetail",
    "VisitFilter",
    "assignments_of",
    "completeness_of",
    "demand_of",
    "detail",
    "details",
    "evidence_of",
    "evidence_of_operation",
    "evidence_of_order",
    "evidence_page",
    "had_visit",
    "hindrances",
    "lines_of",
    "lock_technicians",
    "members",
    "neighbours_of",
    "order_of",
    "order_with_evidence",
    "orders_of",
    "overlaps",
    "readable_visit",
    "site_of",
    "steps_of",
    "stretches_of",
    "user_ids_of_order",
    "visit_for_change",
    "visit_on_site",
    "visits",
    "visits_after",
    "visits_beside",
    "visits_by_id",
    "visits_for",
    "visits_of_orders",
    "visits_to_plan",
    "visits_to_refit",
    "work_of",
]
