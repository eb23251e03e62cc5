"""Whatever address is given, the house connects to none of its inside."""

import socket
from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.integrations.channels.line import Line, NotSentError
from app.integrations.rules.targets import (
    Address,
    Target,
    is_inside,
    is_strange_name,
    may_reach,
    parse,
)
from app.integrations.states import Outcome
from tests.unit.integrations.hostile import (
    MANY,
    PUBLIC,
    PUBLIC_V6,
    Hostile,
    as_address,
    hostile_targets,
)

HOSTILE = hostile_targets()
LOOPBACK = IPv4Network("127.0.0.0/8")


class World:
    """Names lead where the attacker says, each time anew; connections are counted."""

    def __init__(self, *answers: tuple[str, ...]) -> None:
        self._answers = list(answers)
        self.asked = 0
        self.connected: list[str] = []

    def resolve(self, _host: str, _port: int) -> Sequence[Address]:
        answer = self._answers[min(self.asked, len(self._answers) - 1)]
        self.asked += 1
        return [as_address(text) for text in answer]

    def connect(self, where: tuple[str, int], _seconds: float) -> socket.socket:
        self.connected.append(where[0])
        raise ConnectionRefusedError

    @property
    def line(self) -> Line:
        return Line(resolve=self.resolve, connect=self.connect)

    @property
    def inside(self) -> list[str]:
        return [each for each in self.connected if is_inside(ip_address(each))]


def test_there_are_five_hundred_different_ones() -> None:
    assert len(HOSTILE) == MANY
    assert len(set(HOSTILE)) == MANY


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda each: ascii(each.url)[:60])
def test_no_hostile_target_is_connected_to(hostile: Hostile) -> None:
    world = World(*hostile.answers)
    with pytest.raises(NotSentError) as refused:
        world.line.post(hostile.url, {}, b"{}")
    assert world.connected == []
    assert refused.value.outcome is Outcome.INSIDE


def test_a_name_that_leads_inside_after_it_was_judged_is_not_asked_again() -> None:
    world = World((PUBLIC,), ("127.0.0.1",))
    with pytest.raises(NotSentError):
        world.line.post("https://turncoat.example.net/", {}, b"{}")
    assert world.asked == 1
    assert world.connected == [PUBLIC]
    with pytest.raises(NotSentError) as refused:
        world.line.post("https://turncoat.example.net/", {}, b"{}")
    assert refused.value.outcome is Outcome.INSIDE
    assert world.connected == [PUBLIC]


def test_a_name_that_leads_nowhere_is_told_so() -> None:
    world = World(())
    with pytest.raises(NotSentError) as refused:
        world.line.post("https://nowhere.example.net/", {}, b"{}")
    assert refused.value.outcome is Outcome.UNRESOLVED


def test_at_most_three_addresses_of_a_name_are_tried() -> None:
    public = tuple(f"93.184.216.{number}" for number in range(1, 9))
    world = World(public)
    with pytest.raises(NotSentError) as refused:
        world.line.post("https://many.example.net/", {}, b"{}")
    assert refused.value.outcome is Outcome.UNREACHABLE
    assert world.connected == list(public[:3])


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://a.example/x", Target("https", "a.example", 443, "/x")),
        ("HTTPS://A.Example", Target("https", "a.example", 443, "/")),
        ("https://a.example?x=1", Target("https", "a.example", 443, "/?x=1")),
        ("https://a.example:8443/", Target("https", "a.example", 8443, "/")),
        ("http://[2606:4700::1]:81/", Target("http", "2606:4700::1", 81, "/")),
    ],
)
def test_a_plain_address_is_taken_apart(url: str, target: Target) -> None:
    assert parse(url) == target


def test_the_host_is_told_as_it_was_given() -> None:
    for url, host in (
        ("https://a.example/", "a.example"),
        ("https://a.example:444/", "a.example:444"),
        ("https://[2606:4700::1]/", "[2606:4700::1]"),
        ("https://[2606:4700::1]:444/", "[2606:4700::1]:444"),
    ):
        target = parse(url)
        assert target is not None
        assert target.shown_host == host


@given(st.text(max_size=60))
def test_whatever_is_read_as_an_address_is_written_in_plain_letters(text: str) -> None:
    target = parse(f"https://{text}")
    if target is not None:
        assert target.host.isascii()
        assert target.path.isascii()
        assert not set(target.host + target.path) & set("\\@#\r\n\t ") - set("@")
        assert "@" not in target.host


@given(st.ip_addresses())
def test_what_python_calls_private_is_inside(address: Address) -> None:
    if not address.is_global or address.is_multicast:
        assert is_inside(address)


@pytest.mark.parametrize("text", [PUBLIC, PUBLIC_V6, "8.8.8.8", "223.5.5.5"])
def test_the_public_internet_is_outside(text: str) -> None:
    assert not is_inside(as_address(text))


def test_names_of_the_inside_are_strange_and_others_are_not() -> None:
    assert is_strange_name("db")
    assert is_strange_name("erp.local.")
    assert not is_strange_name("hooks.example.com")
    assert not is_strange_name("xn--fiqs8s.cn")


def test_an_operator_may_open_a_network_also_for_plain_http() -> None:
    plain = Target("http", "erp", 80, "/")
    inside = [as_address("127.0.0.1")]
    assert may_reach(plain, inside, [LOOPBACK])
    assert not may_reach(plain, inside, [])
    assert not may_reach(plain, [*inside, as_address("10.0.0.1")], [LOOPBACK])
    assert not may_reach(plain, [], [LOOPBACK])
    # What is open inside opens nothing else, and not the internet for plain HTTP.
    assert not may_reach(plain, [as_address(PUBLIC)], [LOOPBACK])
    assert not may_reach(plain, inside, [IPv6Network("::1/128")])
    secure = Target("https", "a.example", 443, "/")
    assert may_reach(secure, [as_address(PUBLIC)], [LOOPBACK])
