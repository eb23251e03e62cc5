"""Secrets in the addresses of links that are given out, and what guessing costs."""

import ipaddress
import re
import secrets
from typing import Final

#: 128 random bits, in letters that an address takes as they are.
TOKEN_BYTES: Final = 16
#: Tokens that open nothing, within the window of failed attempts, from one place.
MOST_FAILURES: Final = 60
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{22}")
#: A household or a phone commonly has a whole network of IPv6 addresses.
_OWN_NETWORK: Final = 64


def new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def is_token(text: str) -> bool:
    return _TOKEN.fullmatch(text) is not None


def counted_for(address: str) -> dict[str, int]:
    """Name what a token that opens nothing counts against, and the limit."""
    return {f"link:{_place_of(address)}": MOST_FAILURES}


def _place_of(address: str) -> str:
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address[:200]
    if isinstance(known, ipaddress.IPv4Address):
        return str(known)
    if known.ipv4_mapped is not None:
        return str(known.ipv4_mapped)
    return str(ipaddress.ip_network((known, _OWN_NETWORK), strict=False))
