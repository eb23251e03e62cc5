"""The look-ups and the walls of revision 0007: a brand sees its own models only.

A brand's grant opens a project; of what is in there, it lets through the lines of the
brand's models, the places that want them, and the work and visits that handle them.
"""

from migrations.project_walls import CHANGEABLE, VISIBLE
from migrations.visit_walls import VISIBLE_VISITS, VISITS_OF_PEOPLE
from migrations.walls import OWN, gate_function, reread

WHOLE = "project_id IN (SELECT whole_project_ids())"
DESCRIBED = f"{OWN} OR {CHANGEABLE}"

_GRANTED = (
    "FROM project_grants g "
    "WHERE g.organisation_id IN (SELECT actor_organisation_ids()) AND g.role"
)
#: Of projects granted to the actor's brands, the rows of a table with those models.
_BRANDED = """
SELECT l.{column}
FROM project_grants g
JOIN {rows} r ON r.project_id = g.project_id
JOIN {lines} l ON l.{column} = r.id
JOIN catalogue_models m
  ON m.id = l.model_id AND m.owner_organisation_id = g.organisation_id
WHERE g.role = 'brand' AND g.organisation_id IN (SELECT actor_organisation_ids())
"""
_OWN_MODELS = (
    "SELECT id FROM catalogue_models "
    "WHERE owner_organisation_id IN (SELECT actor_organisation_ids())"
)
_VISITS = f"""{VISITS_OF_PEOPLE}UNION ALL
SELECT v.id FROM visits v WHERE v.{WHOLE}
UNION ALL
SELECT v.id FROM visits v WHERE v.work_order_id IN (SELECT branded_work_order_ids())
"""

FUNCTIONS = (
    "branded_work_order_ids()",
    "branded_site_ids()",
    "own_model_ids()",
    "whole_project_ids()",
)


def walls() -> list[str]:
    orders = _BRANDED.format(
        rows="work_orders", lines="work_order_lines", column="work_order_id"
    )
    sites = _BRANDED.format(rows="sites", lines="project_lines", column="site_id")
    ids = "SETOF bigint"
    branded = "IN (SELECT branded_work_order_ids())"
    lines = f"{WHOLE} OR ({VISIBLE} AND model_id IN (SELECT own_model_ids()))"
    return [
        *gate_function(
            "whole_project_ids()", ids, f"SELECT g.project_id {_GRANTED} <> 'brand'"
        ),
        *gate_function("own_model_ids()", ids, _OWN_MODELS),
        *gate_function("branded_site_ids()", ids, sites),
        *gate_function("branded_work_order_ids()", ids, orders),
        *gate_function("visible_visit_ids()", ids, _VISITS),
        reread("sites", f"{DESCRIBED} OR {WHOLE} OR id IN (SELECT branded_site_ids())"),
        reread("project_lines", f"{DESCRIBED} OR {lines}"),
        reread("equipment", f"{DESCRIBED} OR {lines}"),
        reread("work_orders", f"{OWN} OR {WHOLE} OR id {branded}"),
        reread("work_order_lines", f"{OWN} OR {lines}"),
        reread(
            "work_order_dependencies",
            f"{OWN} OR {WHOLE} OR (from_id {branded} AND to_id {branded})",
        ),
    ]


def former_walls() -> list[str]:
    """Return what makes the walls those of revisions 0004 and 0005 again."""
    described = [
        reread(table, f"{DESCRIBED} OR {VISIBLE}")
        for table in ("sites", "project_lines", "equipment")
    ]
    worked = [
        reread(table, f"{OWN} OR {VISIBLE}")
        for table in ("work_orders", "work_order_lines", "work_order_dependencies")
    ]
    visits = gate_function("visible_visit_ids()", "SETOF bigint", VISIBLE_VISITS)
    return [*described, *worked, *visits]
