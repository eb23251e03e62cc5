"""A failure that the person at the console can act on."""


class ConsoleError(Exception):
    """What went wrong and what to do; shown without a traceback, exit code 1."""

    def __init__(self, cause: str, remedy: str) -> None:
        super().__init__(f"{cause}\n{remedy}")
        self.cause = cause
        self.remedy = remedy
