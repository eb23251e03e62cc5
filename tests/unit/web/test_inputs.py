"""What a request brings, through a bare Flask: no database is needed to read it."""

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError, fields
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import UnsupportedMediaType

from app.core.errors import InvalidError, MalformedError
from app.web.inputs import Inputs
from app.web.schemas import Day, Integer, Moment, Point, Schema, Text

app = Flask("inputs", static_folder=None)


class Inner(Schema):
    note = Text()


class Body(Schema):
    name = Text(required=True, most=10)
    size = Integer(least=1, most=9)
    at = Moment()
    place = fields.Nested(Point)
    parts = fields.List(fields.Nested(Inner))


class Query(Schema):
    limit = Integer(least=1, most=9, load_default=5)
    ids = fields.List(Integer(least=1))
    q = Text()


class Form(Schema):
    kind = Text(required=True)
    file = fields.Raw(required=True)


def read(
    inputs: Inputs, path: str = "/", method: str = "POST", **request: Any
) -> dict[str, Any]:
    with app.test_request_context(path, method=method, **request):
        return inputs.read()


def faults(call: Callable[[], Any]) -> list[tuple[str, str]]:
    with pytest.raises(InvalidError) as caught:
        call()
    return [(fault.pointer, fault.code) for fault in caught.value.faults]


BODY = Inputs(None, Body, None)
QUERY = Inputs(Query, None, None)
NOTHING = Inputs(None, None, None)


def test_what_is_declared_arrives_by_name() -> None:
    both = Inputs(Query, Body, None)
    found = read(both, "/?limit=2&ids=1&ids=2", json={"name": "a"})
    assert found == {"query": {"limit": 2, "ids": [1, 2]}, "body": {"name": "a"}}


def test_all_faults_of_query_and_body_come_at_once() -> None:
    both = Inputs(Query, Body, None)
    wrong = {"size": 10, "colour": "red", "place": {"lat": 91}, "parts": [{"note": 1}]}
    assert faults(lambda: read(both, "/?limit=0&page=2", json=wrong)) == [
        ("/colour", "unknown"),
        ("/name", "missing"),
        ("/parts/0/note", "invalid_value"),
        ("/place/lat", "invalid_value"),
        ("/place/lon", "missing"),
        ("/query/limit", "invalid_value"),
        ("/query/page", "unknown"),
        ("/size", "invalid_value"),
    ]


def test_a_query_where_none_is_declared_is_refused() -> None:
    assert faults(lambda: read(NOTHING, "/?page=2")) == [("/query/page", "unknown")]
    assert read(NOTHING) == {}


@pytest.mark.parametrize("text", ["x", "1.0", "0x1", "１", "1e1", "", " 1", "9" * 5000])
def test_a_number_in_a_query_is_plain_digits(text: str) -> None:
    with app.test_request_context("/", query_string={"limit": text}):
        assert faults(QUERY.read) == [("/query/limit", "invalid_value")]


def test_a_value_given_twice_is_refused_unless_it_is_a_list() -> None:
    assert faults(lambda: read(QUERY, "/?q=a&q=b")) == [("/query/q", "invalid_value")]


@pytest.mark.parametrize("value", ["5", 5.0, True, None, [5], 10**30])
def test_a_number_in_a_body_is_a_number(value: Any) -> None:
    assert [p for p, _ in faults(lambda: read(BODY, json={"name": "a", "size": value}))]


@pytest.mark.parametrize(
    "text", ["a\x00b", "\ud800", "x" * 11, "", 7, None, ["a"], {"a": 1}]
)
def test_text_that_cannot_be_kept_is_refused(text: Any) -> None:
    raw = json.dumps({"name": text})
    found = faults(lambda: read(BODY, data=raw, content_type="application/json"))
    assert [pointer for pointer, _ in found] == ["/name"]


def test_unknown_names_are_told_even_when_they_cannot_be_written() -> None:
    raw = json.dumps({"name": "a", "\ud800/~": 1})
    found = faults(lambda: read(BODY, data=raw, content_type="application/json"))
    assert found == [("/?~1~0", "unknown")]


@pytest.mark.parametrize(
    "raw",
    [
        b"{",
        b'{"name": NaN}',
        b'{"name": Infinity}',
        b"\xff\xfe",
        b'{"size": ' + b"9" * 5000 + b"}",
        b"[" * 100_000,
        b'{"a":' * 40 + b"1" + b"}" * 40,
    ],
)
def test_a_body_that_cannot_be_read_is_malformed(raw: bytes) -> None:
    with pytest.raises(MalformedError):
        read(BODY, data=raw, content_type="application/json")


@pytest.mark.parametrize("raw", [b"[]", b"null", b"1", b'"a"'])
def test_a_body_that_is_no_object_has_a_fault(raw: bytes) -> None:
    found = faults(lambda: read(BODY, data=raw, content_type="application/json"))
    assert found == [("/", "invalid_value")]


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", None])
def test_a_body_of_another_media_type_is_refused(kind: str | None) -> None:
    with pytest.raises(UnsupportedMediaType):
        read(BODY, data=b'{"name": "a"}', content_type=kind)


def test_a_json_dialect_and_a_character_set_are_welcome() -> None:
    for kind in ("application/json; charset=utf-8", "application/merge-patch+json"):
        assert read(BODY, data=b'{"name": "a"}', content_type=kind)["body"]


def test_no_body_at_all_is_an_empty_one() -> None:
    assert faults(lambda: read(BODY)) == [("/name", "missing")]
    assert read(Inputs(None, Inner, None)) == {"body": {}}


def test_a_form_brings_its_fields_and_its_files() -> None:
    upload = FileStorage(filename="a.csv")
    found = read(Inputs(None, None, Form), data={"kind": "x", "file": upload})
    assert found["files"]["kind"] == "x"
    assert found["files"]["file"].filename == "a.csv"


def test_a_form_is_told_its_faults_or_its_media_type() -> None:
    form = Inputs(None, None, Form)
    with pytest.raises(UnsupportedMediaType):
        read(form, json={"kind": "x"})
    assert faults(
        lambda: read(form, data={"more": "x"}, content_type="multipart/form-data")
    ) == [("/file", "missing"), ("/kind", "missing"), ("/more", "unknown")]


LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(codec=None))
)
BRANCHES = LEAVES | st.lists(LEAVES) | st.dictionaries(st.text(), LEAVES)
JSONS = BRANCHES | st.lists(BRANCHES) | st.dictionaries(st.text(), BRANCHES)


@given(JSONS)
def test_whatever_json_is_sent_is_read_or_refused(sent: Any) -> None:
    raw = json.dumps(sent)
    with suppress(InvalidError, MalformedError):
        assert read(BODY, data=raw, content_type="application/json")


@given(st.binary(max_size=200))
def test_whatever_bytes_are_sent_are_read_or_refused(sent: bytes) -> None:
    with suppress(InvalidError, MalformedError):
        assert read(BODY, data=sent, content_type="application/json")


def test_a_day_lies_in_years_that_can_be_reckoned_with() -> None:
    assert Day().deserialize("2026-11-23") == date(2026, 11, 23)
    for far in ("0001-01-01", "1970-12-31", "2200-01-01", "9999-12-31"):
        with pytest.raises(ValidationError):
            Day().deserialize(far)
