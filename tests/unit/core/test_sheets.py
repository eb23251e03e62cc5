"""No text of a sheet is taken for a formula, and numbers stay numbers."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from app.core.sheets import FORMULA, MARK, cell, csv_of


@pytest.mark.parametrize("sign", FORMULA)
def test_a_text_that_begins_like_a_formula_begins_with_an_apostrophe(sign: str) -> None:
    assert cell(f"{sign}1+1") == f"'{sign}1+1"


def test_other_texts_and_numbers_are_as_they_are() -> None:
    for value in ("1+1", "A-1", "", 0, -5, Decimal("-1.50"), None):
        assert cell(value) is value


def test_times_are_written_as_text() -> None:
    assert cell(date(2026, 11, 23)) == "2026-11-23"
    assert cell(datetime(2026, 11, 23, 8, tzinfo=UTC)) == "2026-11-23T08:00:00+00:00"


def test_a_sheet_has_a_mark_a_header_and_quoted_texts() -> None:
    sheet = csv_of(["name", "count"], [["沪西, 一", 2], ["=1", -3]])
    assert sheet == f'{MARK}name,count\r\n"沪西, 一",2\r\n\'=1,-3\r\n'
