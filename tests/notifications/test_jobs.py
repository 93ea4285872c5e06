"""Sending what stands in the outbox."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.core.jobs.models import Job
from portal.core.jobs.queue import enqueue
from portal.core.jobs.types import JobState
from portal.core.web import EXTENSION
from portal.notifications.actions import SEND_JOB
from portal.notifications.jobs import NotSent, send, sweep
from portal.notifications.models import OutboxMail
from portal.notifications.types import MailState
from tests.factories.notifications import NOW, make_mail
from tests.notifications.smtp_server import smtp_server
from tests.support.portals import arranged, run_jobs


@pytest.fixture
def server():
    with smtp_server() as server:
        yield server


@pytest.fixture
def outbox(make_app, server):
    """A portal whose mail goes to the server, and its session."""
    app = make_app(mail_url=f"smtp://127.0.0.1:{server.port}", public_url="https://city.example")
    with arranged(app) as session:
        yield app, session


def deliver(app, session, mail):
    session.commit()
    send(session, {"mail_id": mail.id}, now=NOW, context=app.extensions[EXTENSION].jobs)
    return session.get(OutboxMail, mail.id)


def test_a_mail_is_sent_once(outbox, server):
    app, session = outbox
    mail = make_mail(session, link="/reports/R1")
    assert deliver(app, session, mail).state is MailState.SENT
    deliver(app, session, mail)
    assert len(server.mails) == 1
    assert b"https://city.example/reports/R1" in server.mails[0]


def test_a_sealed_address_is_opened_for_sending_only(outbox, server):
    app, session = outbox
    sealed = app.extensions[EXTENSION].sealer.seal(b"guest@test.example", "report:7")
    mail = make_mail(session, address=None, sealed_address=sealed, sealed_for="report:7")
    assert deliver(app, session, mail).address is None
    assert b"To: guest@test.example" in server.mails[0]


def test_a_failure_is_counted_and_tried_again(outbox, server):
    app, session = outbox
    server.answers["MAIL"] = "421 busy"
    mail = make_mail(session)
    with pytest.raises(NotSent, match="SMTPSenderRefused"):
        deliver(app, session, mail)
    row = session.get(OutboxMail, mail.id)
    assert (row.state, row.attempts, row.error) == (MailState.PENDING, 1, "SMTPSenderRefused")
    del server.answers["MAIL"]
    assert deliver(app, session, row).state is MailState.SENT


def test_no_address_is_kept_with_the_job_that_failed(outbox, server):
    """A server's answer may repeat it; a guest's address is sealed everywhere else."""
    app, session = outbox
    server.answers["RCPT"] = "451 guest@test.example: try later"
    sealed = app.extensions[EXTENSION].sealer.seal(b"guest@test.example", "report:7")
    mail = make_mail(session, address=None, sealed_address=sealed, sealed_for="report:7")
    enqueue(session, SEND_JOB, {"mail_id": mail.id})
    session.commit()
    run_jobs(app)
    job = session.scalars(select(Job)).one()
    assert (job.state, job.error) == (JobState.PENDING, "NotSent: SMTPRecipientsRefused")


def test_a_final_refusal_is_not_tried_again(outbox, server):
    app, session = outbox
    server.answers["RCPT"] = "550 nobody here"
    row = deliver(app, session, make_mail(session))
    assert (row.state, row.error) == (MailState.FAILED, "recipient refused: [550]")


def test_a_mail_that_is_gone_is_no_error(outbox):
    app, session = outbox
    send(session, {"mail_id": 404}, now=NOW, context=app.extensions[EXTENSION].jobs)


def test_old_mails_are_forgotten_but_none_that_waits(session):
    old = NOW - timedelta(days=91)
    make_mail(session, state=MailState.FAILED, created_at=old)
    waiting = make_mail(session, created_at=old)
    fresh = make_mail(session, state=MailState.FAILED)
    sweep(session, now=NOW, context=None)
    assert set(session.scalars(select(OutboxMail.id))) == {waiting.id, fresh.id}
