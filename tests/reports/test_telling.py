"""Reporters are told, in their language and where they can be reached; nobody else is."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.core.actor import Actor, ActorKind
from portal.notifications.models import InboxMessage, OutboxMail
from portal.reports import actions
from portal.reports.types import AcceptReport, AskReporter, MergeReport, RejectReport
from tests.factories.accounts import make_person, make_unit
from tests.factories.reports import NOW, a_dispatcher, a_handler, make_report

LATER = NOW + timedelta(hours=1)


def told(session, run_jobs):
    run_jobs()
    session.expire_all()
    return session.scalars(select(OutboxMail).order_by(OutboxMail.id)).all()


def test_an_account_finds_it_in_the_inbox_in_its_language(session, run_jobs):
    person = make_person(session, locale="en")
    report = make_report(session, actor=Actor(ActorKind.PERSON, person.id))
    actions.accept(session, report, AcceptReport("We look at it"), actor=a_dispatcher(session), now=LATER)
    told(session, run_jobs)
    message = session.scalars(select(InboxMessage)).one()
    assert (message.person_id, message.link) == (person.id, f"/reports/{report.ref}/progress")
    assert message.title == f"Your report {report.ref}: Accepted"
    assert "We look at it" in message.body


def test_an_address_left_behind_stays_sealed(session, run_jobs):
    report = make_report(session, email="wang@test.example")
    actions.accept(session, report, AcceptReport(), actor=a_dispatcher(session), now=LATER)
    mail = told(session, run_jobs)[0]
    assert (mail.address, mail.person_id) == (None, None)
    assert mail.sealed_for == f"report:{report.id}"


def test_who_left_nothing_is_told_nothing(session, run_jobs):
    report = make_report(session)
    actions.accept(session, report, AcceptReport(), actor=a_dispatcher(session), now=LATER)
    assert told(session, run_jobs) == []


@pytest.mark.parametrize("locale", ["zh_Hans", "en", "zh_Hant"])
def test_a_refusal_says_where_to_turn(session, run_jobs, locale):
    person = make_person(session, locale=locale)
    report = make_report(session, actor=Actor(ActorKind.PERSON, person.id))
    command = RejectReport("not_our_duty")
    actions.reject(session, report, command, actor=a_dispatcher(session), now=LATER)
    assert "12369" in told(session, run_jobs)[0].body


def test_a_question_is_told_in_full(session, run_jobs):
    person, unit = make_person(session), make_unit(session)
    report = make_report(session, "in_progress", unit=unit, actor=Actor(ActorKind.PERSON, person.id))
    actions.ask_reporter(
        session, report, AskReporter("Which bank?"), actor=a_handler(session, unit), now=LATER
    )
    assert "Which bank?" in told(session, run_jobs)[-1].body


def test_those_whose_report_was_merged_hear_of_the_lead(session, run_jobs):
    person = make_person(session)
    lead, follower = make_report(session), make_report(session, actor=Actor(ActorKind.PERSON, person.id))
    dispatcher = a_dispatcher(session)
    actions.merge(session, follower, MergeReport(lead.ref), actor=dispatcher, now=LATER)
    actions.accept(session, lead, AcceptReport(), actor=dispatcher, now=LATER)
    assert [follower.ref in mail.subject for mail in told(session, run_jobs)] == [True, True]
