"""The time, from one place; tests may move it through a row that all processes read."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from flask import current_app, has_app_context
from sqlalchemy import BigInteger, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, session


class ClockOffset(Base):
    """The only row, honoured under PAIGONG_TEST_CLOCK=1 alone."""

    __tablename__ = "clock_offset"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    seconds: Mapped[int] = mapped_column(default=0, server_default=text("0"))


def now() -> datetime:
    """Return the present moment in UTC."""
    real = datetime.now(UTC)  # noqa: TID251 - the one place that asks
    return real + timedelta(seconds=_offset())


def today(time_zone: str) -> date:
    """Return the present day in an IANA time zone."""
    return now().astimezone(ZoneInfo(time_zone)).date()


def _offset() -> int:
    if not (has_app_context() and current_app.config.get("TEST_CLOCK")):
        return 0
    return session().scalar(text("SELECT seconds FROM clock_offset WHERE id = 1")) or 0
