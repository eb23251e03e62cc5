"""What an operation declares about itself, and what follows for its document."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Final

from app.web import policy
from app.web.schemas import Schema

#: Statuses that are not HTTP's own.
TITLES: Final = {460: "Checksum Mismatch"}
#: The code of the plain refusal with a status; domains have finer ones.
CODES: Final = {
    400: "malformed",
    401: "unauthenticated",
    403: "forbidden",
    404: "not_found",
    409: "conflict",
    410: "gone",
    412: "stale",
    413: "request_entity_too_large",
    415: "unsupported_media_type",
    422: "invalid",
    428: "version_missing",
    429: "too_many",
    460: "checksum_mismatch",
    503: "unavailable",
}


@dataclass(frozen=True, slots=True)
class Operation:
    """What a view declares about itself.

    `takes` is the media type of a body that is read as it comes; `headers` are further
    ones that are read, each a name, what it says and an example.
    `answer` is the schema of a success, or None for an empty 204.
    `also` are further statuses of a success, with the same answer. `conditional`
    demands If-Match and passes `version` to the view. `media` names the content
    type of an answer that is not JSON; the view then returns a Response. A `secret`
    answer is given once and never kept for an Idempotency-Key. What is done `in_steps`
    is no one transaction that could hold an answer too: it takes no such key.
    """

    policy: str
    answer: type[Schema] | None = None
    status: int = 200
    query: type[Schema] | None = None
    body: type[Schema] | None = None
    files: type[Schema] | None = None
    takes: str | None = None
    headers: Sequence[tuple[str, str, str]] = ()
    conditional: bool = False
    also: Mapping[int, str] = field(default_factory=dict)
    refusals: Mapping[int, str] = field(default_factory=dict)
    media: str | None = None
    example: Any = None
    secret: bool = False
    in_steps: bool = False

    @property
    def is_public(self) -> bool:
        return self.policy in policy.PUBLIC

    def is_keyed(self, method: str) -> bool:
        """Whether an Idempotency-Key is honoured."""
        if self.in_steps:
            return False
        return method == "POST" and self.media is None and not self.is_public


def refusals_of(method: str, rule: str, declared: Operation) -> dict[int, str]:
    """List the refusals that the document owes, with their reasons."""
    known = {
        401: "Nobody is signed in, or the token is no longer valid.",
        422: "The input has faults; all are listed.",
        503: "The database does not answer.",
    }
    if not declared.is_public:
        known[403] = "The role does not allow it, or the CSRF token is missing."
    if "<" in rule:
        known[404] = "Absent, or not yours to know of."
    if declared.body or declared.files or declared.takes:
        known[400] = "The body cannot be read."
        known[413] = "The body is too large."
        known[415] = "The body is not of the declared media type."
    if method != "GET":
        known[409] = "In conflict with the present state."
    if declared.conditional:
        known[412] = "The row changed meanwhile."
        known[428] = "If-Match is missing."
    return {**known, **declared.refusals}


def headers_of(method: str, declared: Operation) -> list[dict[str, Any]]:
    """List the request headers that mean something to the operation."""
    headers = [_header(*each) for each in declared.headers]
    if declared.conditional:
        headers.append(
            _header("If-Match", "The ETag of the version you are changing.", '"1"')
        )
    if declared.is_keyed(method):
        headers.append(
            _header("Idempotency-Key", "The same key and body have one effect.", "a-1")
        )
    return headers


def _header(name: str, about: str, example: str) -> dict[str, Any]:
    return {
        "name": name,
        "in": "header",
        "required": False,
        "description": about,
        "schema": {"type": "string"},
        "example": example,
    }


def refusal_example(status: int, why: str) -> dict[str, Any]:
    return {
        "type": f"/docs/errors#{CODES[status]}",
        "title": TITLES.get(status) or HTTPStatus(status).phrase,
        "status": status,
        "detail": why,
        "code": CODES[status],
    }
