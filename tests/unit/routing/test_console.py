"""The optimiser as its users call it: files, exit codes, signals, nothing else."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from routing import write_problem
from routing.__main__ import main
from routing.bench.generate import Family, generate
from tests.unit.routing.small import document, visit

Captured = pytest.CaptureFixture[bytes]

ALONE = """
import runpy, sys

class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"flask", "sqlalchemy"}:
            raise ImportError(f"{name} is blocked")

sys.meta_path.insert(0, Blocked())
sys.argv = ["routing", *sys.argv[1:]]
runpy.run_module("routing", run_name="__main__")
"""


def written(folder: Path, name: str, content: Any) -> str:
    path = folder / name
    path.write_text(json.dumps(content), encoding="utf-8")
    return str(path)


@pytest.fixture
def asked(tmp_path: Path) -> str:
    visits = [visit("v1"), visit("v2", skills={"boiler": 1})]
    return written(tmp_path, "problem.json", document(visits=visits))


@pytest.fixture
def solved(asked: str, tmp_path: Path) -> str:
    path = str(tmp_path / "solution.json")
    assert main(["solve", asked, "--iterations", "3", "--seed", "1", "-o", path]) == 0
    return path


def test_solve_writes_a_solution_that_check_passes(
    asked: str, solved: str, capsysbinary: Captured
) -> None:
    assert main(["check", asked, solved]) == 0
    assert capsysbinary.readouterr().out == b""
    solution = json.loads(Path(solved).read_text(encoding="utf-8"))
    assert solution["stopped_by"] == "iterations"
    (left_out,) = solution["unassigned"]
    assert left_out["id"] == "v2"
    assert left_out["reasons"][0]["code"] == "skill_missing"
    assert left_out["remedies"][0]["change"] == {
        "shift": "ann/0",
        "skills": {"boiler": 1},
    }


def test_solve_prints_without_a_file(asked: str, capsysbinary: Captured) -> None:
    assert main(["solve", asked, "--iterations", "0", "--engine", "construct"]) == 0
    assert json.loads(capsysbinary.readouterr().out)["version"] == 1


def test_progress_is_an_object_a_line(asked: str, capsysbinary: Captured) -> None:
    assert main(["solve", asked, "--seconds", "0.3", "--progress"]) == 0
    lines = capsysbinary.readouterr().err.splitlines()
    events = [json.loads(line) for line in lines]
    assert {"seconds", "cost", "unassigned", "iterations"} == set(events[-1])
    assert events[-1]["unassigned"] == 1


def test_a_wrong_solution_exits_1_with_its_violations(
    asked: str, solved: str, tmp_path: Path, capsysbinary: Captured
) -> None:
    solution = json.loads(Path(solved).read_text(encoding="utf-8"))
    wrong = written(tmp_path, "wrong.json", {**solution, "cost": 1})
    assert main(["check", asked, wrong]) == 1
    assert capsysbinary.readouterr().out.startswith(b"cost: ")
    assert main(["check", "--json", asked, wrong]) == 1
    listed = json.loads(capsysbinary.readouterr().out)
    assert [each["rule"] for each in listed["violations"]] == ["cost"]
    assert main(["explain", asked, wrong]) == 2


def test_a_broken_problem_exits_2_with_all_faults(
    tmp_path: Path, capsysbinary: Captured
) -> None:
    broken = document(epoch="\ud800", visits=[visit(duration=-1)])
    path = written(tmp_path, "broken.json", broken)
    assert main(["solve", path]) == 2
    assert len(capsysbinary.readouterr().err.splitlines()) == 2
    assert main(["validate", "--json", path]) == 2
    faults = json.loads(capsysbinary.readouterr().out)["faults"]
    assert set(faults[0]) == {"code", "pointer", "cause", "remedy"}
    assert main(["validate", str(tmp_path / "missing.json")]) == 2


def test_a_sound_problem_has_nothing_to_list(
    asked: str, capsysbinary: Captured
) -> None:
    assert main(["validate", asked]) == 0
    assert capsysbinary.readouterr().out == b""


def test_explain_says_why_and_what_would_help(
    asked: str, solved: str, capsysbinary: Captured
) -> None:
    assert main(["explain", asked, solved]) == 0
    text = capsysbinary.readouterr().out.decode()
    assert "skill_missing (1 shifts): needs boiler 1" in text
    assert "+ ann/0 has boiler 1" in text
    assert main(["explain", "--json", asked, solved]) == 0
    assert json.loads(capsysbinary.readouterr().out)["id"] == "v2"


def test_rank_lists_places_cheapest_first(
    asked: str, solved: str, capsysbinary: Captured
) -> None:
    assert main(["rank", asked, solved, "v1"]) == 0
    assert capsysbinary.readouterr().out == b"1200\tann/0 at position 0, 29400\n"
    assert main(["rank", "--json", asked, solved, "v1"]) == 0
    assert json.loads(capsysbinary.readouterr().out)["cost"] == 1200
    assert main(["rank", asked, solved, "v9"]) == 2


@pytest.mark.parametrize("limit", [["--seconds", "-1"], ["--iterations", "-1"]])
def test_a_limit_below_zero_is_refused(asked: str, limit: list[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        main(["solve", asked, *limit])
    assert refused.value.code == 2


def test_it_runs_without_a_web_framework_or_a_database(
    asked: str, tmp_path: Path
) -> None:
    out = tmp_path / "s.json"
    solve = ["solve", asked, "--seconds", "1", "--seed", "1", "-o", str(out)]
    for engine in ("auto", "ortools"):
        command = [sys.executable, "-c", ALONE, *solve, "--engine", engine]
        subprocess.run(command, check=True, timeout=60)
        check = [sys.executable, "-c", ALONE, "check", asked, str(out)]
        subprocess.run(check, check=True, timeout=60)


@pytest.mark.parametrize("engine", ["construct", "ortools"])
def test_a_signal_ends_the_run_with_the_best_so_far(
    engine: str, tmp_path: Path
) -> None:
    busy = write_problem(generate(Family(visits=60), seed=1))
    asked, out = written(tmp_path, "busy.json", busy), tmp_path / "s.json"
    command = [sys.executable, "-m", "routing", "solve", asked, "--engine", engine]
    with subprocess.Popen(
        [*command, "--seconds", "300", "--progress", "-o", str(out)],
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as running:
        assert running.stderr is not None
        assert b"cost" in running.stderr.readline()
        running.send_signal(signal.SIGTERM)
        running.stderr.read()
        assert running.wait(timeout=60) == 0
    assert json.loads(out.read_text(encoding="utf-8"))["stopped_by"] == "cancelled"
    assert main(["check", asked, str(out)]) == 0


def test_what_the_limits_leave_unexamined_is_explained_beyond_them(
    asked: str, tmp_path: Path
) -> None:
    path = tmp_path / "solution.json"
    limits = ["--seconds", "0", "--explain-seconds", "60"]
    assert main(["solve", asked, *limits, "-o", str(path)]) == 0
    (left_out,) = [
        each
        for each in json.loads(path.read_text(encoding="utf-8"))["unassigned"]
        if each["id"] == "v2"
    ]
    assert left_out["reasons"][0]["code"] == "skill_missing"
    assert left_out["remedies"] != []
