"""What a long campaign did is told at the end, each in its own lines."""

import pytest

REPORTS = pytest.StashKey[list[str]]()


@pytest.fixture
def tell(request: pytest.FixtureRequest) -> "Tell":
    return Tell(request.config.stash.setdefault(REPORTS, []))


class Tell:
    """Keeps a report for the end of the run, whether its test passes or not."""

    def __init__(self, reports: list[str]) -> None:
        self._reports = reports

    def __call__(self, report: object) -> None:
        self._reports.append(str(report))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = terminalreporter.config.stash.get(REPORTS, [])
    if reports:
        terminalreporter.section("campaigns")
        for report in reports:
            terminalreporter.write_line(report)
