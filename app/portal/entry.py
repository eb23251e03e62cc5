"""Who holds a link comes in: nobody we know, for one project, until it is revoked."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from flask import Response, request

from app.core.actor import acting_as, holder_of
from app.projects.actions.links import open_link
from app.projects.queries.links import Opened

#: Nothing of it is kept on the way, found by searching, or told to other sites.
HEADERS: Final = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


@contextmanager
def holding(token: str) -> Iterator[Opened]:
    """Act as whoever holds the link, however else the caller is signed in."""
    opened = open_link(token, caller())
    with acting_as(holder_of(opened.link_id, opened.project_id)):
        yield opened


def caller() -> str:
    """Return the address that failed attempts are counted against."""
    return request.remote_addr or "unknown"


def seal(answer: Response) -> Response:
    answer.headers.update(HEADERS)
    return answer
