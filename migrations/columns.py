"""Columns as every table of ours has them, named once."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa


def identity() -> sa.Column[int]:
    return sa.Column("id", sa.BigInteger(), sa.Identity(always=True), primary_key=True)


def integer(name: str, default: int | None = None) -> sa.Column[int]:
    shown = None if default is None else sa.text(str(default))
    return sa.Column(name, sa.BigInteger(), nullable=False, server_default=shown)


def flag(name: str, default: str | None) -> sa.Column[bool]:
    shown = None if default is None else sa.text(default)
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=shown)


def text(name: str, length: int = 200, default: str | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=False, server_default=default)


def needed(name: str, kind: sa.types.TypeEngine[Any]) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False)


def created_at() -> sa.Column[datetime]:
    return sa.Column(
        "created_at",
        sa.DateTime(timezone=True),
        server_default=sa.text("now()"),
        nullable=False,
    )


def part_of(parent: str, column: str) -> sa.Column[int]:
    """The row belongs to `parent` and goes with it."""
    return sa.Column(
        column,
        sa.BigInteger(),
        sa.ForeignKey(f"{parent}.id", ondelete="CASCADE"),
        nullable=False,
    )


def owner() -> sa.Column[int]:
    return sa.Column(
        "owner_organisation_id",
        sa.BigInteger(),
        sa.ForeignKey("organisations.id"),
        nullable=False,
        index=True,
    )
