"""The OpenAPI document itself: valid, complete, and its examples true."""

import json
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR

from app.core.actor import ANONYMOUS
from app.web import policy
from tests.contracts.access_table import TABLE
from tests.contracts.document import Document

JSON = "application/json"
#: What guards its change is not a version: bytes go where the upload stands.
GUARDED = {"add_to_upload"}


@pytest.fixture(scope="module")
def spec(document: Document) -> dict[str, Any]:
    """The document as it is sent."""
    found: dict[str, Any] = json.loads(json.dumps(document.spec))
    return found


def contents(node: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every media type of every body and answer."""
    if isinstance(node, dict):
        for key, inner in node.items():
            if key == "content":
                yield from ((f"{path} {kind}", media) for kind, media in inner.items())
            yield from contents(inner, f"{path}/{key}")


def test_it_is_valid_openapi_3_1(spec: dict[str, Any]) -> None:
    assert spec["openapi"].startswith("3.1")
    assert [str(e) for e in OPENAPI_31_VALIDATOR.iter_errors(spec)] == []


def test_no_answer_is_left_to_a_default(document: Document) -> None:
    vague = {o.name for o in document.operations() if "default" in o.body["responses"]}
    assert vague == set()


def test_every_operation_has_an_own_name_and_says_who_may_call_it(
    document: Document,
) -> None:
    operations = list(document.operations())
    names = [operation.name for operation in operations]
    assert len(set(names)) == len(names)
    for operation in operations:
        is_open = bool({"open", "link"} & set(TABLE[operation.name].values()))
        assert bool(operation.body["security"]) is not is_open, operation.name
        assert operation.body["summary"], operation.name


def test_everything_sent_or_answered_as_json_has_an_example(
    spec: dict[str, Any],
) -> None:
    kinds = ("json", "problem+json")
    bare = [
        where
        for where, media in contents(spec["paths"])
        if where.endswith(kinds)
        and "example" not in media
        and "$ref" in media.get("schema", {})
    ]
    assert bare == []


def test_every_example_is_what_its_schema_describes(spec: dict[str, Any]) -> None:
    wrong = []
    for where, media in contents(spec["paths"]):
        if "example" in media:
            schema = {**media["schema"], "components": spec["components"]}
            validator = jsonschema_rs.validator_for(schema)
            faults = validator.iter_errors(media["example"])
            wrong += [f"{where}: {fault.message}" for fault in faults]
    assert wrong == []


def test_every_path_parameter_is_a_described_identifier(document: Document) -> None:
    for operation in document.operations():
        for parameter in operation.parameters("path"):
            if parameter["name"].endswith("token"):
                # A link's secret names no row.
                continue
            assert parameter["name"].endswith("_id"), operation.path
            assert parameter["schema"]["type"] == "integer", operation.path


def test_every_change_of_a_versioned_row_asks_for_the_version(
    document: Document,
) -> None:
    for operation in document.operations():
        if operation.method in {"PATCH", "PUT"} and operation.name not in GUARDED:
            assert operation.is_conditional, operation.name
            assert {"412", "428"} <= operation.body["responses"].keys()


def test_every_row_of_the_policy_guards_some_operation(world_app: Any) -> None:
    used = {
        declared.policy
        for blueprint in world_app.blueprints.values()
        for declared in getattr(blueprint, "operations", {}).values()
    }
    assert used | policy.PARTS == policy.known_actions()
    assert not used & policy.PARTS
    assert [fault for part in policy.PARTS for fault in policy.faults_of(part)] == []
    assert policy.permit(ANONYMOUS, "session:read").scopes == frozenset()
