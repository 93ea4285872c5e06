"""What every step leaves behind, and what the database refuses by itself."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from config.settings import Settings
from portal.audit.queries import list_entries_of
from portal.core.actor import Actor, ActorKind
from portal.core.ids import digest
from portal.core.jobs.models import Job
from portal.core.sealing import Sealer
from portal.core.transaction import commit
from portal.reports.models import ReportEvent, ReportReporter
from portal.reports.queries import find_recipient, get_reporter, list_events, page_of_reports_by
from portal.reports.rules import ACCOUNT_MARK, replay
from portal.reports.types import (
    Party,
    ReportState,
)
from tests.factories.accounts import make_person
from tests.factories.reports import (
    NOW,
    SECRET,
    make_report,
)


@pytest.mark.parametrize("state", list(ReportState))
def test_replaying_the_history_gives_the_state(each_session, state):
    report = make_report(each_session, state)
    events = list_events(each_session, report)
    assert replay((e.action, e.from_state, e.to_state) for e in events) is report.state is state
    assert [event.seq for event in events] == list(range(1, report.event_count + 1))


def test_every_step_has_an_audit_entry_and_the_reporter_is_told(session):
    report = make_report(session, "closed")
    commit(session)
    entries = list_entries_of(session, ("report", report.ref))
    assert [entry.action for entry in entries] == [
        "reports.submit",
        "reports.accept",
        "reports.dispatch",
        "reports.take",
        "reports.resolve",
        "reports.confirm",
    ]
    told = session.scalars(select(Job.payload).where(Job.name == "reports.tell_reporter")).all()
    assert [payload["seq"] for payload in told] == [2, 3, 5, 6]  # the last for those whose reports follow


def test_the_database_keeps_history_and_reporters_apart_by_itself(each_session):
    session = each_session
    report = make_report(session)
    session.commit()
    for statement in ("UPDATE report_events SET note = 'x'", "DELETE FROM report_events"):
        with pytest.raises(DBAPIError):
            session.execute(text(statement))
        session.rollback()
    person = make_person(session)
    session.add(
        ReportEvent(
            report_id=report.id,
            seq=2,
            action="withdraw",
            to_state="withdrawn",
            party=Party.REPORTER,
            actor="guest",
            person_id=person.id,
            at=NOW,
        )
    )
    with pytest.raises(IntegrityError):
        session.flush()


def test_the_secret_is_kept_as_a_hash_only(session):
    make_report(session)
    row = session.scalars(select(ReportReporter)).one()
    assert SECRET not in (row.secret_hash, row.alias)


def test_no_row_of_a_report_says_from_which_account_it_came(session):
    """As a thief of the database would read it: the account stands nowhere, and no hash can be tried."""
    person = make_person(session, id=987_654_321)
    report = make_report(session, "closed", actor=Actor(ActorKind.PERSON, person.id))
    commit(session)
    rows = [
        dict(row)
        for table in ("reports", "report_reporters", "report_events", "audit_entries", "jobs")
        for row in session.execute(text(f"SELECT * FROM {table}")).mappings()
    ]
    assert not [row for row in rows if "987654321" in str(row)]
    reporter = get_reporter(session, report)
    assert reporter.account_mark not in (digest(str(person.id)), digest(f"{ACCOUNT_MARK}\0{person.id}"))
    assert reporter.account_mark not in Sealer(["a guess"]).marks(str(person.id), ACCOUNT_MARK)


def test_own_reports_are_found_after_the_keys_were_changed(session):
    person = make_person(session)
    report = make_report(session, actor=Actor(ActorKind.PERSON, person.id))
    changed = Sealer(["a new key", *Settings.for_tests().sealing_keys])
    found = page_of_reports_by(session, person.id, changed).items
    assert [one.report_id for one in found] == [report.id]
    assert find_recipient(session, found[0], changed).person == person
