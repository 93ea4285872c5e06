"""Reporters are told, in their language and where they can be reached; staff when it is their turn."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.core.actor import Actor, ActorKind, Grant, Role
from portal.core.jobs.models import Job
from portal.notifications.models import InboxMessage, OutboxMail
from portal.notifications.queries import item_of
from portal.reports import actions
from portal.reports.catalogue import catalogue
from portal.reports.types import (
    AcceptReport,
    AnswerQuestion,
    AskExtension,
    AskReporter,
    ConfirmReport,
    DispatchReport,
    DisputeReport,
    MergeReport,
    RefuseExtension,
    RejectReport,
    ResolveReport,
    ReturnReport,
    UnmergeReport,
    WithdrawReport,
)
from tests.factories.accounts import CITY, make_person, make_staff, make_unit
from tests.factories.places import make_city
from tests.factories.reports import GUEST, NOW, SEALER, a_dispatcher, a_handler, make_report

LATER = NOW + timedelta(hours=1)


def told(session, run_jobs):
    run_jobs()
    session.expire_all()
    return session.scalars(select(OutboxMail).order_by(OutboxMail.id)).all()


def last_read(session, run_jobs):
    """The words of the last message, as its reader sees them."""
    told(session, run_jobs)
    last = session.scalars(select(InboxMessage).order_by(InboxMessage.id.desc())).first()
    return item_of(last, SEALER).body


def test_an_account_finds_it_in_the_inbox_in_its_language(session, run_jobs):
    person = make_person(session, locale="en")
    report = make_report(session, actor=Actor(ActorKind.PERSON, person.id))
    actions.accept(session, report, AcceptReport("We look at it"), actor=a_dispatcher(session), now=LATER)
    told(session, run_jobs)
    rows = session.scalars(select(InboxMessage).order_by(InboxMessage.id)).all()
    assert {row.person_id for row in rows} == {person.id}
    received, message = (item_of(row, SEALER) for row in rows)
    assert received.title == f"Your report {report.ref}: Reported"
    assert message.link == f"/reports/{report.ref}/progress"
    assert message.title == f"Your report {report.ref}: Accepted"
    assert "We look at it" in message.body


def test_no_reader_of_the_tables_joins_a_person_with_a_report(session, run_jobs):
    person = make_person(session)
    report = make_report(session, actor=Actor(ActorKind.PERSON, person.id), now=LATER + timedelta(minutes=7))
    mail = told(session, run_jobs)[0]
    message = session.scalars(select(InboxMessage)).one()

    assert (mail.person_id, mail.address) == (None, None)
    assert SEALER.open(mail.sealed_address, mail.sealed_for).decode() == person.email
    assert (message.title, message.body, message.link) == (None, None, None)
    assert (message.created_at.minute, message.created_at.second) == (0, 0)
    for table in (OutboxMail, InboxMessage, Job):
        for row in session.execute(select(table.__table__)).mappings():
            shown = " ".join(repr(value) for value in row.values())
            names_person = person.email in shown or row.get("person_id") == person.id
            assert not (names_person and report.ref in shown), table


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
    assert "12369" in last_read(session, run_jobs)


def test_a_question_is_told_in_full(session, run_jobs):
    person, unit = make_person(session), make_unit(session)
    report = make_report(session, "in_progress", unit=unit, actor=Actor(ActorKind.PERSON, person.id))
    actions.ask_reporter(
        session, report, AskReporter("Which bank?"), actor=a_handler(session, unit), now=LATER
    )
    assert "Which bank?" in last_read(session, run_jobs)


def test_those_whose_report_was_merged_hear_of_the_lead(session, run_jobs):
    person = make_person(session)
    lead, follower = make_report(session), make_report(session, actor=Actor(ActorKind.PERSON, person.id))
    dispatcher = a_dispatcher(session)
    actions.merge(session, follower, MergeReport(lead.ref), actor=dispatcher, now=LATER)
    actions.accept(session, lead, AcceptReport(), actor=dispatcher, now=LATER)
    assert not any(mail.subject for mail in told(session, run_jobs))
    titles = [item_of(one, SEALER).title for one in session.scalars(select(InboxMessage))]
    assert [follower.ref in title for title in titles] == [True, True, True]


def test_whose_report_was_merged_reads_the_date_of_the_lead(session, run_jobs):
    make_city(session)
    person, unit = make_person(session, locale="en"), make_unit(session)
    lead, follower = make_report(session), make_report(session, actor=Actor(ActorKind.PERSON, person.id))
    dispatcher = a_dispatcher(session)
    actions.merge(session, follower, MergeReport(lead.ref), actor=dispatcher, now=LATER)
    actions.accept(session, lead, AcceptReport(), actor=dispatcher, now=LATER)
    much_later = LATER + timedelta(days=20)
    command = DispatchReport(unit_id=unit.id, category=lead.category)
    actions.dispatch(session, lead, command, actor=dispatcher, now=much_later)

    body = last_read(session, run_jobs)

    assert lead.due_at > much_later > follower.due_at
    assert f"{lead.due_at.day} {lead.due_at:%b}" in body


def test_a_question_is_put_to_the_reporter_of_the_lead_alone(session, run_jobs):
    make_city(session)
    person, unit = make_person(session), make_unit(session)
    lead = make_report(session, "in_progress", unit=unit)
    follower = make_report(session, actor=Actor(ActorKind.PERSON, person.id))
    actions.merge(session, follower, MergeReport(lead.ref), actor=a_dispatcher(session), now=LATER)
    before = len(told(session, run_jobs))
    command = AskReporter("Which bank?")
    actions.ask_reporter(session, lead, command, actor=a_handler(session, unit), now=LATER)

    assert not [mail for mail in told(session, run_jobs)[before:] if follower.ref in mail.subject]


WORDS = "Wang lives in number 7"


def staff_told(session, run_jobs, people):
    """Who of `people` was told what, in order: name and subject."""
    mails = told(session, run_jobs)
    assert not any(WORDS in f"{mail.subject} {mail.body}" for mail in mails if mail.person_id in people)
    return [(people[mail.person_id], mail.subject) for mail in mails if mail.person_id in people]


@pytest.fixture
def desk(session):
    """A unit with two handlers, the dispatchers of the city and of another district; all read English."""
    make_city(session)
    unit = make_unit(session)
    handler, other = (make_staff(session, Role.HANDLER, unit=unit, locale="en") for _ in range(2))
    make_staff(session, Role.HANDLER, unit=make_unit(session), locale="en")
    dispatcher = make_staff(session, Role.DISPATCHER, area=CITY, locale="en")
    make_staff(session, Role.DISPATCHER, area="990102", locale="en")
    return unit, handler, other, dispatcher


def acting(person, *grants):
    return Actor(ActorKind.PERSON, person.id, grants=frozenset(grants))


@pytest.mark.both
def test_staff_hear_when_it_is_their_turn_and_never_from_whom(session, run_jobs, desk):
    unit, handler, other, dispatcher = desk
    people = {handler.id: "handler", other.id: "other", dispatcher.id: "dispatcher"}
    at_desk = acting(dispatcher, Grant(Role.DISPATCHER, area=CITY))
    at_work = acting(handler, Grant(Role.HANDLER, unit_id=unit.id))
    report = make_report(session, "accepted", description=WORDS, email="wang@test.example")

    actions.dispatch(session, report, DispatchReport(unit.id), actor=at_desk, now=LATER)
    actions.take(session, report, actor=at_work, now=LATER)
    actions.ask_reporter(session, report, AskReporter("Which bank?"), actor=at_work, now=LATER)
    actions.answer(session, report, AnswerQuestion(WORDS), actor=Actor.guest(), now=LATER)
    actions.ask_extension(session, report, AskExtension("A crane"), actor=at_work, now=LATER)
    actions.refuse_extension(session, report, RefuseExtension("No"), actor=at_desk, now=LATER)
    done = ResolveReport("Swept", no_photo_reason="Dark")
    actions.resolve(session, report, done, actor=at_work, now=LATER)
    actions.dispute(session, report, DisputeReport(WORDS), actor=Actor.guest(), now=LATER)

    told_now = staff_told(session, run_jobs, people)
    assert [(who, subject.partition(": ")[2]) for who, subject in told_now] == [
        ("handler", "Sent to the responsible unit"),
        ("other", "Sent to the responsible unit"),
        ("handler", "The reporter has answered"),
        ("other", "The reporter has answered"),
        ("dispatcher", "The unit asks for more time"),
        ("handler", "More time was refused"),
        ("other", "More time was refused"),
        ("dispatcher", "Disputed: it was not done"),
    ]
    links = session.scalars(select(InboxMessage.link).where(InboxMessage.person_id == other.id)).all()
    assert set(links) == {f"/panel/reports/{report.ref}"}


def test_a_returned_report_goes_back_to_the_desk_with_the_ground(session, run_jobs, desk):
    unit, handler, _, dispatcher = desk
    report = make_report(session, "dispatched", unit=unit)
    at_work = acting(handler, Grant(Role.HANDLER, unit_id=unit.id))
    actions.return_(session, report, ReturnReport("not_my_area"), actor=at_work, now=LATER)
    mail = [one for one in told(session, run_jobs) if one.person_id == dispatcher.id][-1]
    assert mail.subject == f"Report {report.ref}: Returned by the unit"
    assert str(catalogue().return_grounds["not_my_area"].text.text("en")) in mail.body


def test_what_is_dangerous_wakes_the_desk_at_once(session, run_jobs, desk):
    *_, dispatcher = desk
    make_report(session, category="household")
    urgent = make_report(session, category="hazardous")
    mails = [one.subject for one in told(session, run_jobs) if one.person_id == dispatcher.id]
    assert mails == [f"Urgent: report {urgent.ref}: Reported"]


def test_a_unit_hears_that_it_need_not_go(session, run_jobs, desk):
    unit, handler, *_ = desk
    report, other = make_report(session, "dispatched", unit=unit), make_report(session)
    actions.merge(session, report, MergeReport(other.ref), actor=a_dispatcher(session), now=LATER)
    mails = [one.subject for one in told(session, run_jobs) if one.person_id == handler.id]
    assert mails[-1] == f"Report {report.ref}: Merged into another report"


@pytest.mark.both
@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("zh_Hans", ("主件已由上报人撤回，本件恢复单独办理", "接下来由派单员审核。")),
        (
            "en",
            (
                "The leading report was withdrawn; this one goes on by itself",
                "A dispatcher looks at it next.",
            ),
        ),
        ("zh_Hant", ("主件已由上報人撤回，本件恢復單獨辦理", "接下來由派單員審核。")),
    ],
)
def test_whose_lead_was_withdrawn_hears_that_theirs_goes_on(session, run_jobs, locale, words):
    make_city(session)
    person = make_person(session, locale=locale)
    lead, follower = make_report(session), make_report(session, actor=Actor(ActorKind.PERSON, person.id))
    actions.merge(session, follower, MergeReport(lead.ref), actor=a_dispatcher(session), now=LATER)
    actions.withdraw(session, lead, WithdrawReport(), actor=GUEST, now=LATER)
    told(session, run_jobs)
    last = session.scalars(select(InboxMessage).order_by(InboxMessage.id.desc())).first()
    message = item_of(last, SEALER)
    assert follower.ref in message.title
    assert message.title.endswith(words[0])
    assert words[1] in message.body


@pytest.mark.parametrize(("state", "whose"), [("accepted", "dispatcher"), ("in_progress", "handler")])
def test_staff_hear_of_what_comes_back_to_them(session, run_jobs, desk, state, whose):
    unit, handler, _, dispatcher = desk
    people = {handler.id: "handler", dispatcher.id: "dispatcher"}
    lead, follower = make_report(session), make_report(session, state, unit=unit)
    actions.merge(session, follower, MergeReport(lead.ref), actor=a_dispatcher(session), now=LATER)
    actions.withdraw(session, lead, WithdrawReport(), actor=GUEST, now=LATER)
    subject = "The leading report was withdrawn; this one goes on by itself"
    assert staff_told(session, run_jobs, people)[-1] == (whose, f"Report {follower.ref}: {subject}")


def follower_of(session, lead, locale="en"):
    """A report of somebody with an account, merged into `lead`."""
    person = make_person(session, locale=locale)
    follower = make_report(session, actor=Actor(ActorKind.PERSON, person.id))
    actions.merge(session, follower, MergeReport(lead.ref), actor=a_dispatcher(session), now=LATER)
    return follower


def test_whose_report_follows_reads_of_which_report_a_reason_is_said(session, run_jobs):
    lead = make_report(session)
    follower = follower_of(session, lead)
    actions.reject(session, lead, RejectReport("not_our_duty"), actor=a_dispatcher(session), now=LATER)
    body = last_read(session, run_jobs)
    assert f"said of the leading report {lead.ref}" in body
    assert "If this does not fit what you reported, please report it again." in body
    assert follower.ref not in body


def test_what_the_leads_reporter_says_is_told_to_those_who_follow_and_not_to_themselves(session, run_jobs):
    make_city(session)
    reporter = make_person(session, locale="en")
    lead = make_report(session, "resolved", actor=Actor(ActorKind.PERSON, reporter.id))
    follower = follower_of(session, lead)
    told(session, run_jobs)
    before = len(session.scalars(select(InboxMessage)).all())

    actions.dispute(session, lead, DisputeReport(WORDS), actor=Actor.guest(), now=LATER)

    told(session, run_jobs)
    news = [item_of(one, SEALER) for one in session.scalars(select(InboxMessage).order_by(InboxMessage.id))]
    assert [one.title for one in news[before:]] == [f"Your report {follower.ref}: Disputed: it was not done"]
    assert WORDS not in news[-1].body


def test_a_unit_hears_that_a_report_is_taken_out_and_its_own_again(session, run_jobs, desk):
    unit, handler, *_ = desk
    lead, report = make_report(session), make_report(session, "in_progress", unit=unit)
    dispatcher = a_dispatcher(session)
    actions.merge(session, report, MergeReport(lead.ref), actor=dispatcher, now=LATER)
    actions.unmerge(session, report, UnmergeReport("Another heap"), actor=dispatcher, now=LATER)
    mails = [one.subject for one in told(session, run_jobs) if one.person_id == handler.id]
    assert mails[-1] == f"Report {report.ref}: Taken out of the other report"


def test_who_takes_a_step_is_not_told_of_it(session, run_jobs):
    make_city(session)
    reporter = make_person(session, locale="en")
    report = make_report(session, "resolved", actor=Actor(ActorKind.PERSON, reporter.id))
    told(session, run_jobs)
    before = len(session.scalars(select(InboxMessage)).all())
    actions.confirm(session, report, ConfirmReport(), actor=GUEST, now=LATER)
    told(session, run_jobs)
    assert len(session.scalars(select(InboxMessage)).all()) == before
