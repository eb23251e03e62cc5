"""500 addresses that want the house to connect to its own inside, and their names."""

import random
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from itertools import cycle, islice

MANY = 500
PUBLIC = "93.184.216.34"
PUBLIC_V6 = "2606:4700::1111"


@dataclass(frozen=True)
class Hostile:
    """An address, and what its name leads to each time that somebody asks."""

    url: str
    answers: tuple[tuple[str, ...], ...] = ((PUBLIC,),)


#: Written down apart from the program's own list.
V4 = (
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.88.99.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
)
#: Where clouds keep what a machine may know of itself.
METADATA = ("169.254.169.254", "100.100.100.200", "168.63.129.16", "192.0.0.192")
V6 = (
    "::/128",
    "::1/128",
    "64:ff9b::/96",
    "64:ff9b:1::/48",
    "100::/64",
    "2001::/32",
    "2001:2::/48",
    "2001:10::/28",
    "2001:db8::/32",
    "2002::/16",
    "3fff::/20",
    "5f00::/16",
    "fc00::/7",
    "fe80::/10",
    "fec0::/10",
    "ff00::/8",
)
INSIDE_V6 = (
    "fd00:ec2::254",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "2002:7f00:1::",
    "2002:a00:1::1",
    "2400:cb00::5efe:7f00:1",
    "2400:cb00::200:5efe:a00:1",
)
NAMES = (
    "localhost",
    "localhost.",
    "LOCALHOST",
    "db",
    "postgres.local",
    "printer.local.",
    "a.localhost",
    "metadata.google.internal",
    "metadata.internal",
    "router.lan",
    "nas.home",
    "intranet.corp",
    "files.intranet",
    "ldap.localdomain",
    "x.onion",
    "1.0.0.127.in-addr.arpa",
    "host.private",
    "gateway",
    "kubernetes",
    "a..example.com",
    ".example.com",
    "example.com..",
    "-",
    "_",
)
ODD = (
    f"https://{PUBLIC}@127.0.0.1/",
    "https://user:word@127.0.0.1/",
    "https://hooks.example.net@localhost/",
    "https://127.0.0.1#@hooks.example.net/",
    "https://hooks.example.net#@127.0.0.1/",
    "https://hooks.example.net\\@127.0.0.1/",
    "https:\\\\127.0.0.1/",
    "https://127.0.0.1\t/",
    "https://127.0.0.1\n.example.net/",
    " https://127.0.0.1/",
    "https://127%2e0%2e0%2e1/",
    "https://%6c%6f%63alhost/",
    "https://１２７.0.0.1/",
    "https://127。0。0。1/",
    "https://ⓛocalhost/",
    "https://[::1%25lo]/",
    "https://[127.0.0.1]/",
    "https://[::1]:443:443/",
    "https://[/",
    "https://]/",
    "https://:443/",
    "https:///etc/passwd",
    "https:127.0.0.1",
    "//127.0.0.1/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:6379/_INFO",
    "ftp://127.0.0.1/",
    "dict://127.0.0.1:11211/stats",
    "ldap://127.0.0.1/",
    "javascript:alert(1)",
    "unix:/var/run/docker.sock",
    "http+unix://%2fvar%2frun%2fdocker.sock/info",
    "https://hooks.example.net:0/",
    "https://hooks.example.net:65536/",
    "https://hooks.example.net:-1/",
    "https://hooks.example.net:22/",
    "https://hooks.example.net:25/",
    "https://hooks.example.net:80/",
    "http://hooks.example.net/",
    "http://hooks.example.net:8080/",
    f"http://{PUBLIC}/",
    "",
    "https://",
    "https://hooks.example.net/" + "a" * 500,
)


def _inside_v4() -> list[str]:
    networks = map(IPv4Network, V4)
    ends = [str(n[place]) for n in networks for place in (0, 1, -1)]
    return [*ends, *METADATA]


def _inside_v6() -> list[str]:
    ends = [str(n[place]) for n in map(IPv6Network, V6) for place in (0, -1)]
    return list(dict.fromkeys([*ends, *INSIDE_V6]))


def _old_writings(address: str) -> list[str]:
    """Write a four as machines of old read it."""
    number = int(IPv4Address(address))
    a, b, c, d = IPv4Address(address).packed
    return [
        str(number),
        hex(number),
        f"0{number:o}",
        ".".join(f"0{part:o}" for part in (a, b, c, d)),
        ".".join(hex(part) for part in (a, b, c, d)),
        f"{a}.{(b << 16) + (c << 8) + d}",
        f"{a}.{b}.{(c << 8) + d}",
        f"{a}.{b}.{c}.{d}.",
    ]


def _host(address: str) -> str:
    return f"[{address}]" if ":" in address else address


def hostile_targets() -> list[Hostile]:
    """Return exactly 500, the same ones each time."""
    inside = [*_inside_v4(), *_inside_v6()]
    found = [Hostile(f"https://{_host(each)}/hook") for each in inside]
    found += [
        Hostile(f"https://{written}/", ((address,),))
        for address in ("127.0.0.1", "10.0.0.1", "169.254.169.254", "192.168.1.1")
        for written in _old_writings(address)
    ]
    found += [Hostile(f"https://{name}/", (("127.0.0.1",),)) for name in NAMES]
    found += [
        Hostile(url, (("127.0.0.1",),)) for url in ODD if "example.net" not in url
    ]
    found += [Hostile(url) for url in ODD if "example.net" in url]
    found += [
        Hostile(f"https://n{place}.attacker.example.net/", ((address,),))
        for place, address in enumerate(inside)
    ]
    found += [
        # One good answer beside a bad one, in either place.
        Hostile(f"https://m{place}.attacker.example.net/", (_mixed(place, address),))
        for place, address in enumerate(inside)
    ]
    chance = random.Random(500)  # noqa: S311 - the same ones each time
    more = (
        Hostile(f"https://r{place}.attacker.example.net/", ((_any(chance),),))
        for place in cycle(range(MANY))
    )
    return [*found, *islice(more, MANY - len(found))]


def _mixed(place: int, address: str) -> tuple[str, ...]:
    good = PUBLIC_V6 if ":" in address else PUBLIC
    return (good, address) if place % 2 else (address, good)


def _any(chance: random.Random) -> str:
    network = IPv4Network(chance.choice(V4))
    return str(network[chance.randrange(network.num_addresses)])


def as_address(text: str) -> IPv4Address | IPv6Address:
    return IPv6Address(text) if ":" in text else IPv4Address(text)
