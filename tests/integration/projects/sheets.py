"""Sheets of orders as a person makes them, and what comes of them."""

import io
from typing import Any

from openpyxl import Workbook

from app.projects.actions.import_file import carry_out
from app.projects.rules.layout import ORDERS
from tests.factories.market import NEARBY
from tests.factories.network import Person

Cells = dict[str, Any]


def row(number: int, **changes: Any) -> Cells:
    return {
        "external_reference": f"SO-{number}",
        "project_name": f"House {number}",
        "customer_name": "Zhang San",
        "customer_phone": "13800138000",
        "address": "200 Renmin Avenue",
        "lat": NEARBY[0],
        "lon": NEARBY[1],
        "brand": "polar-one",
        "model": "VRF-1",
        "quantity": 2,
        **changes,
    }


def sheet(*rows: Cells) -> bytes:
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(list(ORDERS.columns))
    for each in rows:
        page.append([each.get(column) for column in ORDERS.columns])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def show(person: Person, data: bytes, name: str = "orders.xlsx") -> Any:
    return person.client.post(
        "/api/v1/imports",
        data={"kind": "projects", "file": (io.BytesIO(data), name)},
        headers={"Authorization": f"Bearer {person.token}"},
    )


def faults_of(person: Person, import_id: int) -> dict[int, list[tuple[str, str]]]:
    rows = person.ask("GET", f"/imports/{import_id}/rows?limit=200").json["items"]
    return {
        each["number"]: [(fault["column"], fault["code"]) for fault in each["faults"]]
        for each in rows
        if each["faults"]
    }


def take_in(person: Person, import_id: int) -> Any:
    asked = person.ask("POST", f"/imports/{import_id}/commit")
    assert asked.status_code == 202, asked.text
    carry_out(import_id)
    return person.ask("GET", f"/imports/{import_id}").json


def count(person: Person) -> int:
    return len(person.ask("GET", "/projects?limit=200").json["items"])
