"""Which addresses a webhook may reach: those of the public internet, and no others.

Names prove nothing: what a name leads to is judged each time, right before somebody
connects to that very address. The checks of names only refuse early what never fits.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
)
from typing import Final

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

MOST_URL: Final = 500
#: One strict grammar, for the check and for the connection alike: what two readers of
#: an address would read differently is no address.
_URL: Final = re.compile(
    r"(https?)://(\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(?::([0-9]{1,5}))?"
    r"(/[!-\[\]-~]*|\?[!-\[\]-~]*)?",
    re.IGNORECASE,
)
_PORTS: Final = {"https": 443, "http": 80}
_FIRST_FREE_PORT: Final = 1024
_LAST_PORT: Final = 65_535
#: Names that are somebody's own inside.
_INSIDE_NAMES: Final = frozenset(
    {
        "arpa",
        "corp",
        "home",
        "internal",
        "intranet",
        "invalid",
        "lan",
        "local",
        "localdomain",
        "localhost",
        "onion",
        "private",
        "test",
    }
)
#: Not global, or global and yet an inside: RFC 6890 and its registry, Azure's host.
_REFUSED_V4: Final = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "168.63.129.16/32",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.31.196.0/24",
            "192.52.193.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "192.175.48.0/24",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/3",
        ),
    )
)
#: Of six only this is the internet, less what is special or carries a four in it.
_INTERNET_V6: Final = IPv6Network("2000::/3")
_REFUSED_V6: Final = tuple(
    map(
        IPv6Network,
        ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20"),
    )
)
#: The last 64 bits of an address by which a four is reached inside a six (ISATAP).
_ISATAP: Final = frozenset({0x00005EFE, 0x02005EFE})


@dataclass(frozen=True, slots=True)
class Target:
    """An address of the web, taken apart; `host` is without brackets."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def is_secure(self) -> bool:
        return self.scheme == "https"

    @property
    def literal(self) -> Address | None:
        try:
            return ip_address(self.host)
        except ValueError:
            return None

    @property
    def shown_host(self) -> str:
        """The host as the `Host` header has it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        usual = self.port == _PORTS[self.scheme]
        return host if usual else f"{host}:{self.port}"


def parse(url: str) -> Target | None:
    """Take an address apart; None for whatever is not plainly one."""
    found = _URL.fullmatch(url) if len(url) <= MOST_URL else None
    if found is None or "#" in url:
        return None
    scheme, host, port, path = found.groups()
    scheme = scheme.lower()
    number = int(port) if port else _PORTS[scheme]
    if not 0 < number <= _LAST_PORT or (host[0] == "[" and ":" not in host):
        return None
    bare = host.strip("[]").lower()
    path = path or "/"
    whole = f"/{path}" if path.startswith("?") else path
    return Target(scheme, bare, number, whole)


def is_inside(address: Address) -> bool:
    """Whether an address is anything but the public internet."""
    if isinstance(address, IPv4Address):
        return any(address in network for network in _REFUSED_V4)
    if address not in _INTERNET_V6 or address.scope_id:
        return True
    middle = (int(address) >> 32) & 0xFFFFFFFF
    return middle in _ISATAP or any(address in network for network in _REFUSED_V6)


def is_strange_name(host: str) -> bool:
    """Whether a host is a name that never leads to the public internet.

    A name that ends in a number is an address in one of the old ways of writing.
    """
    labels = host.rstrip(".").split(".")
    last = labels[-1]
    if len(labels) == 1 or not all(labels):
        return True
    return last[0].isdigit() or last in _INSIDE_NAMES


def may_reach(
    target: Target, addresses: Sequence[Address], allowed: Iterable[Network]
) -> bool:
    """Whether a target that resolved to all of these may be connected to.

    `allowed` are networks that whoever runs the house opened, for plain HTTP too.
    """
    networks = tuple(allowed)
    if addresses and all(_is_in(address, networks) for address in addresses):
        return True
    is_usual = target.port == _PORTS["https"] or target.port >= _FIRST_FREE_PORT
    public = bool(addresses) and not any(map(is_inside, addresses))
    return target.is_secure and is_usual and public


def _is_in(address: Address, networks: Sequence[Network]) -> bool:
    return any(address in network for network in networks)
