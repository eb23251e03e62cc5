"""Territories, technicians, their skills, shifts and absences."""

from datetime import date, datetime, time
from decimal import Decimal

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Numeric,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database import Base, Id, Versioned

PLACE = "{0}_lat BETWEEN -90 AND 90 AND {0}_lon BETWEEN -180 AND 180"


class Territory(Versioned, Base):
    """A circle in which one organisation plans."""

    __tablename__ = "territories"
    __table_args__ = (
        CheckConstraint(PLACE.format("centre"), name="centre"),
        CheckConstraint("radius_m > 0", name="radius"),
    )

    id: Mapped[Id]
    owner_organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisations.id"), index=True
    )
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    name_zh: Mapped[str] = mapped_column(String(200), server_default="")
    country: Mapped[str] = mapped_column(String(2), server_default="CN")
    time_zone: Mapped[str] = mapped_column(String(64), server_default="Asia/Shanghai")
    centre_lat: Mapped[float]
    centre_lon: Mapped[float]
    radius_m: Mapped[int]
    #: Other organisations that may place their people here.
    open_to: Mapped[list[int]] = mapped_column(
        ARRAY(BigInteger), server_default=text("'{}'::bigint[]")
    )


class Technician(Versioned, Base):
    __tablename__ = "technicians"
    __table_args__ = (
        UniqueConstraint("owner_organisation_id", "phone"),
        CheckConstraint(PLACE.format("home"), name="home"),
        CheckConstraint("speed_percent BETWEEN 10 AND 500", name="speed"),
        CheckConstraint(
            "max_overtime_seconds >= 0 AND capacity_kg >= 0 AND capacity_m3 >= 0",
            name="limits",
        ),
    )

    id: Mapped[Id]
    owner_organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisations.id"), index=True
    )
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    phone: Mapped[str] = mapped_column(String(20))
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"), index=True)
    home_lat: Mapped[float]
    home_lon: Mapped[float]
    starts_at_home: Mapped[bool] = mapped_column(server_default=text("true"))
    max_overtime_seconds: Mapped[int] = mapped_column(server_default=text("0"))
    capacity_kg: Mapped[Decimal] = mapped_column(Numeric(10, 3))
    capacity_m3: Mapped[Decimal] = mapped_column(Numeric(10, 4))
    #: Work times are divided by this: at 125 a job of 75 minutes takes 60.
    speed_percent: Mapped[int] = mapped_column(server_default=text("100"))
    active: Mapped[bool] = mapped_column(server_default=text("true"))
    territory: Mapped[Territory] = relationship(
        lazy="joined", innerjoin=True, viewonly=True
    )
    skills: Mapped[list["TechnicianSkill"]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="TechnicianSkill.id"
    )
    patterns: Mapped[list["ShiftPattern"]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="ShiftPattern.weekday"
    )


class TechnicianSkill(Base):
    """A level from 1 to 5, from the first to the last day it is valid."""

    __tablename__ = "technician_skills"
    __table_args__ = (
        CheckConstraint("level BETWEEN 1 AND 5", name="level"),
        CheckConstraint("valid_until >= valid_from", name="period"),
    )

    id: Mapped[Id]
    technician_id: Mapped[int] = mapped_column(
        ForeignKey("technicians.id", ondelete="CASCADE"), index=True
    )
    skill_code: Mapped[str] = mapped_column(ForeignKey("skills.code"))
    level: Mapped[int]
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]


class ShiftPattern(Base):
    """The shift of a weekday (0 is Monday); an end before the start is the next day."""

    __tablename__ = "shift_patterns"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("break_seconds >= 0", name="break"),
    )

    technician_id: Mapped[int] = mapped_column(
        ForeignKey("technicians.id", ondelete="CASCADE"), primary_key=True
    )
    weekday: Mapped[int] = mapped_column(primary_key=True)
    start_time: Mapped[time]
    end_time: Mapped[time]
    break_earliest: Mapped[time | None]
    break_latest_end: Mapped[time | None]
    break_seconds: Mapped[int] = mapped_column(server_default=text("0"))


class ShiftException(Base):
    """A day that is unlike its weekday: off, or working other hours."""

    __tablename__ = "shift_exceptions"
    __table_args__ = (
        UniqueConstraint("technician_id", "day"),
        CheckConstraint(
            "(start_time IS NOT NULL AND end_time IS NOT NULL) = working", name="hours"
        ),
    )

    id: Mapped[Id]
    technician_id: Mapped[int] = mapped_column(
        ForeignKey("technicians.id", ondelete="CASCADE")
    )
    day: Mapped[date]
    working: Mapped[bool]
    start_time: Mapped[time | None]
    end_time: Mapped[time | None]
    note: Mapped[str] = mapped_column(String(500), server_default="")


class Absence(Base):
    __tablename__ = "absences"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="period"),
        Index("ix_absences_technician_id_starts_at", "technician_id", "starts_at"),
    )

    id: Mapped[Id]
    technician_id: Mapped[int] = mapped_column(
        ForeignKey("technicians.id", ondelete="CASCADE")
    )
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(500), server_default="")


class TechnicianPosition(Base):
    """Where a technician's phone was, as it says; forgotten after thirty days."""

    __tablename__ = "technician_positions"
    __table_args__ = (
        CheckConstraint(
            "lat BETWEEN -90 AND 90 AND lon BETWEEN -180 AND 180", name="place"
        ),
        Index("ix_technician_positions_at", "at", postgresql_using="brin"),
    )

    technician_id: Mapped[int] = mapped_column(
        ForeignKey("technicians.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    )
    at: Mapped[datetime] = mapped_column(primary_key=True)
    owner_organisation_id: Mapped[int]
    user_id: Mapped[int]
    received_at: Mapped[datetime]
    lat: Mapped[float]
    lon: Mapped[float]
    accuracy_m: Mapped[int | None]
    #: In metres per second.
    speed: Mapped[float | None]
