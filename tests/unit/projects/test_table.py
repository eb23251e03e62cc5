import csv
import io
import zipfile
from contextlib import suppress
from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from app.projects.errors import UnreadableError
from app.projects.rules.table import (
    MOST_BYTES,
    MOST_CELLS,
    MOST_CHARACTERS,
    MOST_COLUMNS,
    MOST_COUNTED,
    MOST_MEMBERS,
    MOST_ROWS,
    MOST_TAGS,
    Cell,
    read_table,
)

TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff"),
    max_size=20,
)


def code_of(data: bytes) -> str:
    with pytest.raises(UnreadableError) as refusal:
        read_table(data)
    [fault] = refusal.value.faults
    assert fault.pointer == "/file"
    assert fault.detail
    return fault.code


def book_of(*rows: list[Any]) -> bytes:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def texts(data: bytes) -> list[tuple[str, ...]]:
    return [tuple(cell.text for cell in row.cells) for row in read_table(data).rows]


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_in_words(data: bytes) -> None:
    with suppress(UnreadableError):
        assert read_table(data).header


@given(st.binary(max_size=400))
def test_any_bytes_that_claim_to_be_a_workbook_are_refused(data: bytes) -> None:
    assert code_of(b"PK\x03\x04" + data) == "not_xlsx"


@given(st.integers(0, 5000), st.binary(min_size=1, max_size=8))
def test_a_damaged_workbook_is_read_or_refused(at: int, damage: bytes) -> None:
    data = bytearray(book_of(["a", "b"], [1, 2]))
    data[at : at + len(damage)] = damage
    with suppress(UnreadableError):
        assert read_table(bytes(data)).header


@given(
    st.lists(st.lists(TEXT, min_size=2, max_size=2), max_size=5),
    st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]),
)
def test_a_csv_comes_back_as_it_was_written(
    rows: list[list[str]], encoding: str
) -> None:
    file = io.StringIO(newline="")
    csv.writer(file).writerows([["编号", "地址"], *rows])

    table = read_table(file.getvalue().encode(encoding))

    assert table.header == ("编号", "地址")
    filled = [tuple(row) for row in rows if any(text.strip() for text in row)]
    assert [tuple(c.text for c in row.cells) for row in table.rows] == filled


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_the_one_of_the_header(separator: str) -> None:
    line = separator.join
    data = "\n".join([line(["a", "b"]), line(["1", "x.y"])]).encode()

    assert texts(data) == [("1", "x.y")]


def test_rows_keep_their_numbers_when_others_are_empty() -> None:
    assert [row.number for row in read_table(b"a\n\n1\n,\n2\n").rows] == [3, 5]
    book = book_of(["a"], [None], [1], [], [2])
    assert [row.number for row in read_table(book).rows] == [3, 5]


def test_values_of_a_workbook_become_plain_text() -> None:
    data = book_of(
        ["a"],
        [2.0],
        [2.5],
        [datetime(2026, 12, 31)],  # noqa: DTZ001 - a sheet's dates have no zone
        [datetime(2026, 12, 31, 8, 30)],  # noqa: DTZ001 - likewise
        [date(2026, 1, 2)],
        [time(8, 30)],
        [True],
        ["上海"],
        [1e21],
        [None, "x"],
    )

    assert [cells[0] for cells in texts(data)] == [
        "2",
        "2.5",
        "2026-12-31",
        "2026-12-31T08:30:00",
        "2026-01-02",
        "08:30:00",
        "True",
        "上海",
        "1000000000000000000000",
        "",
    ]


def test_a_formula_is_kept_as_written_and_marked() -> None:
    [row] = read_table(book_of(["a", "b"], ["=1+1", "x"])).rows

    assert row.cells == (Cell("=1+1", is_formula=True), Cell("x"))


def test_control_characters_are_dropped() -> None:
    assert texts(b"a\nx\x00\x07y") == [("xy",)]


def test_an_unclosed_quotation_mark_does_not_hide_the_end_of_a_huge_file() -> None:
    assert code_of(b'a\n"' + b"x" * 200_000) == "not_csv"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\n\na,b", "empty"),
        (b"\xff\xff\xff", "encoding"),
        (b"a" * (MOST_BYTES + 1), "too_large"),
        (b"a\n" + b"1\n" * (MOST_ROWS + 1), "too_many_rows"),
        (b"," * MOST_COLUMNS + b"a", "too_many_columns"),
        (b"a\n" + b"x" * (MOST_CHARACTERS + 1), "too_long"),
    ],
)
def test_what_is_too_much_or_nothing_is_refused(data: bytes, code: str) -> None:
    assert code_of(data) == code


def test_a_workbook_of_exactly_the_most_rows_is_read() -> None:
    assert len(read_table(b"a\n" + b"1\n" * MOST_ROWS).rows) == MOST_ROWS


def test_a_workbook_that_skips_to_a_far_row_is_refused_without_counting_to_it() -> None:
    far = altered(book_of(["a"], ["1"]), b'r="2"', b'r="10000000"')
    assert code_of(far) == "too_many_rows"
    assert code_of(b"a\n1" + b"\n" * MOST_COUNTED) == "too_many_rows"


def test_an_archive_that_unpacks_to_too_much_is_refused_unread() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(31):
            archive.writestr(f"{number}.xml", b" " * 1024 * 1024)

    assert len(file.getvalue()) < MOST_BYTES
    assert code_of(file.getvalue()) == "too_large"


def altered(data: bytes, old: bytes, new: bytes) -> bytes:
    """Write something else into the parts of a workbook."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as plain,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as other,
    ):
        for name in plain.namelist():
            other.writestr(name, plain.read(name).replace(old, new))
    return file.getvalue()


def test_empty_cells_far_to_the_right_are_read_for_a_few_rows_only() -> None:
    rows = [["x"] for _ in range(MOST_CELLS // 16_384 + 1)]
    wide = altered(book_of(["a"], *rows), b"</row>", b'<c r="XFD1"/></row>')
    assert code_of(wide) == "too_many_columns"
    few = altered(book_of(["a"], ["x"]), b"</row>", b'<c r="XFD1"/></row>')
    assert texts(few) == [("x",)]


def test_a_row_of_more_cells_than_a_sheet_can_need_is_refused_unread() -> None:
    cells = b"<c/>" * (MOST_TAGS + 1)
    full = altered(book_of(["a"], ["x"]), b"</row>", cells + b"</row>")
    assert len(full) < MOST_BYTES
    assert code_of(full) == "too_large"


def test_an_archive_of_too_many_members_is_refused_unread() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number in range(MOST_MEMBERS + 1):
            archive.writestr(str(number), b"")

    assert code_of(file.getvalue()) == "too_large"
