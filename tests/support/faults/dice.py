"""Chance that a seed fixes: the same seed throws the same dice again."""

from random import Random


def dice(seed: int, who: str) -> Random:
    """Return the dice of one hand; what others throw does not change them."""
    return Random(f"{seed}/{who}")  # noqa: S311 - a campaign's chance is no secret
