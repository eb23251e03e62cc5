"""`paigong export`: projects, work orders and visits as CSV or XLSX."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import click
from openpyxl import Workbook
from sqlalchemy import ColumnElement, Select, func, literal, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from app.catalogue.models import Brand, CatalogueModel
from app.cli.context import app_context
from app.cli.problem import ConsoleError
from app.core.database import session
from app.core.sheets import cell
from app.organisations.queries import organisation_by_code
from app.projects.models import Project, ProjectLine, Site
from app.technicians.models import Technician, Territory
from app.visits.models import Assignment, Visit
from app.work_orders.models import WorkOrder

AT_ONCE: Final = 500
SUFFIXES: Final = (".csv", ".xlsx")

Column = tuple[str, ColumnElement[Any]]
Rows = Iterable[Sequence[Any]]


class What(StrEnum):
    PROJECTS = "projects"
    WORK_ORDERS = "work-orders"
    VISITS = "visits"


@click.command()
@click.argument("what", type=click.Choice([each.value for each in What]))
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="The file to write; its ending, .csv or .xlsx, decides the form.",
)
@click.option("--organisation", metavar="CODE", help="Only what this one plans.")
def export(what: str, output: Path, organisation: str | None) -> None:
    """Write projects (a row for each site and model), work-orders or visits.

    Texts that a spreadsheet would take for a formula begin with an apostrophe.
    """
    if output.suffix.lower() not in SUFFIXES:
        raise click.BadParameter("End the file's name with .csv or .xlsx.")
    with app_context():
        columns, statement = _QUERIES[What(what)]()
        if organisation is not None:
            owner = {
                What.PROJECTS: Project.owner_organisation_id,
                What.WORK_ORDERS: WorkOrder.owner_organisation_id,
                What.VISITS: Visit.owner_organisation_id,
            }[What(what)]
            statement = statement.where(owner == _organisation_id(organisation))
        count = _write(output, [name for name, _ in columns], _rows(statement))
    click.echo(f"{count} rows in {output}.")


def _organisation_id(code: str) -> int:
    found = organisation_by_code(code)
    if found is None:
        raise ConsoleError(
            f"No organisation has the code {code!r}.", "Check its spelling."
        )
    return found.id


def _projects() -> tuple[list[Column], Select[Any]]:
    columns: list[Column] = [
        ("reference", Project.reference.expression),
        ("external_reference", Project.external_reference.expression),
        ("project_name", Project.name.expression),
        ("state", Project.state.expression),
        ("customer_name", Project.customer_name.expression),
        ("customer_phone", Project.customer_phone.expression),
        ("customer_email", Project.customer_email.expression),
        ("site_name", Site.name.expression),
        ("address", Site.address.expression),
        ("lat", Site.lat.expression),
        ("lon", Site.lon.expression),
        ("territory", Territory.code.expression),
        ("contact_name", Site.contact_name.expression),
        ("contact_phone", Site.contact_phone.expression),
        ("brand", Brand.code.expression),
        ("model", CatalogueModel.code.expression),
        ("quantity", ProjectLine.quantity.expression),
        ("priority", Project.priority.expression),
        ("earliest", Project.earliest.expression),
        ("due", Project.due.expression),
        ("note", Project.note.expression),
        ("created_at", Project.created_at.expression),
    ]
    statement = (
        select(*(column for _, column in columns))
        .select_from(Project)
        .join(Site, Site.project_id == Project.id)
        .join(Territory, Territory.id == Site.territory_id)
        .join(ProjectLine, ProjectLine.site_id == Site.id)
        .join(CatalogueModel, CatalogueModel.id == ProjectLine.model_id)
        .join(Brand, Brand.id == CatalogueModel.brand_id)
        .order_by(Project.id, Site.id, CatalogueModel.id)
    )
    return columns, statement


def _work_orders() -> tuple[list[Column], Select[Any]]:
    columns: list[Column] = [
        ("reference", WorkOrder.reference.expression),
        ("project", Project.reference.expression),
        ("project_name", Project.name.expression),
        ("site_name", Site.name.expression),
        ("territory", Territory.code.expression),
        ("kind", WorkOrder.kind.expression),
        ("state", WorkOrder.state.expression),
        ("duration_seconds", WorkOrder.duration_seconds.expression),
        ("crew_size", WorkOrder.crew_size.expression),
        ("priority", WorkOrder.priority.expression),
        ("earliest", WorkOrder.earliest.expression),
        ("due", WorkOrder.due.expression),
    ]
    statement = (
        select(*(column for _, column in columns))
        .select_from(WorkOrder)
        .join(Project, Project.id == WorkOrder.project_id)
        .join(Site, Site.id == WorkOrder.site_id)
        .join(Territory, Territory.id == WorkOrder.territory_id)
        .order_by(WorkOrder.id)
    )
    return columns, statement


def _visits() -> tuple[list[Column], Select[Any]]:
    crew = (
        select(
            func.string_agg(
                Technician.name, aggregate_order_by(literal("; "), Assignment.seat)
            )
        )
        .join(Assignment, Assignment.technician_id == Technician.id)
        .where(Assignment.visit_id == Visit.id)
        .scalar_subquery()
    )
    columns: list[Column] = [
        ("work_order", WorkOrder.reference.expression),
        ("part", Visit.part.expression),
        ("parts", Visit.parts.expression),
        ("kind", WorkOrder.kind.expression),
        ("project_name", Project.name.expression),
        ("site_name", Site.name.expression),
        ("territory", Territory.code.expression),
        ("state", Visit.state.expression),
        ("starts_at", Visit.starts_at.expression),
        ("ends_at", Visit.ends_at.expression),
        ("crew", crew),
    ]
    statement = (
        select(*(column for _, column in columns))
        .select_from(Visit)
        .join(WorkOrder, WorkOrder.id == Visit.work_order_id)
        .join(Project, Project.id == Visit.project_id)
        .join(Site, Site.id == WorkOrder.site_id)
        .join(Territory, Territory.id == Visit.territory_id)
        .order_by(Visit.starts_at, Visit.id)
    )
    return columns, statement


_QUERIES: Final = {
    What.PROJECTS: _projects,
    What.WORK_ORDERS: _work_orders,
    What.VISITS: _visits,
}


def _rows(statement: Select[Any]) -> Iterator[list[Any]]:
    found = session().execute(statement.execution_options(yield_per=AT_ONCE))
    for row in found:
        yield [cell(value) for value in row]


def _write(output: Path, header: list[str], rows: Rows) -> int:
    """Write the file whole or not at all."""
    draft = output.with_name(f".{output.name}.part")
    write = _write_csv if output.suffix.lower() == ".csv" else _write_workbook
    try:
        count = write(draft, header, rows)
        draft.replace(output)
    finally:
        draft.unlink(missing_ok=True)
    return count


def _write_csv(draft: Path, header: list[str], rows: Rows) -> int:
    count = 0
    # The mark at the front lets Excel read Chinese as UTF-8.
    with draft.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        for row in rows:
            writer.writerow(row)
            count += 1
    return count


def _write_workbook(draft: Path, header: list[str], rows: Rows) -> int:
    count = 0
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet("Export")
    sheet.append(header)
    for row in rows:
        sheet.append(row)
        count += 1
    book.save(draft)
    return count
