"""Columns as every table of ours has them, named once."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB


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


def moment(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=True)


def maybe_text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=True)


def json(name: str, default: str | None = None) -> sa.Column[Any]:
    shown = sa.text(default) if default else None
    return sa.Column(name, JSONB(), nullable=False, server_default=shown)


def belongs_to(table: str, *names: str) -> sa.ForeignKeyConstraint:
    """Refer to a row of the same organisation or project, and go with it."""
    first, second = names
    return sa.ForeignKeyConstraint(
        [first, second], [f"{table}.id", f"{table}.{second}"], ondelete="CASCADE"
    )


def ref(
    name: str, table: str, *, index: bool = False, optional: bool = False
) -> sa.Column[int]:
    target = sa.ForeignKey(f"{table}.id")
    return sa.Column(name, sa.BigInteger(), target, nullable=optional, index=index)


def indexed(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=False, index=True)
