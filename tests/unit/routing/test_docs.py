"""What is published about documents is what is read and written."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, given, settings

from routing import Problem, loads_problem, problem_faults, solve
from routing import write_problem as problem_document
from routing import write_solution as solution_document
from routing.explain import Code
from routing.model import Rule
from tests.unit.routing.problems import problems
from tests.unit.routing.test_validate import BREAKS, FAULTS

ROOT = Path(__file__).parents[3]
DOCS = ROOT / "docs" / "routing"
COMMON = settings(deadline=None, suppress_health_check=list(HealthCheck))


def schema(name: str) -> jsonschema_rs.Validator:
    text = (DOCS / f"{name}.schema.json").read_text(encoding="utf-8")
    return jsonschema_rs.validator_for(json.loads(text))


def listed(name: str) -> set[str]:
    """Return the names in the first column of the tables."""
    text = (DOCS / name).read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`[^|]+`) \|", text, re.MULTILINE)
    return {code for row in rows for code in re.findall(r"`([a-z_]+)`", row)}


@settings(COMMON, max_examples=25)
@given(asked=problems())
def test_documents_match_the_published_schemas(asked: Problem) -> None:
    written = json.loads(json.dumps(problem_document(asked)))
    assert schema("problem").is_valid(written)
    planned = solve(asked, engine="construct", iterations=0)
    answer = json.loads(json.dumps(solution_document(planned)))
    assert schema("solution").is_valid(answer)


def in_code() -> set[str]:
    """Return every fault that the source can raise."""
    sources = [
        ROOT / "routing" / "__main__.py",
        *(ROOT / "routing" / "validate").glob("*.py"),
        *(ROOT / "routing" / "formats" / "native").glob("*.py"),
    ]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    named = re.findall(r'(?:Fault|fault)\(\s*"([a-z_]+)"', text)
    kinds = re.findall(r'unknown\(\s*"([a-z]+)"', text)
    return {*named, *(f"unknown_{kind}" for kind in kinds)}


def test_every_fault_is_in_the_index() -> None:
    assert len(in_code()) > 30
    assert in_code() <= listed("errors.md")
    assert {code for _, code, _ in FAULTS} | {c for _, c in BREAKS} <= in_code()


def test_every_rule_and_every_reason_is_in_its_index() -> None:
    assert {rule.value for rule in Rule} <= listed("errors.md")
    assert {code.value for code in Code} <= listed("reasons.md")


@pytest.mark.parametrize("block", [0])
def test_the_guides_problem_is_sound(block: int) -> None:
    guide = (DOCS / "guide.md").read_text(encoding="utf-8")
    text = re.findall(r"```json\n(.*?)```", guide, re.DOTALL)[block]
    document: Any = json.loads(text)
    assert problem_faults(document) == ()
    assert solve(loads_problem(text), iterations=0).unassigned == ()
