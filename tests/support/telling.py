"""What a long test measured or did is told at the end of the run, in its own lines."""

from collections.abc import Callable

import pytest

_REPORTS = pytest.StashKey[list[str]]()

Tell = Callable[[object], None]


@pytest.fixture
def tell(request: pytest.FixtureRequest) -> Tell:
    """Return what keeps a report for the end, whether the test passes or not."""
    reports = request.config.stash.setdefault(_REPORTS, [])
    return lambda report: reports.append(str(report))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = terminalreporter.config.stash.get(_REPORTS, [])
    if reports:
        terminalreporter.section("reports")
    for report in reports:
        terminalreporter.write_line(report)
