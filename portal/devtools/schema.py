"""A database's schema in words, so that two of them can be compared line by line.

Alembic's own comparison does not see check constraints, server defaults or the predicates of partial indexes;
here a database made by the migrations and one made from the models are both read back and described.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, inspect
from sqlalchemy.engine import Inspector

import portal.models  # noqa: F401 -- importing it maps every table
from portal.core.db import Base

IGNORED_TABLES = ("alembic_version", "sqlite_")
"""Beginnings of the names of tables that are not ours to compare."""


def compare_on_sqlite() -> list[str]:
    """Differences between a fresh SQLite database made by the migrations and one made from the models."""
    with tempfile.TemporaryDirectory() as folder:
        migrated = f"sqlite:///{Path(folder) / 'migrated.db'}"
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "db", "upgrade"]
        environment = os.environ | {"WUFEI_DATABASE_URL": migrated, "WUFEI_MODE": "demo"}
        subprocess.run(command, env=environment, check=True)  # noqa: S603 -- the command is ours
        return differences(
            describe(create_engine(migrated)), describe_models(f"sqlite:///{Path(folder) / 'mapped.db'}")
        )


def describe_models(url: str) -> list[str]:
    """The schema of an empty database after all mapped tables were made in it."""
    engine = create_engine(url)
    Base.metadata.create_all(engine)
    try:
        return describe(engine)
    finally:
        engine.dispose()


def missing_columns(engine: Engine) -> list[str]:
    """Mapped tables and columns that the database does not have: another version of the portal made it."""
    inspector = inspect(engine)
    have = set(inspector.get_table_names())
    found = [name for name in Base.metadata.tables if name not in have]
    for name, table in Base.metadata.tables.items():
        if name in have:
            columns = {column["name"] for column in inspector.get_columns(name)}
            found += [f"{name}.{column.name}" for column in table.columns if column.name not in columns]
    return sorted(found)


def describe(engine: Engine, ignored: tuple[str, ...] = ()) -> list[str]:
    """One line for every column, key, constraint and index of every table, sorted.

    `ignored` adds beginnings of table names that migrations make without a model (search indexes).
    """
    inspector = inspect(engine)
    lines: list[str] = []
    for table in inspector.get_table_names():
        if not table.startswith((*IGNORED_TABLES, *ignored)):
            lines += [f"{table}: {part}" for part in _table(inspector, table)]
    return sorted(lines)


def differences(migrated: list[str], mapped: list[str]) -> list[str]:
    """What only one of the two schemas has; empty where they are equal."""
    return [f"only in the migrations:  {line}" for line in sorted(set(migrated) - set(mapped))] + [
        f"only in the models:      {line}" for line in sorted(set(mapped) - set(migrated))
    ]


def _table(inspector: Inspector, table: str) -> Iterator[str]:
    for column in inspector.get_columns(table):
        null = "null" if column["nullable"] else "not null"
        default = f" default {_plain(column['default'])}" if column["default"] is not None else ""
        yield f"column {column['name']} {column['type']!s} {null}{default}"
    key = inspector.get_pk_constraint(table)
    yield f"primary key {key['name']} ({_names(key['constrained_columns'])})"
    for foreign in inspector.get_foreign_keys(table):
        target = f"{foreign['referred_table']} ({_names(foreign['referred_columns'])})"
        options = "".join(f" {name} {value}" for name, value in sorted(foreign.get("options", {}).items()))
        yield f"foreign key {foreign['name']} ({_names(foreign['constrained_columns'])}) to {target}{options}"
    for unique in inspector.get_unique_constraints(table):
        yield f"unique {unique['name']} ({_names(unique['column_names'])})"
    for check in inspector.get_check_constraints(table):
        yield f"check {check['name']}: {_plain(check['sqltext'])}"
    for index in inspector.get_indexes(table):
        if not index.get("duplicates_constraint"):
            yield _index(index)


def _index(index: Any) -> str:
    parts = index.get("expressions") or index["column_names"]
    options = {
        name.split("_", 1)[1]: _plain(str(value))
        for name, value in index.get("dialect_options", {}).items()
        if value not in (None, [], {}, "btree")
    }
    kind = "unique index" if index["unique"] else "index"
    return f"{kind} {index['name']} ({_names(parts)}) {options or ''}".rstrip()


def _names(parts: list[Any]) -> str:
    return ", ".join(str(part) for part in parts)


def _plain(text: Any) -> str:
    """SQL without the differences that mean nothing: case of words, spaces, quotes around plain names."""
    spaced = re.sub(r"\s+", " ", re.sub(r'"([a-z_]+)"', r"\1", str(text))).strip()
    spaced = re.sub(r"\s*([(),=<>!]+)\s*", r"\1", spaced)
    return "".join(part if quoted else part.lower() for quoted, part in _by_quotes(spaced))


def _by_quotes(text: str) -> Iterator[tuple[bool, str]]:
    for number, part in enumerate(text.split("'")):
        yield number % 2 == 1, part if number == 0 else "'" + part
