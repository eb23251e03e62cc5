"""Passwords, kept as Argon2 hashes and compared in the same time whoever asks."""

from contextlib import suppress
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.web.sessions import new_token

#: The library's defaults: RFC 9106 for machines with little memory.
HASHER = PasswordHasher()


def hash_password(password: str) -> str:
    return HASHER.hash(password)


def matches(stored: str | None, password: str) -> bool:
    """Whether it is the password; without a stored one it takes as long to say no."""
    # Made at the first question of a process, whoever it is about.
    nobodys = _nobodys()
    with suppress(VerificationError, InvalidHashError):
        HASHER.verify(stored or nobodys, password)
        return stored is not None
    return False


@cache
def _nobodys() -> str:
    return HASHER.hash(new_token())
