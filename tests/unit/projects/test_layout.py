import pytest

from app.projects.errors import UnreadableError
from app.projects.rules.layout import ORDERS, TECHNICIANS, records
from app.projects.rules.table import Cell, Row, Table

REQUIRED = (
    "external_reference",
    "project_name",
    "customer_name",
    "customer_phone",
    "address",
    "brand",
    "model",
    "quantity",
)


def table(header: tuple[str, ...], *rows: tuple[str, ...]) -> Table:
    return Table(
        header,
        tuple(Row(n, tuple(map(Cell, cells))) for n, cells in enumerate(rows, 2)),
    )


def refused(of: Table) -> dict[str, str]:
    with pytest.raises(UnreadableError) as refusal:
        records(of, ORDERS)
    return {fault.code: fault.detail for fault in refusal.value.faults}


def test_values_are_named_by_column_and_trimmed() -> None:
    [record] = records(table(REQUIRED, (" SO-1 ", "House")), ORDERS)

    assert record.number == 2
    assert record.values == {"external_reference": "SO-1", "project_name": "House"}


def test_chinese_titles_and_other_spellings_are_understood() -> None:
    titles = (
        "订单号*",
        "项目名称",
        "客户名称",
        "客户电话",
        "安装地址",
        "品牌",
        "型号",
        "数量",
        "Site Name",
        "CONTACT_PHONE",
    )
    [record] = records(table(titles, tuple("0123456789")), ORDERS)

    assert record.values["external_reference"] == "0"
    assert record.values["address"] == "4"
    assert record.values["site_name"] == "8"
    assert record.values["contact_phone"] == "9"


def test_every_alias_leads_to_a_column() -> None:
    for layout in (ORDERS, TECHNICIANS):
        assert set(layout.aliases.values()) <= set(layout.columns)
        assert set(layout.required) <= set(layout.columns)


def test_a_header_is_refused_with_all_its_faults() -> None:
    header = (*REQUIRED[1:], "model", "qantity", "Ω")

    faults = refused(table(header, ("x",) * len(header)))

    assert faults["missing_column"] == "Add the column external_reference."
    assert faults["double_column"] == "Keep only one of the columns model."
    assert "take it away" in faults["unknown_column"]


def test_a_misspelt_title_is_told_the_right_one() -> None:
    assert (
        "write quantity"
        in refused(table((*REQUIRED[:-1], "qantity")))["unknown_column"]
    )


@pytest.mark.parametrize("header", [REQUIRED, (*REQUIRED, "")])
def test_values_beyond_the_titles_are_refused(header: tuple[str, ...]) -> None:
    beyond = table(header, ("x",) * (len(REQUIRED) + 1))

    assert refused(beyond) == {"untitled": "Row 2 has values beyond the titles."}


def test_an_empty_column_without_a_title_does_no_harm() -> None:
    [record] = records(table((*REQUIRED, ""), ("x",)), ORDERS)

    assert record.values == {"external_reference": "x"}


def test_a_formula_is_a_fault_of_its_cell() -> None:
    row = Row(2, (Cell("x"), Cell("=1", is_formula=True)))
    [record] = records(Table(REQUIRED, (row,)), ORDERS)

    assert [(f.column, f.code) for f in record.faults] == [("project_name", "formula")]
