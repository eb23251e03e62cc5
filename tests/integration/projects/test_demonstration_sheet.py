from datetime import date
from pathlib import Path

from flask import Flask
from sqlalchemy import select, text

from app.core.actor import SYSTEM, acting_as
from app.core.database import session
from app.projects.models import Import, ImportRow
from app.projects.states import RowOutcome
from app.sample.breakages import COLUMN_OF, Breakage
from app.sample.sheet import sample_rows
from tests.support.console import Paigong

FIRST_DAY = date(2027, 3, 1)


def counted(table: str) -> int:
    with acting_as(SYSTEM):
        return int(session().scalar(text(f"SELECT count(*) FROM {table}")) or 0)  # noqa: S608 - a literal name


def last_import() -> tuple[Import, dict[int, ImportRow]]:
    with acting_as(SYSTEM):
        shown = session().scalars(select(Import).order_by(Import.id.desc())).first()
        assert shown is not None
        rows = session().scalars(
            select(ImportRow).where(ImportRow.import_id == shown.id)
        )
        return shown, {row.number: row for row in rows}


def test_of_the_demonstrations_sheet_the_good_rows_go_in_once(
    app_context: Flask, paigong: Paigong, tmp_path: Path
) -> None:
    assert app_context
    file = tmp_path / "orders.xlsx"
    day = FIRST_DAY.isoformat()
    words = ("--count", "200", "--seed", "7", "--first-day", day, "-o", file)
    assert paigong("demo", "load").exit_code == 0
    assert paigong("demo", "orders", *words).exit_code == 0
    before = counted("projects")
    broken = {
        number: row.breakage
        for number, row in enumerate(sample_rows(200, 7, FIRST_DAY), 2)
        if row.breakage
    }
    assert set(broken.values()) == set(Breakage)

    first = paigong("import", "orders", file)
    shown, rows = last_import()
    added = counted("projects") - before
    second = paigong("import", "orders", file)

    assert (first.exit_code, second.exit_code) == (1, 1)
    bad = {n: row for n, row in rows.items() if row.outcome is RowOutcome.BAD}
    held_back = {n for n, row in bad.items() if row.faults[0]["code"] == "held_back"}
    assert set(bad) - held_back == set(broken)
    for number, breakage in broken.items():
        columns = {fault["column"] for fault in bad[number].faults}
        assert columns == {COLUMN_OF[breakage]}, (number, breakage)
        assert all(fault["remedy"] for fault in bad[number].faults)
        assert f"{bad[number].faults[0]['remedy'][:20]}" in first.output
    assert shown.rows_total == 200
    assert shown.rows_added == 200 - len(bad)
    good = {row.values["external_reference"] for n, row in rows.items() if n not in bad}
    assert added == len(good)
    assert counted("projects") == before + added
    assert f"{200 - len(bad)} known, 0 added, {len(bad)} bad" in second.output
