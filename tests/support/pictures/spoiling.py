"""Spoils pictures by chance, the same way each time for the same number."""

from collections.abc import Callable, Sequence
from random import Random

from tests.support.pictures import corpus

Spoil = Callable[[Random, bytes], bytes]


def _flip(rng: Random, content: bytes) -> bytes:
    spoiled = bytearray(content)
    for _ in range(rng.randint(1, 20)):
        spoiled[rng.randrange(len(spoiled))] ^= 1 << rng.randrange(8)
    return bytes(spoiled)


def _flip_head(rng: Random, content: bytes) -> bytes:
    spoiled = bytearray(content)
    for _ in range(rng.randint(1, 6)):
        spoiled[rng.randrange(min(len(spoiled), 120))] = rng.randrange(256)
    return bytes(spoiled)


def _span(rng: Random, content: bytes) -> tuple[int, int]:
    start = rng.randrange(len(content))
    return start, min(len(content), start + rng.randint(1, 400))


def _remove(rng: Random, content: bytes) -> bytes:
    start, end = _span(rng, content)
    return content[:start] + content[end:]


def _repeat(rng: Random, content: bytes) -> bytes:
    start, end = _span(rng, content)
    return content[:end] + content[start:end] * rng.randint(1, 40) + content[end:]


def _overwrite(rng: Random, content: bytes) -> bytes:
    start, end = _span(rng, content)
    fill = rng.choice((b"\0", b"\xff", corpus.CANARY, corpus.PAGE))
    return content[:start] + (fill * 400)[: end - start] + content[end:]


def _insert(rng: Random, content: bytes) -> bytes:
    at = rng.randrange(len(content))
    return content[:at] + rng.choice(_WHOLE)(rng) + content[at:]


def _splice(rng: Random, content: bytes) -> bytes:
    other = rng.choice(list(corpus.good().values()))
    start, end = _span(rng, content)
    place, _ = _span(rng, other)
    return content[:start] + other[place : place + end - start] + content[end:]


def _join(rng: Random, content: bytes) -> bytes:
    return content + rng.choice(_WHOLE)(rng)


#: Whole things put into a picture or behind it.
_WHOLE: Sequence[Callable[[Random], bytes]] = (
    lambda _: corpus.PAGE,
    lambda _: corpus.archive(),
    lambda rng: rng.choice(list(corpus.good().values())),
    lambda rng: rng.choice(list(corpus.bad().values())),
    lambda rng: b"\xff\xfe\x00\x30" + corpus.CANARY * 2 + rng.randbytes(2),
)
_WAYS: Sequence[Spoil] = (
    _flip,
    _flip_head,
    _remove,
    _repeat,
    _overwrite,
    _insert,
    _splice,
    _join,
)


def spoiled(number: int) -> bytes:
    """Return the picture of that number, spoiled once to three times."""
    rng = Random(number)  # noqa: S311 - chance that can be repeated, no secret
    content = rng.choice(list(corpus.good().values()))
    for _ in range(rng.randint(1, 3)):
        content = rng.choice(_WAYS)(rng, content) or content
    return content


def cut(number: int) -> bytes:
    """Return a picture that lacks at least a tenth of its end."""
    rng = Random(number)  # noqa: S311 - chance that can be repeated, no secret
    content = rng.choice(list(corpus.plain().values()))
    return content[: rng.randrange(1, len(content) * 9 // 10)]
