"""The look-ups and the walls that revision 0004 builds."""

from migrations.walls import OWN, gate_function, protect

#: The store that brought an order may go on describing it; its owner plans it.
_MINE = (
    "owner_organisation_id IN (SELECT actor_organisation_ids()) "
    "OR brought_by_organisation_id IN (SELECT actor_organisation_ids())"
)
VISIBLE = "project_id IN (SELECT visible_project_ids())"
CHANGEABLE = "project_id IN (SELECT changeable_project_ids())"


def walls() -> list[str]:
    statements = gate_function(
        "visible_project_ids()",
        "SETOF bigint",
        "SELECT project_id FROM project_grants "
        "WHERE organisation_id IN (SELECT actor_organisation_ids())",
    )
    statements += gate_function(
        "changeable_project_ids()",
        "SETOF bigint",
        f"SELECT id FROM projects WHERE {_MINE}",
    )
    statements += protect(
        "projects",
        read=f"{_MINE} OR id IN (SELECT visible_project_ids())",
        write=_MINE,
    )
    statements += protect(
        "project_grants",
        read=f"{VISIBLE} OR {CHANGEABLE}",
        write=CHANGEABLE,
    )
    described = f"{OWN} OR {CHANGEABLE}"
    for table in ("sites", "project_lines", "equipment"):
        statements += protect(table, read=f"{described} OR {VISIBLE}", write=described)
    for table in ("work_orders", "work_order_lines", "work_order_dependencies"):
        statements += protect(table, read=f"{OWN} OR {VISIBLE}", write=OWN)
    for table in ("imports", "import_rows"):
        statements += protect(table, read=OWN, write=OWN)
    return statements
