"""If-Match: a change names the version it was made on (428 without, 412 when stale)."""

from typing import Final, Protocol

from flask import request

from app.core.errors import StaleError, VersionMissingError

BIGINT_DIGITS: Final = 19


class HasVersion(Protocol):
    @property
    def version(self) -> int: ...


def expected_version() -> int:
    """Read the version in `If-Match`; an ETag is the quoted version number."""
    tags = request.if_match
    if not tags and not tags.star_tag:
        raise VersionMissingError("Send the row's ETag in an If-Match header.")
    for tag in tags.as_set():
        if tag.isascii() and tag.isdigit() and len(tag) < BIGINT_DIGITS:
            return int(tag)
    raise StaleError("That ETag is not one of this row's; fetch it again.")


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
