"""Fixtures for all tests. What a test asks for decides what it is: one that takes `pg_app` is a PostgreSQL
test, one that takes a browser page is a browser test (the markers follow by themselves).

    app, session, client     an empty portal on SQLite, a session to arrange rows, a client that reads pages
    as_person                signs a person in, in a browser of their own
    pg_app, pg_session       the same on PostgreSQL
    each_app, each_session   runs the test twice, on both; `pytest.mark.both` does it for `app` and `session`
    demo_app, demo_client    the demonstration city
    run_jobs                 does what is due, as the worker would
    make_app                 a portal with settings of the test's own: make_app(limits_off=False)
    phone, phone_without_js, desktop    pages of a real Chromium, on a live server with the demonstration city
"""

import pytest
from hypothesis import settings

from portal.core.db import db
from portal.core.i18n import DEFAULT_LOCALE, set_locale
from portal.core.transaction import commit
from tests.support import portals
from tests.support.page_client import PageClient, sign_in
from tests.support.portals import PortalFolder, arranged, close, make_portal, unchanged
from tests.support.postgres import PostgresServer, note_table_changes

pytest_plugins = ("tests.support.browser",)

# A busy machine is no failure; the cases are counted, not timed.
settings.register_profile("wufei", deadline=None, max_examples=50)
settings.load_profile("wufei")

MARKS = {
    "postgres": {"pg_server", "pg_app", "pg_session"},
    "browser": {"chromium", "phone", "phone_without_js", "desktop"},
}

EACH_DATABASE = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


def pytest_collection_modifyitems(items):
    for item in items:
        asked = set(getattr(item, "fixturenames", ()))
        for mark, fixtures in MARKS.items():
            if asked & fixtures:
                item.add_marker(mark)


def pytest_generate_tests(metafunc):
    if metafunc.definition.get_closest_marker("both") and "database" in metafunc.fixturenames:
        metafunc.parametrize("database", EACH_DATABASE, indirect=True)


@pytest.fixture(autouse=True)
def _default_locale():
    set_locale(DEFAULT_LOCALE)


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory, worker_id):
    """A folder that the test processes of one run share."""
    base = tmp_path_factory.getbasetemp()
    return (base if worker_id == "master" else base.parent) / "shared"


@pytest.fixture(scope="session")
def migrated_folder(shared_folder):
    return portals.build_once(shared_folder / "migrated", portals.build_migrated)


@pytest.fixture(scope="session")
def demo_folder(shared_folder):
    return portals.build_once(shared_folder / "demo", portals.build_demo)


# --- SQLite ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def _kept_portal(tmp_path_factory):
    """One portal for all tests that want nothing special: making one takes longer than most tests."""
    folder = PortalFolder(tmp_path_factory.mktemp("portal"))
    return make_portal(folder.settings()), folder


@pytest.fixture
def _sqlite_app(_kept_portal, migrated_folder):
    app, folder = _kept_portal
    close(app)
    folder.fill_from(migrated_folder)
    yield from unchanged(app)
    close(app)


@pytest.fixture
def database(request):
    """Which database `app` is on; `pytest.mark.both` runs a test on each."""
    return getattr(request, "param", "sqlite")


@pytest.fixture
def app(request, database):
    return request.getfixturevalue("_sqlite_app" if database == "sqlite" else "pg_app")


@pytest.fixture
def session(app):
    with arranged(app) as session:
        yield session


@pytest.fixture
def client(app, session):
    return PageClient.of(app, session)


@pytest.fixture
def as_person(app, session):
    """Each person in a browser of their own, signed in: `as_person(officer).get_page(…)`."""

    def signed_in(person):
        client = PageClient.of(app, session)
        sign_in(client, person.email)
        return client

    return signed_in


@pytest.fixture
def run_jobs(app, session):
    """Do what is due, as the worker would; answers how many jobs that was."""

    def run():
        commit(session)
        return portals.run_jobs(app)

    return run


@pytest.fixture
def make_app(tmp_path, migrated_folder):
    made = []

    def make(**settings):
        folder = PortalFolder(tmp_path / f"portal-{len(made)}")
        folder.path.mkdir()
        folder.fill_from(migrated_folder)
        made.append(make_portal(folder.settings(**settings)))
        return made[-1]

    yield make
    for app in made:
        close(app)


# --- the demonstration city -----------------------------------------------------------------------------


@pytest.fixture(scope="session")
def _kept_demo(tmp_path_factory):
    folder = PortalFolder(tmp_path_factory.mktemp("demo"))
    return make_portal(folder.settings()), folder


@pytest.fixture
def demo_app(_kept_demo, demo_folder):
    app, folder = _kept_demo
    close(app)
    folder.fill_from(demo_folder)
    yield from unchanged(app)
    close(app)


@pytest.fixture
def demo_session(demo_app):
    with arranged(demo_app) as session:
        yield session


@pytest.fixture
def demo_client(demo_app, demo_session):
    return PageClient.of(demo_app, demo_session)


# --- PostgreSQL -----------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def pg_server():
    server = PostgresServer.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def _pg_template(pg_server, tmp_path_factory):
    name = pg_server.create_database()
    folder = PortalFolder(tmp_path_factory.mktemp("pg-template"))
    app = make_portal(folder.settings(database_url=pg_server.url(name)))
    portals.migrate(app)
    pg_server.keep_rows(name)
    return name


@pytest.fixture(scope="session")
def _kept_pg_portal(pg_server, _pg_template, tmp_path_factory):
    """One portal for all; its database is emptied after each, and copied anew where tables changed."""
    folder = PortalFolder(tmp_path_factory.mktemp("pg-portal"))
    name = pg_server.create_database(_pg_template)
    app = make_portal(folder.settings(database_url=pg_server.url(name)))
    with app.app_context():
        changes = note_table_changes(db.engine)
    return app, folder, name, changes


@pytest.fixture
def pg_app(pg_server, _pg_template, _kept_pg_portal, migrated_folder):
    app, folder, name, changes = _kept_pg_portal
    close(app)
    folder.fill_from(migrated_folder)
    yield from unchanged(app)
    close(app)
    if changes:
        pg_server.drop_database(name)
        pg_server.create_database(_pg_template, name)
        changes.clear()
    else:
        pg_server.go_back(name)


@pytest.fixture
def pg_session(pg_app):
    with arranged(pg_app) as session:
        yield session


@pytest.fixture(params=EACH_DATABASE)
def each_app(request):
    return request.getfixturevalue("_sqlite_app" if request.param == "sqlite" else "pg_app")


@pytest.fixture
def each_session(each_app):
    with arranged(each_app) as session:
        yield session
