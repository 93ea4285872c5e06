"""The administrator sees what did not arrive, and sends it again."""

import pytest
from sqlalchemy import select

from portal.audit.models import AuditEntry
from portal.core.actor import Role
from portal.core.jobs.models import Job
from portal.notifications.models import OutboxMail
from portal.notifications.types import MailState
from tests.factories.accounts import make_person, make_staff
from tests.factories.notifications import make_mail
from tests.factories.places import make_city
from tests.support.page_client import sign_in


@pytest.fixture
def administrator(client, session):
    make_city(session)
    sign_in(client, make_staff(session, Role.ADMINISTRATOR).email)
    return client


def make_failed(session, **overrides):
    refused = {"state": MailState.FAILED, "attempts": 6, "error": "recipient refused: [550]"}
    return make_mail(session, **(refused | overrides))


@pytest.mark.parametrize("language", ["zh_Hans", "en", "zh_Hant"])
def test_it_is_shown_where_to_and_why_but_neither_whom_nor_what(administrator, session, language):
    make_failed(session, address="lin.secret@mail.example", subject="A subject", body="Secret words")
    text = administrator.get_page(f"/panel/mails?lang={language}").text
    assert "mail.example" in text
    assert "[550]" in text
    assert "lin.secret" not in text
    assert "Secret words" not in text
    assert "A subject" not in text


def test_only_what_was_given_up_is_shown(administrator, session):
    make_mail(session, address="a@waiting.example")
    assert "waiting.example" not in administrator.get_page("/panel/mails").text


def test_it_is_sent_again_and_that_is_on_record(administrator, session):
    mail = make_failed(session)
    page = administrator.get_page("/panel/mails")
    administrator.submit(page.form(f"/panel/mails/{mail.id}/sending"))
    session.expire_all()
    again = session.get(OutboxMail, mail.id)
    assert (again.state, again.attempts, again.error) == (MailState.PENDING, 0, None)
    assert session.scalars(select(Job.payload)).all() == [{"mail_id": mail.id}]
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "notifications.try_again")).one()
    assert entry.subject_ref == str(mail.id)


def test_twice_is_once(administrator, session):
    mail = make_failed(session)
    form = administrator.get_page("/panel/mails").form(f"/panel/mails/{mail.id}/sending")
    assert [administrator.submit(form).status_code for _ in range(2)] == [303, 409]
    assert len(session.scalars(select(Job)).all()) == 1


def test_what_was_confidential_cannot_be_sent_again(administrator, session):
    mail = make_failed(session, confidential=True, body=None)
    page = administrator.get_page("/panel/mails?lang=en")
    assert "its text was not kept" in page.text
    assert not [form for form in page.forms if form.action.endswith(f"/{mail.id}/sending")]


def test_a_sealed_address_stays_sealed(administrator, session):
    make_failed(session, address=None, sealed_address=b"xyz", sealed_for="report:7", confidential=True)
    assert "sealed address" in administrator.get_page("/panel/mails?lang=en").text


def test_nobody_else_sees_it(client, session):
    sign_in(client, make_person(session).email)
    assert client.get("/panel/mails").status_code == 403
