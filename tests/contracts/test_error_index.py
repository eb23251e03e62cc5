"""docs/errors.md names every refusal and every fault, with cause and remedy."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import app
from app.core.errors import PaigongError
from app.factory import BLUEPRINTS
from app.web.operation import CODES

ROOT = Path(app.__file__).parent
INDEX = (ROOT.parent / "docs" / "errors.md").read_text("utf-8")
#: Refusals of the framework, which have no class of ours.
FRAMEWORK = {
    "bad_request",
    "internal",
    "method_not_allowed",
    "request_entity_too_large",
    "unsupported_media_type",
}


def refusals(kind: type[PaigongError] = PaigongError) -> Iterator[str]:
    yield kind.code
    for finer in kind.__subclasses__():
        # What a test makes up is nobody's refusal.
        if finer.__module__.startswith(("app.", "mobile_api.")):
            yield from refusals(finer)


def faults() -> Iterator[str]:
    """Every code that is written out where a fault of the input is made."""
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and _makes_a_fault(node.func):
                yield from _codes(node.args[1:2])


def _makes_a_fault(called: ast.expr) -> bool:
    name = called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
    return name.lower().endswith("fault") or name == "refuse"


def _codes(arguments: list[ast.expr]) -> Iterator[str]:
    for code in arguments:
        text = code.value if isinstance(code, ast.Constant) else None
        if isinstance(text, str) and re.fullmatch("[a-z_]+", text):
            yield text


def test_every_refusal_is_in_the_index_with_cause_and_remedy() -> None:
    assert BLUEPRINTS, "the composition root knows every refusal"
    entries = re.split(r"^### ", INDEX, flags=re.MULTILINE)[1:]
    told = {entry.partition("\n")[0].strip("` "): entry for entry in entries}
    assert set(refusals()) | FRAMEWORK | set(CODES.values()) == set(told)
    for code, entry in told.items():
        assert re.match(r"`\w+`\n\d{3}\. Cause: ", entry), code
        assert "Remedy: " in entry, code


def test_every_fault_is_in_the_index() -> None:
    listed = set(re.findall(r"^\| `(\w+)` \|", INDEX, flags=re.MULTILINE))
    assert set(faults()) | {"null"} <= listed
