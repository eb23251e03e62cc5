from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from app.core.actor import SYSTEM, Role, acting_as
from app.core.clock import today
from app.core.database import session
from app.organisations.queries import organisation_by_code
from app.projects.actions.judge import judge
from app.projects.rules.intake import Desk
from app.projects.states import ImportKind, RowOutcome
from app.sample.breakages import COLUMN_OF, Breakage
from app.sample.load import ZONE, load_demo
from app.sample.network import PLATFORM, Login
from app.sample.sheet import sample_rows, write_sheet

COUNTS = {
    "organisations": 8,
    "users": 6,
    "brands": 3,
    "catalogue_models": 40,
    "commissioning_templates": 40,
    "territories": 2,
    "technicians": 24,
    "projects": 45,
    "work_orders": 135,
}


def counted() -> dict[str, int]:
    with acting_as(SYSTEM):
        found = {
            table: session().scalar(text(f"SELECT count(*) FROM {table}"))  # noqa: S608 - names above
            for table in COUNTS
        }
        session().rollback()
    return found


def test_the_demonstration_is_loaded_once_and_every_role_signs_in(
    demonstration: list[Login], client: FlaskClient
) -> None:
    assert counted() == COUNTS
    assert load_demo() == demonstration
    assert counted() == COUNTS
    assert {login.role for login in demonstration} == set(Role)
    for login in demonstration:
        answer = client.post(
            "/api/v1/session", json={"email": login.email, "password": login.password}
        )
        assert answer.status_code == 201, answer.text
        assert answer.json is not None
        assert [o["role"] for o in answer.json["organisations"]] == [login.role]


def test_a_loader_that_dies_half_way_leaves_nothing(
    app_context: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert app_context

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("app.sample.load.create_project", die)
    with pytest.raises(KeyboardInterrupt):
        load_demo()
    assert set(counted().values()) == {0}


@pytest.mark.usefixtures("demonstration")
def test_the_import_names_each_broken_row_of_the_sample_sheet_and_no_other(
    tmp_path: Path,
) -> None:
    rows = sample_rows(200, 7, today(ZONE))
    path = tmp_path / "orders.xlsx"
    write_sheet(path, rows)
    with acting_as(SYSTEM):
        platform = organisation_by_code(PLATFORM)
        assert platform is not None
        desk = Desk(planner_id=platform.id)
        judged = judge(ImportKind.PROJECTS, path.read_bytes(), desk)
        session().rollback()
    twins = {
        row.values["external_reference"]
        for row in rows
        if row.breakage is Breakage.CONTRADICTION
    }
    for row, said in zip(rows, judged, strict=True):
        columns = {fault.column for fault in said.faults}
        if row.breakage is not None:
            assert said.outcome is RowOutcome.BAD, row
            assert COLUMN_OF[row.breakage] in columns, (row, said.faults)
            assert all(fault.detail and fault.remedy for fault in said.faults)
        elif row.values["external_reference"] in twins:
            assert [fault.code for fault in said.faults] == ["held_back"]
        else:
            assert said.outcome is RowOutcome.GOOD, said.faults
