"""Receiving a report: once, with its photos, and the reporter kept apart."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.audit.queries import list_entries_of
from portal.core.actor import Actor, ActorKind
from portal.core.errors import Conflict, Invalid
from portal.core.transaction import commit
from portal.reports import actions
from portal.reports.models import Report, ReportPhoto
from portal.reports.queries import find_recipient, get_report, get_reporter, list_events, list_photos
from portal.reports.types import (
    Party,
    PhotoKind,
    ReportState,
)
from tests.factories.accounts import make_person
from tests.factories.reports import (
    GUEST,
    NOW,
    SEALER,
    SECRET,
    a_submission,
    an_address,
    make_report,
    staged_photos,
)

pytestmark = pytest.mark.both


def submit(session, command, *, actor=GUEST, secret=SECRET):
    return actions.submit(session, command, secret=secret, sealer=SEALER, actor=actor, now=NOW)


def test_submit_keeps_the_report_its_photos_and_apart_from_them_the_reporter(each_session):
    session = each_session
    person = Actor(ActorKind.PERSON, make_person(session).id)
    command = a_submission(photos=staged_photos(session, 2), email="wang@test.example")
    report = get_report(session, submit(session, command, actor=person).ref)

    assert (report.state, report.district_code, report.urgent) == (ReportState.RECEIVED, "990101", False)
    assert [photo.kind for photo in list_photos(session, report)] == [PhotoKind.BEFORE] * 2
    reporter = get_reporter(session, report)
    assert find_recipient(session, reporter, SEALER).person.id == person.person_id
    assert b"wang@test" not in (reporter.sealed_email or b"")
    event = list_events(session, report)[0]
    assert (event.party, event.actor, event.person_id) == (Party.REPORTER, "guest", None)


def test_the_audit_log_does_not_name_the_reporter(session):
    person = Actor(ActorKind.PERSON, make_person(session).id)
    ref = submit(session, a_submission(), actor=person).ref
    commit(session)
    assert [entry.actor for entry in list_entries_of(session, ("report", ref))] == ["guest"]


def test_sending_the_same_form_twice_makes_one_report(each_session):
    session = each_session
    command = a_submission(photos=staged_photos(session))
    first, second = submit(session, command), submit(session, command, secret="another")
    assert (first.new, second.new, first.ref) == (True, False, second.ref)
    assert session.scalar(select(func.count(Report.id))) == 1
    assert session.scalar(select(func.count(ReportPhoto.id))) == 1


def test_another_phone_cannot_use_a_form_that_was_sent(session):
    command = a_submission()
    submit(session, command)
    with pytest.raises(Conflict):
        submit(session, a_submission(submission_id=command.submission_id, phone_key="another"))


def test_a_report_needs_no_point_but_then_an_address(session):
    submit(session, a_submission(place=an_address()))
    with pytest.raises(Invalid) as refused:
        submit(session, a_submission(place=an_address(address="")))
    assert list(refused.value.errors) == ["address"]


def test_an_urgent_kind_waits_two_hours_at_most(session):
    report = make_report(session, category="hazardous")
    assert (report.urgent, report.due_at) == (True, NOW + timedelta(hours=2))


def test_an_unknown_kind_is_refused(session):
    with pytest.raises(Invalid) as refused:
        submit(session, a_submission(category="gold"))
    assert list(refused.value.errors) == ["category"]
