"""Brands, skills, models with their works and prices, commissioning templates."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Numeric,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.catalogue.states import Category, WorkKind
from app.core.database import Base, Id, Timestamped, Versioned, text_enum


class Brand(Versioned, Base):
    __tablename__ = "brands"
    __table_args__ = (UniqueConstraint("id", "owner_organisation_id"),)

    id: Mapped[Id]
    owner_organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisations.id"), index=True
    )
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    name_zh: Mapped[str] = mapped_column(String(200), server_default="")


class Skill(Base):
    """What a technician can do; a certificate has a period of validity."""

    __tablename__ = "skills"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    name_zh: Mapped[str] = mapped_column(String(200), server_default="")
    is_certificate: Mapped[bool] = mapped_column(server_default=text("false"))


class CatalogueModel(Versioned, Base):
    __tablename__ = "catalogue_models"
    __table_args__ = (
        UniqueConstraint("brand_id", "code"),
        ForeignKeyConstraint(
            ["brand_id", "owner_organisation_id"],
            ["brands.id", "brands.owner_organisation_id"],
        ),
        CheckConstraint("weight_kg >= 0 AND volume_m3 >= 0", name="load"),
    )

    id: Mapped[Id]
    brand_id: Mapped[int]
    owner_organisation_id: Mapped[int] = mapped_column(index=True)
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(200))
    name_zh: Mapped[str] = mapped_column(String(200), server_default="")
    category: Mapped[Category] = mapped_column(text_enum(Category))
    weight_kg: Mapped[Decimal] = mapped_column(Numeric(10, 3))
    volume_m3: Mapped[Decimal] = mapped_column(Numeric(10, 4))
    is_sample: Mapped[bool] = mapped_column(server_default=text("false"))
    brand: Mapped[Brand] = relationship(lazy="joined", innerjoin=True, viewonly=True)
    works: Mapped[list["ModelWork"]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="ModelWork.kind"
    )
    prices: Mapped[list["ModelPrice"]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="ModelPrice.id"
    )


class ModelWork(Base):
    """What one kind of work on one unit of the model takes."""

    __tablename__ = "model_works"
    __table_args__ = (
        CheckConstraint("duration_seconds > 0 AND setup_seconds >= 0", name="duration"),
        CheckConstraint("crew_size BETWEEN 1 AND 8", name="crew"),
        CheckConstraint(
            "min_lag_seconds >= 0 AND max_lag_seconds >= min_lag_seconds", name="lag"
        ),
    )

    model_id: Mapped[int] = mapped_column(
        ForeignKey("catalogue_models.id", ondelete="CASCADE"), primary_key=True
    )
    kind: Mapped[WorkKind] = mapped_column(text_enum(WorkKind), primary_key=True)
    duration_seconds: Mapped[int]
    setup_seconds: Mapped[int] = mapped_column(server_default=text("0"))
    crew_size: Mapped[int] = mapped_column(server_default=text("1"))
    skills: Mapped[dict[str, int]] = mapped_column(JSONB)
    min_lag_seconds: Mapped[int] = mapped_column(server_default=text("0"))
    max_lag_seconds: Mapped[int | None]


class ModelPrice(Base):
    """A list price; without a kind it is the price of the goods."""

    __tablename__ = "model_prices"
    __table_args__ = (
        UniqueConstraint(
            "model_id",
            "kind",
            "currency",
            "valid_from",
            postgresql_nulls_not_distinct=True,
        ),
        CheckConstraint("amount_minor >= 0", name="amount"),
        CheckConstraint("valid_until >= valid_from", name="period"),
    )

    id: Mapped[Id]
    model_id: Mapped[int] = mapped_column(
        ForeignKey("catalogue_models.id", ondelete="CASCADE")
    )
    kind: Mapped[WorkKind | None] = mapped_column(text_enum(WorkKind))
    amount_minor: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]


class CommissioningTemplate(Timestamped, Base):
    """The steps that prove a model works; a version, once written, never changes."""

    __tablename__ = "commissioning_templates"

    model_id: Mapped[int] = mapped_column(
        ForeignKey("catalogue_models.id", ondelete="CASCADE"), primary_key=True
    )
    version: Mapped[int] = mapped_column(primary_key=True)
    steps: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    source: Mapped[str] = mapped_column(String(500))
    is_sample: Mapped[bool] = mapped_column(server_default=text("false"))
