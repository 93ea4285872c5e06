"""Telling somebody something, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import func, literal, select
from sqlalchemy.exc import IntegrityError

from portal.core.errors import Conflict
from portal.core.jobs.models import Job
from portal.notifications import actions, queries
from portal.notifications.models import InboxMessage, OutboxMail
from portal.notifications.rules import MAX_ATTEMPTS, WORKFLOW
from portal.notifications.types import MailState, Message, Outsider, Stranger
from tests.factories.accounts import make_person
from tests.factories.notifications import NOW, make_inbox_message, make_mail

CHANGED = Message("accounts/password_changed", {"name": "Lin"}, link="/account/sessions")


def test_notify_writes_inbox_outbox_and_job_together(each_session):
    session = each_session
    person = make_person(session, locale="en")
    actions.notify(session, person, CHANGED, now=NOW)
    mail, message = session.scalars(select(OutboxMail)).one(), session.scalars(select(InboxMessage)).one()
    assert (mail.person_id, mail.address, mail.state) == (person.id, person.email, MailState.PENDING)
    assert mail.subject == message.title == "Your password was changed"
    assert (message.person_id, message.link, message.read_at) == (person.id, "/account/sessions", None)
    job = session.scalars(select(Job)).one()
    assert (job.name, job.payload) == ("notifications.send", {"mail_id": mail.id})


def test_nothing_is_told_of_a_change_that_was_taken_back(session):
    actions.notify(session, make_person(session), CHANGED, now=NOW)
    session.rollback()
    counts = [session.scalar(select(func.count()).select_from(t)) for t in (OutboxMail, InboxMessage, Job)]
    assert counts == [0, 0, 0]


def test_a_confidential_message_stays_out_of_the_inbox(session):
    link = Message("accounts/sign_up", link="/sign-up/secret", confidential=True)
    actions.notify(session, make_person(session), link, now=NOW)
    actions.notify(session, Stranger("new@test.example", "en"), link, now=NOW)
    assert session.scalar(select(func.count(InboxMessage.id))) == 0
    assert session.scalar(select(func.count(OutboxMail.id))) == 2


def test_an_outsiders_address_stays_sealed(session):
    actions.notify(session, Outsider(b"sealed", "report:7", "en"), CHANGED, now=NOW)
    mail = session.scalars(select(OutboxMail)).one()
    assert (mail.address, mail.sealed_address, mail.sealed_for) == (None, b"sealed", "report:7")
    assert mail.confidential


def test_what_was_confidential_is_not_kept_once_sent(session):
    mail = make_mail(session, confidential=True, link="/sign-up/secret")
    actions.mark_sent(session, mail, now=NOW)
    assert (mail.state, mail.sent_at) == (MailState.SENT, NOW)
    assert (mail.subject, mail.body, mail.link) == ("", None, None)


def test_sending_is_given_up_after_the_last_attempt(session):
    mail = make_mail(session)
    outcomes = [actions.note_failure(session, mail, "timeout") for _ in range(MAX_ATTEMPTS)]
    assert outcomes == [False] * (MAX_ATTEMPTS - 1) + [True]
    assert (mail.state, mail.attempts, mail.error) == (MailState.FAILED, MAX_ATTEMPTS, "timeout")
    with pytest.raises(Conflict):
        actions.mark_sent(session, mail, now=NOW)


@pytest.mark.parametrize("state", [None, *MailState])
@pytest.mark.parametrize("action", WORKFLOW.actions)
def test_a_mail_moves_by_its_table(state, action):
    allowed = {
        (None, "put"): "pending",
        ("pending", "send"): "sent",
        ("pending", "give_up"): "failed",
        ("failed", "try_again"): "pending",
    }
    if (state, action) in allowed:
        assert WORKFLOW.next_state(state, action) == allowed[state, action]
    else:
        with pytest.raises(Conflict):
            WORKFLOW.next_state(state, action)


@pytest.mark.parametrize(
    "broken",
    [
        {"address": None},
        {"sealed_address": b"x", "sealed_for": "y"},
        {"state": MailState.SENT},
        {"sent_at": NOW},
        {"body": None},
    ],
    ids=str,
)
def test_the_database_refuses_a_mail_that_cannot_be(each_session, broken):
    with pytest.raises(IntegrityError):
        make_mail(each_session, **broken)


def unread(session, person):
    return session.scalar(select(queries.unread_of(literal(person.id))))


def test_messages_are_read_once_and_only_by_their_person(session):
    person, other = make_person(session), make_person(session)
    first = make_inbox_message(session, person.id)
    make_inbox_message(session, person.id)
    make_inbox_message(session, other.id)
    actions.mark_read(session, first, now=NOW)
    actions.mark_read(session, first, now=NOW + timedelta(days=1))
    assert first.read_at == NOW
    assert unread(session, person) == 1
    actions.mark_all_read(session, person.id, now=NOW)
    assert [unread(session, one) for one in (person, other)] == [0, 1]
