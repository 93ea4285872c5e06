"""What every step leaves behind, and what the database refuses by itself."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from portal.audit.queries import list_entries_of
from portal.core.jobs.models import Job
from portal.core.transaction import commit
from portal.reports.models import ReportEvent, ReportReporter
from portal.reports.queries import list_events
from portal.reports.rules import replay
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
    assert [payload["seq"] for payload in told] == [2, 3, 5]


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
