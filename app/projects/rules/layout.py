"""Which columns a sheet has, under which names."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from app.core.errors import Fault
from app.projects.errors import UnreadableError
from app.projects.rules.table import Row, Table
from app.technicians.rules.rows import COLUMNS as TECHNICIAN_COLUMNS
from app.technicians.rules.rows import REQUIRED as TECHNICIAN_REQUIRED


@dataclass(frozen=True, slots=True)
class CellFault:
    """What is wrong in which column of a row, and what to do about it."""

    column: str
    code: str
    detail: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Record:
    """A row's texts by column, and the formulas that stood in place of texts."""

    number: int
    values: Mapping[str, str]
    faults: tuple[CellFault, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    columns: tuple[str, ...]
    required: tuple[str, ...]
    aliases: Mapping[str, str] = field(default_factory=dict)

    def column_of(self, title: str) -> str | None:
        """Recognise a column by its name, however it is spaced, or by an alias."""
        plain = "_".join(title.casefold().replace("*", " ").split())
        return plain if plain in self.columns else self.aliases.get(plain)


ORDERS: Final = Layout(
    columns=(
        "external_reference",
        "project_name",
        "customer_name",
        "customer_phone",
        "customer_email",
        "site_name",
        "address",
        "lat",
        "lon",
        "datum",
        "contact_name",
        "contact_phone",
        "brand",
        "model",
        "quantity",
        "priority",
        "earliest",
        "due",
        "note",
    ),
    required=(
        "external_reference",
        "project_name",
        "customer_name",
        "customer_phone",
        "address",
        "brand",
        "model",
        "quantity",
    ),
    aliases={
        "订单号": "external_reference",
        "外部单号": "external_reference",
        "外部编号": "external_reference",
        "项目名称": "project_name",
        "项目": "project_name",
        "客户": "customer_name",
        "客户名称": "customer_name",
        "客户姓名": "customer_name",
        "客户电话": "customer_phone",
        "客户手机": "customer_phone",
        "客户邮箱": "customer_email",
        "现场": "site_name",
        "现场名称": "site_name",
        "站点": "site_name",
        "地址": "address",
        "安装地址": "address",
        "纬度": "lat",
        "经度": "lon",
        "坐标系": "datum",
        "联系人": "contact_name",
        "联系电话": "contact_phone",
        "联系人电话": "contact_phone",
        "品牌": "brand",
        "型号": "model",
        "数量": "quantity",
        "优先级": "priority",
        "最早日期": "earliest",
        "最早": "earliest",
        "截止日期": "due",
        "期限": "due",
        "备注": "note",
    },
)

TECHNICIANS: Final = Layout(
    columns=TECHNICIAN_COLUMNS,
    required=TECHNICIAN_REQUIRED,
    aliases={
        "姓名": "name",
        "手机": "phone",
        "电话": "phone",
        "区域": "territory",
        "纬度": "home_lat",
        "经度": "home_lon",
        "技能": "skills",
    },
)


def records(table: Table, layout: Layout) -> list[Record]:
    """Name each row's texts by column; refuse a header that cannot be followed."""
    columns = _columns(table, layout)
    return [_record(row, columns) for row in table.rows]


def _columns(table: Table, layout: Layout) -> list[str | None]:
    columns = [layout.column_of(title) for title in table.header]
    faults = [
        *_unknown(table, columns, layout),
        *_double(columns),
        *_missing(columns, layout),
        *_untitled(table),
    ]
    if faults:
        raise UnreadableError(
            "The first row does not name the columns as it should.", faults=faults
        )
    return columns


def _unknown(table: Table, columns: list[str | None], layout: Layout) -> list[Fault]:
    return [
        Fault("/file", "unknown_column", f"No column is called {title!r}; {hint}.")
        for title, column in zip(table.header, columns, strict=True)
        if title and column is None and (hint := _hint(title, layout))
    ]


def _hint(title: str, layout: Layout) -> str:
    known = [*layout.columns, *layout.aliases]
    close = difflib.get_close_matches(title.casefold(), known, n=1)
    return f"write {close[0]}, or take it away" if close else "take it away"


def _double(columns: list[str | None]) -> list[Fault]:
    return [
        Fault("/file", "double_column", f"Keep only one of the columns {column}.")
        for column in sorted({c for c in columns if c and columns.count(c) > 1})
    ]


def _missing(columns: list[str | None], layout: Layout) -> list[Fault]:
    return [
        Fault("/file", "missing_column", f"Add the column {column}.")
        for column in layout.required
        if column not in columns
    ]


def _untitled(table: Table) -> list[Fault]:
    """Refuse values whose column has no title: nobody could say what they mean."""
    return [
        Fault("/file", "untitled", f"Row {row.number} has values beyond the titles.")
        for row in table.rows
        if any(
            cell.text.strip()
            for at, cell in enumerate(row.cells)
            if at >= len(table.header) or not table.header[at]
        )
    ][:1]


def _record(row: Row, columns: list[str | None]) -> Record:
    named = [(c, cell) for c, cell in zip(columns, row.cells, strict=False) if c]
    return Record(
        row.number,
        {column: cell.text.strip() for column, cell in named if cell.text.strip()},
        tuple(_formula(column) for column, cell in named if cell.is_formula),
    )


def _formula(column: str) -> CellFault:
    return CellFault(
        column,
        "formula",
        "The cell holds a formula, which is not worked out here.",
        "Put the value itself into the cell.",
    )
