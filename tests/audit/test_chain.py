"""The chain of the log, on both databases: what is on record stays, and a change to it is found."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from portal.audit.actions import record
from portal.audit.queries import verify_chain
from portal.audit.types import Broken
from portal.core.actor import Actor
from portal.core.transaction import commit
from tests.factories.accounts import NOW

GUARDS = {
    "sqlite": ["DROP TRIGGER audit_entries_no_update", "DROP TRIGGER audit_entries_no_delete"],
    "postgresql": ["DROP TRIGGER audit_entries_no_change ON audit_entries"],
}


@pytest.fixture
def log(each_session):
    """Five entries of five commits."""
    for number in range(1, 6):
        subject = ("report", f"R-{number}")
        record(each_session, actor=Actor.system(), action="reports.accept", subject=subject, now=NOW)
        commit(each_session)
    return each_session


def forge(session, *statements):
    """Change the log as somebody could who may drop its guards."""
    for statement in (*GUARDS[session.get_bind().dialect.name], *statements):
        session.execute(text(statement))
    session.expire_all()


def test_an_untouched_log_is_intact(log):
    assert verify_chain(log).intact
    assert verify_chain(log).count == 5


@pytest.mark.parametrize("change", ["UPDATE audit_entries SET action = 'x'", "DELETE FROM audit_entries"])
def test_the_database_refuses_to_change_the_log(log, change):
    with pytest.raises(DBAPIError, match="append-only"):
        log.execute(text(change))
    log.rollback()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit_head SET number = 4, hash = (SELECT hash FROM audit_entries WHERE number = 4)",
        "UPDATE audit_head SET number = 6",
        "UPDATE audit_head SET hash = '0'",
        "DELETE FROM audit_head",
    ],
)
def test_the_database_moves_the_head_only_to_a_new_last_entry(log, change):
    with pytest.raises(DBAPIError, match="stays at its last entry"):
        log.execute(text(change))
    log.rollback()


@pytest.mark.parametrize(
    "column", ["action = 'x'", "actor = 'x'", "subject_ref = 'x'", "subject_type = 'x'", "hash = 'x'"]
)
def test_a_changed_row_is_found(log, column):
    forge(log, f"UPDATE audit_entries SET {column} WHERE number = 3")
    assert verify_chain(log).broken == Broken(3, "changed")


@pytest.mark.parametrize(
    ("number", "broken"), [(1, Broken(1, "missing")), (3, Broken(3, "missing")), (5, Broken(4, "head"))]
)
def test_a_removed_row_is_found(log, number, broken):
    forge(log, f"DELETE FROM audit_entries WHERE number = {number}")
    assert verify_chain(log).broken == broken


def test_entries_put_in_another_order_are_found(log):
    forge(
        log,
        "UPDATE audit_entries SET number = 99 WHERE number = 2",
        "UPDATE audit_entries SET number = 2 WHERE number = 3",
        "UPDATE audit_entries SET number = 3 WHERE number = 99",
    )
    assert verify_chain(log).broken == Broken(2, "changed")
