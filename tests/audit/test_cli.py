"""`flask audit verify` as an operator meets it."""

import pytest

from portal.audit.actions import record
from portal.core.actor import Actor
from portal.core.transaction import commit
from tests.factories.accounts import NOW
from tests.support.portals import PortalFolder, close, make_portal


def verify(app):
    return app.test_cli_runner().invoke(args=["audit", "verify"])


@pytest.mark.both
def test_an_intact_log_is_counted(app, session):
    record(session, actor=Actor.system(), action="tests.note", subject=("test", "1"), now=NOW)
    commit(session)
    answer = verify(app)
    assert (answer.exit_code, answer.output) == (0, "audit log intact: 1 entries\n")


def without_tables(tmp_path, **settings):
    folder = PortalFolder(tmp_path / "empty")
    folder.path.mkdir()
    return make_portal(folder.settings(**settings))


def test_a_database_without_tables_is_told_in_words(tmp_path):
    app = without_tables(tmp_path)
    answer = verify(app)
    close(app)
    assert answer.exit_code == 2
    assert "There is no audit log to check" in answer.output
    assert "flask --app wsgi db upgrade" in answer.output


def test_a_postgresql_database_without_tables_is_told_in_words(tmp_path, pg_server):
    app = without_tables(tmp_path, database_url=pg_server.url(pg_server.create_database()))
    answer = verify(app)
    close(app)
    assert answer.exit_code == 2
    assert "flask --app wsgi db upgrade" in answer.output
