"""What the server can say, the pages can put into words of both languages."""

import re
from enum import StrEnum
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import app.factory
from app.catalogue.states import Category, WorkKind
from app.core.actor import Role
from app.dashboard import problems
from app.dispatch.rules.waves import Hindrance
from app.dispatch.states import ChangeKind
from app.kpi.definitions import Figure
from app.partners.states import OfferState
from app.projects.rules.layout import ORDERS, TECHNICIANS, Layout
from app.projects.states import (
    ImportKind,
    ImportState,
    Priority,
    ProjectState,
    RowOutcome,
)
from app.sales.states import LeadState, QuoteState
from app.visits.states import VisitState
from app.work_orders.states import WorkOrderState
from routing.explain.codes import Code

APP = Path(app.factory.__file__).parent
WORDS = APP / "frontend/src/shared/words"


@pytest.fixture(scope="module")
def chinese() -> Catalog:
    path = APP / "translations/zh/LC_MESSAGES/messages.po"
    return read_po(BytesIO(path.read_bytes()), locale="zh")


def keys_of(path: Path) -> set[str]:
    return set(re.findall(r"^  (\w+): ", path.read_text("utf-8"), re.MULTILINE))


@pytest.mark.parametrize(
    ("file", "vocabulary"),
    [
        ("visits.ts", VisitState),
        ("offers.ts", OfferState),
        ("work.ts", WorkOrderState),
        ("work.ts", WorkKind),
        ("figures.ts", Figure),
        ("sales.ts", LeadState),
        ("sales.ts", QuoteState),
        ("work.ts", Priority),
        ("projects.ts", ProjectState),
        ("imports.ts", ImportKind),
        ("imports.ts", ImportState),
        ("imports.ts", RowOutcome),
        ("plans.ts", ChangeKind),
        ("catalogue.ts", Category),
        ("roles.ts", Role),
        ("reasons.ts", Code),
        ("reasons.ts", Hindrance),
    ],
)
def test_each_value_of_a_vocabulary_has_its_word(
    file: str, vocabulary: type[StrEnum]
) -> None:
    assert {each.value for each in vocabulary} <= keys_of(WORDS / file)


@pytest.mark.parametrize("layout", [ORDERS, TECHNICIANS])
def test_each_column_of_a_sheet_has_its_word_and_is_in_the_template(
    layout: Layout,
) -> None:
    columns = set(layout.columns)
    assert columns <= keys_of(WORDS / "columns.ts")
    template = (APP / "frontend/src/imports/template.ts").read_text("utf-8")
    assert columns <= set(re.findall(r"^    (\w+): '", template, re.MULTILINE))


def test_each_sentence_of_the_server_has_a_chinese_translation(
    chinese: Catalog,
) -> None:
    ours = [each for each in APP.iterdir() if each.name not in {"frontend", "static"}]
    methods = [("**.py", "python"), ("**.html", "jinja2")]
    found = [
        message
        for folder in ours
        if folder.is_dir()
        for _, _, message, *_ in extract_from_dir(str(folder), methods)
    ]
    sentences = {each if isinstance(each, str) else each[0] for each in found}
    assert sentences
    assert [each for each in sentences if not translated(chinese, each)] == []


def test_each_title_of_a_refusal_has_a_chinese_translation(chinese: Catalog) -> None:
    titles = {entry.title for entry in problems.index()}
    assert sorted(each for each in titles if not translated(chinese, each)) == []


def translated(catalogue: Catalog, sentence: str) -> bool:
    message = catalogue.get(sentence)
    return message is not None and bool(message.string)
