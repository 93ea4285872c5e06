"""The database: typed base class, column types, and how SQLite is made trustworthy."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    DateTime,
    Engine,
    Enum,
    Integer,
    MetaData,
    event,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, QueryableAttribute, Session
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

BigId = BigInteger().with_variant(Integer(), "sqlite")
"""A primary or foreign key: 64 bits on PostgreSQL, SQLite's own rowid there."""

Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")

_TRIES = 5

IMMEDIATE = "wufei_immediate"
"""Execution option of a connection whose transaction will write (see `core.transaction`)."""


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)


class UtcDateTime(TypeDecorator[datetime]):
    """Aware UTC datetimes in and out. A naive one is a mistake and is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a datetime without time zone was given to the database")
        plain = value.astimezone(UTC)
        return plain.replace(tzinfo=None) if dialect.name == "sqlite" else plain

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 -- their signature
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def enum_type(values: type[StrEnum], name: str) -> Enum:
    """Store a StrEnum by value, with a named check constraint that both databases enforce."""
    return Enum(
        values,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=max(len(v.value) for v in values) + 8,
        values_callable=lambda enum: [v.value for v in enum],
    )


db = SQLAlchemy(model_class=Base, session_options={"autoflush": True})


def init_app(app: Flask, database_url: str) -> None:
    """Bind the app to its database. SQLite: WAL, foreign keys, full fsync, waiting up to 15 s for a lock."""
    sqlite = database_url.startswith("sqlite")
    if database_url.startswith(("postgresql://", "postgres://")):  # as other programs write it: our driver
        database_url = f"postgresql+psycopg://{database_url.partition('://')[2]}"
    app.config["SQLALCHEMY_DATABASE_URI"] = database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = (
        {"connect_args": {"timeout": 15, "check_same_thread": False}, "pool_size": 20, "max_overflow": 60}
        if sqlite
        else {
            # Whatever the server's own time zone is, a moment written as text means UTC.
            "connect_args": {"options": "-c timezone=UTC", "application_name": "wufei"},
            "pool_size": 10,
            "max_overflow": 30,
            "pool_pre_ping": True,
        }
    ) | {
        "json_serializer": _dumps,
        "hide_parameters": True,  # an error is logged, and they hold what people typed
    }
    db.init_app(app)
    with app.app_context():
        if sqlite:
            prepare_sqlite(db.engine)


def prepare_sqlite(engine: Engine) -> None:
    """Take transaction control from the driver: it begins late and silently loses updates otherwise."""

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        # FULL: an acknowledged report survives a power cut; NORMAL may lose the last commits.
        for pragma in ("journal_mode=WAL", "foreign_keys=ON", "busy_timeout=15000", "synchronous=FULL"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.execute("PRAGMA cache_size=-16000")
        # Else REPLACE removes a row without asking the triggers that keep it.
        cursor.execute("PRAGMA recursive_triggers=ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        immediate = connection.get_execution_options().get(IMMEDIATE, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def add_numbered(
    session: Session, row: Base, column: QueryableAttribute[str], number: Callable[[], str]
) -> None:
    """Add `row` under a number of `number` that no other has; tried again where two have drawn the same.

    Anything else that the database refuses rises as it is.
    """
    session.flush()
    for attempt in range(_TRIES):
        drawn = number()
        setattr(row, column.key, drawn)
        try:
            with session.begin_nested():
                session.add(row)
        except IntegrityError:
            taken = session.scalar(select(column).where(column == drawn)) is not None
            if not taken or attempt == _TRIES - 1:
                raise
        else:
            return


def next_number(session: Session, number: QueryableAttribute[int], of: ColumnElement[bool]) -> int:
    """What follows the greatest `number` of the rows that belong together; 1 where there is none yet.

    Whoever writes has the owner's row already; a unique constraint refuses two who do not.
    """
    return (session.scalar(select(func.max(number)).where(of)) or 0) + 1


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
