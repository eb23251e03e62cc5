import re
from pathlib import Path

from config import Settings

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
VARIABLE = re.compile(r"\b(?:PAIGONG_[A-Z_]+|DATABASE(?:_OWNER)?_URL|PORT)\b")


def test_the_readme_names_every_setting() -> None:
    source = (ROOT / "config.py").read_text("utf-8")
    read = {name for name in VARIABLE.findall(source) if name != "PAIGONG_"}
    table = set(VARIABLE.findall(README))
    assert read - table == set()


def test_every_setting_of_the_readme_exists() -> None:
    rows = re.findall(r"^\| `(\w+)` \|", README, re.MULTILINE)
    known = set(VARIABLE.findall((ROOT / "config.py").read_text("utf-8")))
    assert set(rows) <= known
    assert Settings.from_env({}).port == 8000


def test_every_page_that_the_readme_leads_to_exists() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", README)
    assert [link for link in links if not (ROOT / link).exists()] == []
