"""The one database: declarative base, column types, and the actor of a transaction."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Annotated, Any

from flask import Flask, has_app_context
from flask_sqlalchemy import SQLAlchemy
from psycopg.pq import TransactionStatus
from sqlalchemy import (
    BigInteger,
    Connection,
    CursorResult,
    DateTime,
    Enum,
    Identity,
    MetaData,
    event,
    text,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    Session,
    SessionTransaction,
    mapped_column,
)

from app.core.actor import current_actor

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

type_annotation_map: dict[Any, Any] = {
    int: BigInteger(),
    datetime: DateTime(timezone=True),
}


class Base(DeclarativeBase):
    """Every table of Paigong."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = type_annotation_map


Id = Annotated[
    int,
    mapped_column(BigInteger, Identity(always=True), primary_key=True, sort_order=-1),
]


class Versioned:
    """A row that people change: `version` is its ETag and guards against loss."""

    version: Mapped[int] = mapped_column(default=1, server_default=text("1"))


class Timestamped:
    created_at: Mapped[datetime] = mapped_column(
        server_default=text("now()"), sort_order=90
    )


def text_enum(kind: type[Any]) -> Enum:
    """Store an enum by value in a checked text column."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=40,
        name=kind.__name__.lower(),
        values_callable=lambda e: [member.value for member in e],
    )


#: Rows that a verb returns stay readable after its commit, also for the next actor;
#: in turn every query brings its rows up to date, above all those it locks.
db = SQLAlchemy(
    disable_autonaming=True,
    session_options={
        "expire_on_commit": False,
        "execution_options": {"populate_existing": True},
    },
)


def init_app(app: Flask) -> None:
    """Bind the database to the application, and let go of it after each context."""
    db.init_app(app)
    # Runs before the extension's own, which would raise out of a finished request.
    app.teardown_appcontext(_let_go)


def _let_go(_: BaseException | None) -> None:
    """End what the context left open; a connection lost by now takes nothing back."""
    if not db.session.registry.has():
        return
    try:
        session().rollback()
    except DBAPIError:
        session().invalidate()


def session() -> Session:
    """Return the session of this request, job or command."""
    return db.session()


def run_plain(sql: str, values: Mapping[str, Any]) -> CursorResult[Any]:
    """Run SQL as the driver takes it (`%(name)s`), for the few hottest statements.

    Nothing is compiled, converted or flushed before: that costs more than they do.
    """
    return session().connection().exec_driver_sql(sql, dict(values))


def run_plain_for_each(sql: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Run plain SQL once for each row, in one round trip; it returns nothing."""
    session().connection().exec_driver_sql(sql, [dict(row) for row in rows])


@event.listens_for(Session, "after_begin")
def _name_the_actor(
    _session: Session, _transaction: SessionTransaction, connection: Connection
) -> None:
    _set_actor(connection, current_actor().setting)


def _set_actor(connection: Connection, setting: str) -> None:
    connection.exec_driver_sql("SELECT set_config('app.actor', %s, true)", (setting,))


def tell_actor(setting: str) -> None:
    """Tell an already open transaction that the actor changed."""
    if (
        has_app_context()
        and "sqlalchemy" in _extensions()
        and db.session.registry.has()
    ):
        current = session()
        if current.in_transaction() and current.is_active:
            connection = current.connection()
            if _listens(connection):
                _set_actor(connection, setting)


def _listens(connection: Connection) -> bool:
    """Whether the transaction can be told: a failed or lost one only rolls back.

    What it was that failed is raised already.
    """
    if connection.invalidated:
        return False
    info = getattr(connection.connection.dbapi_connection, "info", None)
    return info is not None and info.transaction_status is TransactionStatus.INTRANS


def _extensions() -> dict[str, Any]:
    from flask import current_app  # noqa: PLC0415 - only inside an application context

    return current_app.extensions
