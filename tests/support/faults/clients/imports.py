"""A client that imports files: good orders, broken rows, and orders it sent before."""

import csv
import io
from collections.abc import Iterator
from itertools import count
from typing import Any

from tests.support.faults.caller import Payload
from tests.support.faults.clients.desk import Desk

COLUMNS = (
    "external_reference",
    "project_name",
    "customer_name",
    "customer_phone",
    "site_name",
    "address",
    "lat",
    "lon",
    "brand",
    "model",
    "quantity",
)
BOUNDARY = "paigong-soak-boundary"
NEW_ORDERS = (3, 8)
OLD_ORDERS = 2
BROKEN = 0.3
AT_ONCE = 3

Row = dict[str, Any]


def import_files(desk: Desk) -> Iterator[None]:
    sent: list[list[Row]] = []
    under_way: list[int] = []
    for number in count(1):
        while len(under_way) >= AT_ONCE:
            desk.linger()
            if _is_done(desk, under_way[0]):
                del under_way[0]
            yield
        new = [
            _rows(desk, f"{desk.name}/{number}.{n}")
            for n in range(1, desk.random.randint(*NEW_ORDERS) + 1)
        ]
        again = desk.random.sample(sent, min(OLD_ORDERS, len(sent)))
        broken = [_broken(desk)] if desk.random.random() < BROKEN else []
        rows = [row for order in [*new, *again] for row in order]
        payload = _file(f"{desk.name}-{number}.csv", [*rows, *broken])
        shown = desk.act("import.show", "/imports", payload)
        sent += new
        yield
        path = f"/imports/{shown.body['id']}/commit"
        desk.act("import.commit", path, {}, rows=rows, broken=len(broken))
        under_way.append(shown.body["id"])
        yield


def _is_done(desk: Desk, import_id: int) -> bool:
    return bool(desk.get(f"/imports/{import_id}")["state"] == "committed")


def _rows(desk: Desk, reference: str) -> list[Row]:
    """Write one order: a row for each model wanted at its only site."""
    site = desk.site(desk.random.choice(desk.world.places), 1)
    return [
        {
            "external_reference": reference,
            "project_name": f"Import {reference}",
            "customer_name": "Soak",
            "customer_phone": "13800138000",
            "site_name": site["name"],
            "address": site["address"],
            **site["point"],
            **line,
        }
        for line in site["lines"]
    ]


def _broken(desk: Desk) -> Row:
    [row, *_] = _rows(desk, f"{desk.name}/broken")
    return row | {"model": "NO-SUCH-MODEL"}


def _file(name: str, rows: list[Row]) -> Payload:
    table = io.StringIO(newline="")
    writer = csv.DictWriter(table, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    parts = [
        _part('name="kind"', "projects"),
        _part(f'name="file"; filename="{name}"', table.getvalue()),
    ]
    content = "".join([*parts, f"--{BOUNDARY}--\r\n"]).encode()
    return Payload(content, f"multipart/form-data; boundary={BOUNDARY}")


def _part(what: str, content: str) -> str:
    return (
        f"--{BOUNDARY}\r\nContent-Disposition: form-data; {what}\r\n\r\n{content}\r\n"
    )
