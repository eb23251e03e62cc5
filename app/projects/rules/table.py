"""A sheet's bytes as rows of text. Whatever the bytes are, the answer is in words."""

import csv
import io
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final

import openpyxl

from app.core.errors import Fault
from app.projects.errors import UnreadableError

MOST_BYTES: Final = 10 * 1024 * 1024
MOST_UNPACKED: Final = 30 * 1024 * 1024
MOST_MEMBERS: Final = 2000
MOST_ROWS: Final = 5000
#: Empty rows count here too: a workbook may name a row ten million below the last.
MOST_COUNTED: Final = 2 * MOST_ROWS + 100
MOST_COLUMNS: Final = 100
#: The library fills each row up to its last cell, which may be the 16384th.
MOST_CELLS: Final = 2 * MOST_ROWS * MOST_COLUMNS
#: A full sheet is written with as many: two tags a cell, and their ends.
MOST_TAGS: Final = 4 * MOST_ROWS * MOST_COLUMNS + 500_000
MOST_CHARACTERS: Final = 4000
ZIP: Final = b"PK\x03\x04"
#: Besides these two, whatever is no character of a text is dropped from a cell.
SPACES: Final = frozenset("\n\t")
#: The oldest encoding comes last, as it reads almost anything as something.
ENCODINGS: Final = ("utf-8-sig", "gb18030")
SEPARATORS: Final = ",;\t"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text; a formula is kept as it is written, and never worked out."""

    text: str
    is_formula: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """`number` is the row's in the sheet, where the header is row 1."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    header: tuple[str, ...]
    rows: tuple[Row, ...]


def read_table(data: bytes) -> Table:
    """Read a CSV (UTF-8 or GB 18030) or an XLSX file, or say why it cannot be."""
    if len(data) > MOST_BYTES:
        raise unreadable("too_large", "Split the file: 10 MB is the most.")
    rows = _workbook_rows(data) if data.startswith(ZIP) else _text_rows(data)
    filled = list(_filled(rows))
    if not filled or filled[0].number != 1:
        raise unreadable("empty", "Put the names of the columns into the first row.")
    header = tuple(cell.text.strip() for cell in filled[0].cells)
    return Table(header, tuple(filled[1:]))


def unreadable(code: str, remedy: str) -> UnreadableError:
    fault = Fault("/file", code, remedy)
    return UnreadableError(f"Nothing was read from the file. {remedy}", faults=[fault])


def _filled(rows: Iterable[tuple[int, tuple[Cell, ...]]]) -> Iterator[Row]:
    """Leave out rows with nothing in them; refuse a sheet that is too long."""
    for number, cells in rows:
        if number > MOST_COUNTED:
            remedy = f"Delete the empty rows; {MOST_ROWS} rows are the most."
            raise unreadable("too_many_rows", remedy)
        if not any(cell.text.strip() for cell in cells):
            continue
        if number > MOST_ROWS + 1:
            remedy = f"Split the file: {MOST_ROWS} rows are the most."
            raise unreadable("too_many_rows", remedy)
        if len(cells) > MOST_COLUMNS:
            remedy = f"Take columns away: {MOST_COLUMNS} are the most."
            raise unreadable("too_many_columns", remedy)
        if any(len(cell.text) > MOST_CHARACTERS for cell in cells):
            remedy = f"Shorten a text in row {number}: {MOST_CHARACTERS} characters."
            raise unreadable("too_long", remedy)
        yield Row(number, cells)


def _text_rows(data: bytes) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    text = _decoded(data)
    first = text.partition("\n")[0]
    separator = max(SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for number, fields in enumerate(reader, 1):
            yield number, tuple(Cell(_clean(field)) for field in fields)
    except csv.Error:
        remedy = "Save it again as CSV: a quotation mark is left open, or alike."
        raise unreadable("not_csv", remedy) from None


def _decoded(data: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise unreadable("encoding", "Save it as CSV in UTF-8, or as XLSX.")


def _workbook_rows(data: bytes) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    try:
        _require_modest(data)
        with warnings.catch_warnings():
            # Styles and extensions that the library does not know do not matter here.
            warnings.simplefilter("ignore")
            yield from _sheet_rows(data)
    except UnreadableError:
        raise
    except Exception:  # noqa: BLE001 - the library meets arbitrary bytes here
        remedy = "Save it again as XLSX, without a password, or as CSV in UTF-8."
        raise unreadable("not_xlsx", remedy) from None


def _require_modest(data: bytes) -> None:
    """Refuse an archive that would unpack to more than a sheet can need."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = archive.infolist()
        unpacked = sum(member.file_size for member in members)
        is_modest = len(members) <= MOST_MEMBERS and unpacked <= MOST_UNPACKED
        # Each tag becomes an object many times its size.
        if is_modest and sum(archive.read(m).count(b"<") for m in members) <= MOST_TAGS:
            return
    raise unreadable("too_large", "Copy the rows into a new, plain workbook.")


def _sheet_rows(data: bytes) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    # `data_only` stays off: then a formula comes as its text, not as what some other
    # program once made of it.
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
    try:
        sheet: Any = book.worksheets[0]
        sheet.reset_dimensions()
        read = 0
        for number, cells in enumerate(sheet.iter_rows(), 1):
            read += len(cells)
            if read > MOST_CELLS:
                remedy = f"Delete empty cells: {MOST_COLUMNS} columns are the most."
                raise unreadable("too_many_columns", remedy)
            yield number, _trimmed(cells)
    finally:
        book.close()


def _trimmed(cells: tuple[Any, ...]) -> tuple[Cell, ...]:
    """Read the cells up to the last that holds something."""
    last = max((at for at, c in enumerate(cells, 1) if c.value is not None), default=0)
    return tuple(
        Cell(_text_of(cell.value), is_formula=cell.data_type == "f")
        for cell in cells[: min(last, MOST_COLUMNS + 1)]
    )


def _text_of(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _clean(str(value))


def _clean(text: str) -> str:
    """Drop what no database or page can show: control characters and half letters."""
    if text.isprintable():
        return text
    return "".join(
        letter
        for letter in text
        if letter in SPACES or (ord(letter) >= ord(" ") and not _is_half(letter))
    )


def _is_half(letter: str) -> bool:
    return "\ud800" <= letter <= "\udfff"
