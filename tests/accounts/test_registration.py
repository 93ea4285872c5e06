"""Signing up and new passwords, by links that work once."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.accounts.models import EmailToken, Person, SignInSession
from portal.accounts.types import PersonState, TokenPurpose
from portal.core.ids import digest
from portal.notifications.models import InboxMessage, OutboxMail
from tests.factories.accounts import NOW, make_email_token, make_person, make_sign_in_session
from tests.support.page_client import sign_in


def ask(client, path, email):
    page = client.get_page(path)
    return client.submit(page.form(path), {"email": email})


def link_in_mail(session):
    return session.scalars(select(OutboxMail).order_by(OutboxMail.id.desc())).first().link


def choose(client, link, password="three small words", **values):
    form = client.get_page(link).form()
    return client.submit(form, {"password": password, **values})


def test_signing_up_leads_from_address_to_account(client, session):
    assert ask(client, "/sign-up", "New@test.example").location == "/sign-up/sent"
    client.get_page("/sign-up/sent")
    answer = choose(client, link_in_mail(session), name="  林\u0000 小满 ")
    assert (answer.status_code, answer.location) == (303, "/account")
    assert "林 小满" in client.get_page("/account").text
    person = session.scalars(select(Person)).one()
    assert (person.email, person.email_confirmed_at is not None) == ("new@test.example", True)


def test_a_sign_up_link_works_once(client, session):
    ask(client, "/sign-up", "new@test.example")
    link = link_in_mail(session)
    choose(client, link, name="Lin")
    assert client.get(link).status_code == 404
    assert client.get_page(link, status=404).form


def test_what_is_said_does_not_tell_who_has_an_account(client, session):
    make_person(session, "known@test.example")
    make_person(session, "gone@test.example", state=PersonState.SUSPENDED)
    for path in ("/sign-up", "/password-resets/new"):
        answers = [ask(client, path, f"{name}@test.example") for name in ("known", "gone", "nobody")]
        assert len({(answer.status_code, answer.location) for answer in answers}) == 1
        assert len({client.get_page(answer.location).text for answer in answers}) == 1


def test_the_owner_of_an_account_is_told_by_mail(client, session):
    make_person(session, "known@test.example", locale="en")
    ask(client, "/sign-up", "known@test.example")
    mail = session.scalars(select(OutboxMail)).one()
    assert (mail.subject, mail.link) == ("You have an account already", "/sign-in")
    assert session.scalars(select(EmailToken)).all() == []


def test_only_the_hash_of_a_link_is_kept(client, session):
    make_person(session, "known@test.example")
    ask(client, "/password-resets/new", "known@test.example")
    token = link_in_mail(session).rsplit("/", 1)[1]
    row = session.scalars(select(EmailToken)).one()
    assert row.token_hash == digest(token)
    assert row.expires_at - row.created_at == timedelta(hours=1)
    assert session.scalars(select(InboxMessage)).all() == []


def test_a_reset_sets_the_password_and_ends_every_device(client, session):
    person = make_person(session, "known@test.example")
    make_sign_in_session(session, person)
    ask(client, "/password-resets/new", "known@test.example")
    assert choose(client, link_in_mail(session)).location == "/account"
    assert client.get("/account").status_code == 200
    rows = session.scalars(select(SignInSession).order_by(SignInSession.id)).all()
    assert [row.ended_at is None for row in rows] == [False, True]
    client.delete_cookie("wufei_session")
    sign_in(client, person.email, "three small words")


def test_a_reset_link_works_once_and_a_newer_one_replaces_it(client, session):
    make_person(session, "known@test.example")
    ask(client, "/password-resets/new", "known@test.example")
    first = link_in_mail(session)
    ask(client, "/password-resets/new", "known@test.example")
    second = link_in_mail(session)
    assert client.get(first).status_code == 404
    choose(client, second)
    assert client.get(second).status_code == 404


@pytest.mark.parametrize("changes", [{"expires_at": NOW}, {"used_at": NOW}], ids=["too old", "used"])
def test_a_link_whose_time_is_over_leads_to_a_new_one(client, session, changes):
    person = make_person(session)
    token = make_email_token(session, TokenPurpose.PASSWORD_RESET, person.email, person, **changes)
    page = client.get_page(f"/password-resets/{token}", status=404)
    assert "/password-resets/new" in page.links.values()


def test_a_link_for_one_purpose_serves_no_other(client, session):
    person = make_person(session)
    token = make_email_token(session, TokenPurpose.PASSWORD_RESET, person.email, person)
    assert client.get(f"/sign-up/{token}").status_code == 404


def test_a_suspended_account_cannot_be_opened_by_a_link(client, session):
    person = make_person(session)
    token = make_email_token(session, TokenPurpose.PASSWORD_RESET, person.email, person)
    form = client.get_page(f"/password-resets/{token}").form()
    person.state = PersonState.SUSPENDED
    answer = client.submit(form, {"password": "three small words"})
    assert answer.status_code == 404


def test_a_weak_password_is_refused_and_the_name_kept(client, session):
    token = make_email_token(session, TokenPurpose.SIGN_UP, "xiaoman@test.example")
    answer = choose(client, f"/sign-up/{token}", "xiaoman-2026", name="Lin")
    assert answer.status_code == 422
    assert answer.page.form().values["name"] == ["Lin"]
    assert answer.page.form().values["password"] == [""]


def test_no_mail_goes_to_what_is_no_address(client, session):
    answer = ask(client, "/sign-up", "not an address")
    assert answer.status_code == 422
    assert session.scalars(select(OutboxMail)).all() == []


def test_the_demonstration_shows_the_link_and_production_does_not(make_app):
    demo = make_app(mode="demo").test_client()
    ask(demo, "/sign-up", "new@demo.example")
    link = next(url for url in demo.get_page("/sign-up/sent").links.values() if url.startswith("/sign-up/"))
    assert demo.get(link).status_code == 200
    real = make_app(mode="production").test_client()
    ask(real, "/sign-up", "new@city.cn")
    page = real.get_page("/sign-up/sent")
    assert [url for url in page.links.values() if url.startswith("/sign-up/")] == []
    assert ask(real, "/sign-up", "new@demo.example").status_code == 422
