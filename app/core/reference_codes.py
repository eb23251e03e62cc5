"""The codes people read aloud: PRJ-2026-000123; a counter per kind and year."""

from sqlalchemy import BigInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.clock import now
from app.core.database import Base, session


class ReferenceCounter(Base):
    __tablename__ = "reference_counters"

    prefix: Mapped[str] = mapped_column(String(8), primary_key=True)
    year: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    last: Mapped[int]


def next_codes(prefix: str, count: int = 1) -> list[str]:
    """Take the next `count` codes of a kind, for example `next_codes("WO", 3)`.

    The counter's row stays locked until the caller commits; take all codes of a
    verb at once, late.
    """
    year = now().year
    last = session().scalar(
        text(
            "INSERT INTO reference_counters (prefix, year, last) VALUES (:p, :y, :n) "
            "ON CONFLICT (prefix, year) "
            "DO UPDATE SET last = reference_counters.last + :n RETURNING last"
        ),
        {"p": prefix, "y": year, "n": count},
    )
    first = int(last or 0) - count + 1
    return [f"{prefix}-{year}-{number:06d}" for number in range(first, first + count)]
