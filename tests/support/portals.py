"""Portals for tests: the real factory on a real database, migrated once and copied for each test."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import flask_migrate
from flask import Flask
from sqlalchemy import event

from config.settings import Settings
from portal.app import create_app
from portal.core.db import db
from portal.core.jobs.runner import run_due
from portal.core.web import EXTENSION
from tests.support.page_client import PageClient
from tests.support.trail import watch


class PortalFolder:
    """Where one portal keeps its data: a database file, a queue file and stored files."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.database = path / "portal.db"
        self.files = path / "files"

    def settings(self, **overrides: Any) -> Settings:
        places = {
            "database_url": f"sqlite:///{self.database}",
            "queue_url": f"sqlite:///{self.path / 'queue.db'}",
            "storage_url": f"file://{self.files}",
        }
        return Settings.for_tests(**(places | overrides))

    def environment(self, **overrides: str) -> dict[str, str]:
        """The same for a process of its own, as variables."""
        settings = self.settings()
        places = {
            "WUFEI_DATABASE_URL": settings.database_url,
            "WUFEI_QUEUE_URL": settings.queue_url,
            "WUFEI_STORAGE_URL": settings.storage_url,
        }
        ours = {name: value for name, value in os.environ.items() if not name.startswith("WUFEI_")}
        return ours | places | overrides

    def fill_from(self, template: "PortalFolder") -> None:
        """Make the data equal to the template's. No connection may be open meanwhile."""
        for leftover in (self.database, *(self.path / f"portal.db-{end}" for end in ("wal", "shm"))):
            leftover.unlink(missing_ok=True)
        shutil.rmtree(self.files, ignore_errors=True)
        shutil.copyfile(template.database, self.database)
        if template.files.exists():
            # Stored files are replaced, never changed, so that links do and cost nothing.
            shutil.copytree(template.files, self.files, dirs_exist_ok=True, copy_function=os.link)
        else:
            self.files.mkdir(exist_ok=True)


def make_portal(settings: Settings) -> Flask:
    """The portal as it runs, with a client that reads its pages; test databases need no fsync."""
    app = create_app(settings)
    app.test_client_class = PageClient
    with app.app_context():
        watch(db.engine)
        if db.engine.dialect.name == "sqlite":
            event.listen(db.engine, "connect", _forget_fsync)
            db.engine.dispose()
    return app


def _forget_fsync(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA synchronous=OFF")


def migrate(app: Flask) -> None:
    with app.app_context():
        flask_migrate.upgrade()
        close(app)


def close(app: Flask) -> None:
    """Let go of the database, so that its file is whole and can be copied or replaced."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def build_once(folder: Path, build: Callable[[PortalFolder], None]) -> PortalFolder:
    """Build a template in the folder; test processes that come at the same time wait and share it."""
    folder.mkdir(parents=True, exist_ok=True)
    done = folder / "done"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        template = PortalFolder(folder)
        if not done.exists():
            build(template)
            done.touch()
    return template


def build_migrated(folder: PortalFolder) -> None:
    """An empty database, made by the migrations."""
    app = make_portal(folder.settings())
    migrate(app)


def build_demo(folder: PortalFolder) -> None:
    """The demonstration city, loaded by its own command, with all that it enqueues worked off."""
    app = make_portal(folder.settings(mode="demo"))
    migrate(app)
    answer = app.test_cli_runner().invoke(args=["demo", "load"])
    assert answer.exit_code == 0, answer.output
    run_jobs(app)
    close(app)


def unchanged(app: Flask) -> Iterator[Flask]:
    """Lend a portal that many tests share, and fail the test that leaves it changed."""
    before = _assembly(app)
    yield app
    assert _assembly(app) == before, "this test changes the shared portal: ask for `make_app` instead"


def _assembly(app: Flask) -> tuple[object, ...]:
    routes = sum(1 for _ in app.url_map.iter_rules())
    return dict(app.config), app.jinja_env.loader, dict(app.jinja_env.globals), routes


def run_jobs(app: Flask) -> int:
    """Do everything that is due, as the worker would, and say how many jobs that was."""
    portal = app.extensions[EXTENSION]
    with app.app_context():
        return run_due(db.session(), portal.registry, portal.jobs)


@contextmanager
def arranged(app: Flask) -> Iterator[Any]:
    """The session with which a test arranges rows and looks at them."""
    with app.app_context():
        session = db.session()
        yield session
        session.rollback()
