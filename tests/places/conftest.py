"""A database with the demonstration city in it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from shutil import copyfile

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy.orm import Session

from config.settings import Settings
from portal.app import create_app
from portal.core.db import db
from portal.core.transaction import writing
from portal.devtools.city import load_city

NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


def settings_at(folder: Path) -> Settings:
    return Settings.for_tests(
        database_url=f"sqlite:///{folder / 'test.db'}",
        queue_url=f"sqlite:///{folder / 'queue.db'}",
        storage_url=f"file://{folder / 'files'}",
    )


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("migrated")
    with create_app(settings_at(folder)).app_context():
        upgrade()
        db.engine.dispose()
    return folder / "test.db"


@pytest.fixture
def app(tmp_path: Path, empty_database: Path) -> Iterator[Flask]:
    copyfile(empty_database, tmp_path / "test.db")
    app = create_app(settings_at(tmp_path))
    with app.app_context():
        yield app


@pytest.fixture
def session(app: Flask) -> Session:
    return db.session()


@pytest.fixture
def city(session: Session) -> Session:
    """The session of a database that holds Chengchuan."""
    with writing(session):
        load_city(session, NOW)
    return session
