"""The optimiser on the command line: `python -m routing --help`."""

import json
import os
import signal
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from types import FrameType
from typing import Any, Final

from routing import (
    Progress,
    Violation,
    check,
    explain,
    loads_problem,
    loads_solution,
    rank_insertions,
    solve,
)
from routing.engines.registry import ENGINES
from routing.errors import DocumentError, Fault, RoutingError
from routing.formats.native import write_solution, write_unassigned
from routing.model import Problem, Solution

DONE: Final = 0
WRONG_SOLUTION: Final = 1
BROKEN_INPUT: Final = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    given = _parser().parse_args(arguments)
    try:
        code: int = given.run(given)
    except DocumentError as error:
        _list_faults(error.faults, as_json=given.json)
        return BROKEN_INPUT
    except RoutingError as error:
        _say(str(error), to_errors=True)
        return BROKEN_INPUT
    return code


def _parser() -> ArgumentParser:
    parser = ArgumentParser(
        prog="python -m routing",
        description="Plan visits of technicians. Documents are native JSON, version 1.",
        epilog="Exit codes: 0 done, 1 the solution is wrong, 2 the input is broken.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_solve(_command(commands, "solve", "plan a problem", _solve))
    checking = _command(commands, "check", "list what a solution breaks", _check)
    checking.add_argument("solution", type=Path, help="a solution document")
    explaining = _command(commands, "explain", "say why visits are left out", _explain)
    explaining.add_argument("solution", type=Path, help="a solution document")
    ranking = _command(commands, "rank", "list the places of one visit", _rank)
    ranking.add_argument("solution", type=Path, help="a solution document")
    ranking.add_argument("visit", help="the visit's id")
    ranking.add_argument("--limit", type=_count, default=10, help="at most so many")
    _command(commands, "validate", "list what is wrong in a problem", _validate)
    return parser


def _command(commands: Any, name: str, summary: str, run: Any) -> ArgumentParser:
    parser: ArgumentParser = commands.add_parser(name, help=summary)
    parser.add_argument("problem", type=Path, help="a problem document, - for stdin")
    parser.add_argument("--json", action="store_true", help="list findings as JSON")
    parser.set_defaults(run=run)
    return parser


def _add_solve(parser: ArgumentParser) -> None:
    parser.add_argument("--engine", choices=sorted(ENGINES), default="auto")
    parser.add_argument("--seconds", type=_seconds, help="stop after this long")
    parser.add_argument("--iterations", type=_count, help="stop after so many")
    parser.add_argument(
        "--explain-seconds",
        type=_seconds,
        help="go on explaining what is left out for so long, beyond the other limits",
    )
    parser.add_argument("--seed", type=int, default=0, help="where chance starts")
    parser.add_argument(
        "--progress", action="store_true", help="one JSON object a line on stderr"
    )
    parser.add_argument("-o", "--output", type=Path, help="a file instead of stdout")


def _seconds(text: str) -> float:
    amount = float(text)
    if not 0 <= amount < float("inf"):
        raise ArgumentTypeError("must be a number of seconds, 0 or more")
    return amount


def _count(text: str) -> int:
    count = int(text)
    if count < 0:
        raise ArgumentTypeError("must be 0 or more")
    return count


def _solve(given: Namespace) -> int:
    problem = _problem(given.problem)
    with _signals() as received:
        solution = solve(
            problem,
            engine=given.engine,
            seconds=given.seconds,
            iterations=given.iterations,
            seed=given.seed,
            progress=_report if given.progress else None,
            cancelled=lambda: bool(received),
        )
        if given.explain_seconds is not None and not received:
            told = explain(problem, solution, seconds=given.explain_seconds)
            solution = replace(solution, unassigned=told)
    text = json.dumps(write_solution(solution), ensure_ascii=False)
    if given.output is None:
        _say(text)
    else:
        _replace(given.output, text + "\n")
    return DONE


def _check(given: Namespace) -> int:
    found = check(_problem(given.problem), _solution(given.solution))
    _list_violations(found, as_json=given.json)
    return WRONG_SOLUTION if found else DONE


def _validate(given: Namespace) -> int:
    _problem(given.problem)
    _list_faults((), as_json=given.json)
    return DONE


def _explain(given: Namespace) -> int:
    problem, solution = _right_solution(given)
    for each in explain(problem, solution):
        if given.json:
            _say(json.dumps(write_unassigned(each), ensure_ascii=False))
            continue
        _say(each.visit)
        for reason in each.reasons:
            where = f" ({len(reason.shifts)} shifts)" if reason.shifts else ""
            _say(f"  {reason.code}{where}: {reason.detail}")
        for remedy in each.remedies:
            _say(f"  + {remedy.detail}: {remedy.shift}, cost {remedy.cost}")
    return DONE


def _rank(given: Namespace) -> int:
    problem, solution = _right_solution(given)
    for each in rank_insertions(problem, solution, given.visit, limit=given.limit):
        if given.json:
            _say(json.dumps(asdict(each), ensure_ascii=False))
            continue
        seats = (f"{s.shift} at position {s.position}, {s.start}" for s in each.seats)
        _say(f"{each.cost}\t{'; '.join(seats)}")
    return DONE


def _right_solution(given: Namespace) -> tuple[Problem, Solution]:
    """Return both documents; a solution that breaks rules cannot be built upon."""
    problem, solution = _problem(given.problem), _solution(given.solution)
    found = check(problem, solution)
    if found:
        remedy = "Correct the solution; check lists what it breaks."
        raise DocumentError([Fault("wrong_solution", "", str(found[0]), remedy)])
    return problem, solution


def _problem(path: Path) -> Problem:
    return loads_problem(_read(path))


def _solution(path: Path) -> Solution:
    return loads_solution(_read(path))


def _read(path: Path) -> bytes:
    try:
        return sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    except OSError as error:
        remedy = "Give the path of a readable file."
        raise DocumentError([Fault("unreadable", "", str(error), remedy)]) from error


def _replace(path: Path, text: str) -> None:
    """Write a whole file or none, so that nobody reads half a solution."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_text(text, encoding="utf-8", errors="backslashreplace")
    beside.replace(path)


@contextmanager
def _signals() -> Iterator[list[int]]:
    """Give a list that is no longer empty once somebody wants an end."""
    received: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        received.append(number)

    wanted = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(each, note) for each in wanted]
    try:
        yield received
    finally:
        for each, handler in zip(wanted, before, strict=True):
            signal.signal(each, handler)


def _report(event: Progress) -> None:
    _say(json.dumps(asdict(event)), to_errors=True)


def _list_faults(faults: Iterable[Fault], *, as_json: bool) -> None:
    if as_json:
        _say(json.dumps({"faults": [asdict(fault) for fault in faults]}))
        return
    for fault in faults:
        _say(str(fault), to_errors=True)


def _list_violations(violations: Iterable[Violation], *, as_json: bool) -> None:
    if as_json:
        _say(json.dumps({"violations": [asdict(each) for each in violations]}))
        return
    for violation in violations:
        _say(str(violation))


def _say(text: str, *, to_errors: bool = False) -> None:
    """Write a line in UTF-8, whatever the console's own encoding."""
    stream = sys.stderr if to_errors else sys.stdout
    stream.flush()
    stream.buffer.write(text.encode("utf-8", "backslashreplace") + b"\n")
    stream.buffer.flush()


if __name__ == "__main__":
    sys.exit(main())
