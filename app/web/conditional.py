"""If-Match: a change names the version it was made on (428 without, 412 when stale)."""

import re
from typing import Final, Protocol

from flask import request

from app.core.errors import StaleError, VersionMissingError

#: A strong ETag of ours, alone or in a list: a number that a bigint can hold.
ETAG: Final = re.compile(r'(?:^|,)\s*"([0-9]{1,18})"\s*(?=,|$)', re.ASCII)


class HasVersion(Protocol):
    @property
    def version(self) -> int: ...


def expected_version() -> int:
    """Read the version in `If-Match`; an ETag is the quoted version number."""
    sent = request.headers.get("If-Match", "").strip()
    if not sent:
        raise VersionMissingError("Send the row's ETag in an If-Match header.")
    found = ETAG.search(sent)
    if found is None:
        raise StaleError("That ETag is not one of this row's; fetch it again.")
    return int(found[1])


def require_version(row: HasVersion, expected: int) -> None:
    """Raise when the locked row is no longer at `expected`."""
    if row.version != expected:
        raise StaleError(
            f"This was at version {expected} when you read it and is now at "
            f"{row.version}; fetch it again and repeat your change."
        )


def etag_of(result: object) -> str | None:
    version = getattr(result, "version", None)
    return f'"{version}"' if isinstance(version, int) else None
