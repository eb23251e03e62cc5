"""Programs of other people that follow an address."""

from typing import Any

from flask.testing import FlaskClient
from icalendar import Calendar


class Program:
    """A calendar program: it knows an address and asks."""

    def __init__(self, client: FlaskClient, token: str) -> None:
        self._client = client
        self._path = f"/calendar/{token}.ics"

    def ask(self, **headers: str) -> Any:
        return self._client.get(
            self._path, headers={"X-Request-ID": "same-for-all", **headers}
        )

    def events(self) -> list[Any]:
        """Return the events; the library's types hold whatever a line could."""
        answer = self.ask()
        assert answer.status_code == 200, answer.text
        return Calendar.from_ical(answer.data).events
