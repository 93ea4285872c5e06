"""Alembic's entry: the app's own engine, our metadata, batch mode for SQLite."""

from alembic import context
from flask import current_app
from sqlalchemy import JSON

from portal.core.db import Base, UtcDateTime, db

target_metadata = Base.metadata


def render_item(kind, item, _autogen):
    """Write our own column types as plain SQLAlchemy ones: migrations import no models and no code of ours."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, JSON):
        return 'sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")'
    return False


def run_migrations() -> None:
    connectable = db.engine
    with connectable.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            # A batch migration rebuilds tables; foreign keys must not fire meanwhile.
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.commit()
        context.configure(
            connection=connection,
            target_metadata=target_metadata,
            render_as_batch=True,
            compare_type=True,
            render_item=render_item,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
        if sqlite:
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")


assert current_app is not None
run_migrations()
