"""Signing in and out through the pages; what happens to a cookie that was copied."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.accounts import actions
from portal.accounts.models import SignInSession
from portal.accounts.passwords import passwords_at
from portal.accounts.types import PersonState
from portal.core.actor import Actor, Role
from tests.factories.accounts import NOW, make_person, make_sign_in_session, make_staff
from tests.support.page_client import PageClient, sign_in

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
FIREFOX_UPDATED = "Mozilla/5.0 (X11; Linux x86_64; rv:141.0) Gecko/20100101 Firefox/141.0"
CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36"


def copied(client):
    """Another browser of the same kind into which the cookie was copied."""
    thief = PageClient.of(client.application, client.session)
    thief.set_cookie("wufei_session", client.get_cookie("wufei_session").value)
    return thief


def is_signed_in(client, agent=None):
    answer = client.get("/account", headers={"User-Agent": agent} if agent else {})
    return answer.status_code == 200


def attempt(client, email, password="wrong password"):
    page = client.get_page("/sign-in")
    return client.submit(page.form("/sign-in"), {"email": email, "password": password})


def sign_out(client):
    return client.submit(client.get_page("/account").form("/sign-out"))


def test_sign_in_opens_a_session_and_leads_on(client, session):
    person = make_person(session, "lin@test.example")
    page = client.get_page("/sign-in?next=/about")
    answer = client.submit(page.form("/sign-in"), {"email": " LIN@test.example ", "password": "wufei-demo"})
    assert (answer.status_code, answer.location) == (303, "/about")
    row = session.scalars(select(SignInSession)).one()
    assert row.person_id == person.id
    assert row.token_hash not in client.get_cookie("wufei_session").value


def test_a_page_for_members_leads_to_sign_in_and_back(client, session):
    person = make_person(session)
    page = client.get_page("/account")
    answer = client.submit(page.form("/sign-in"), {"email": person.email, "password": "wufei-demo"})
    assert answer.location == "/account"


def test_staff_are_led_to_the_panel(client, session):
    person = make_staff(session, Role.DISPATCHER)
    assert attempt(client, person.email, "wufei-demo").location == "/panel"


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example", "x"])
def test_sign_in_never_leads_to_another_host(client, session, target):
    person = make_person(session)
    form = client.get_page("/sign-in").form("/sign-in")
    answer = client.submit(form, {"email": person.email, "password": "wufei-demo", "next": target})
    assert answer.location == "/account"


def test_unknown_unconfirmed_and_wrong_are_refused_in_the_same_words(client, session):
    known = make_person(session, "known@test.example")
    waiting = make_person(session, "waiting@test.example", email_confirmed_at=None)
    answers = [
        attempt(client, known.email),
        attempt(client, "nobody@test.example", "wufei-demo"),
        attempt(client, waiting.email, "wufei-demo"),
    ]
    assert [answer.status_code for answer in answers] == [422, 422, 422]
    assert len({answer.page.text for answer in answers}) == 1


def test_a_suspended_person_is_told_so_only_with_the_right_password(client, session):
    person = make_person(session, state=PersonState.SUSPENDED)
    unknown = attempt(client, "nobody@test.example").page.text
    assert attempt(client, person.email).page.text == unknown
    assert attempt(client, person.email, "wufei-demo").page.text != unknown


def test_a_broken_hash_refuses_without_an_error(client, session):
    person = make_person(session, password_hash="not a hash")
    assert attempt(client, person.email, "wufei-demo").status_code == 422


def test_the_hash_is_renewed_when_its_cost_has_changed(client, session):
    person = make_person(session, password_hash=passwords_at(2, 16).hash("wufei-demo"))
    sign_in(client, person.email)
    session.refresh(person)
    assert "m=8,t=1" in person.password_hash


def test_signing_in_again_takes_a_new_token_and_ends_the_old_one(client, session):
    person = make_person(session)
    form = client.get_page("/sign-in").form("/sign-in")
    values = {"email": person.email, "password": "wufei-demo"}
    client.submit(form, values)
    thief = copied(client)
    with client.session_transaction() as cookie:
        first = cookie["_user_id"]
    client.submit(client.get_page("/account").form("/sign-out"))
    sign_in(client, person.email)
    with client.session_transaction() as cookie:
        assert cookie["_user_id"] != first
    assert is_signed_in(client)
    assert not is_signed_in(thief)


def test_signing_in_over_an_open_session_ends_it(client, session):
    person = make_person(session)
    form = client.get_page("/sign-in").form("/sign-in")
    values = {"email": person.email, "password": "wufei-demo"}
    client.submit(form, values)
    thief = copied(client)
    values["csrf_token"] = client.get_page("/account").form("/sign-out").values["csrf_token"]
    assert client.submit(form, values).status_code == 303
    assert is_signed_in(client)
    assert not is_signed_in(thief)


@pytest.mark.parametrize("step", ["password", "end-others"])
def test_a_copied_cookie_is_dead_after_a_new_password_or_leaving_all_others(client, session, step):
    person = make_person(session)
    make_sign_in_session(session, person)
    sign_in(client, person.email)
    thief = copied(client)
    assert is_signed_in(thief)
    if step == "password":
        form = client.get_page("/account/password").form("/account/password")
        client.submit(form, {"present": "wufei-demo", "new": "three small words"})
    else:
        client.submit(client.get_page("/account/sessions").form("/end-others"))
    assert is_signed_in(client)
    assert not is_signed_in(thief)


def test_a_copied_cookie_is_dead_after_sign_out(client, session):
    sign_in(client, make_person(session).email)
    thief = copied(client)
    assert is_signed_in(thief)
    assert sign_out(client).location == "/"
    assert not is_signed_in(client)
    assert not is_signed_in(thief)


def test_another_browser_cannot_use_the_cookie(client, session):
    person = make_person(session)
    client.environ_base["HTTP_USER_AGENT"] = FIREFOX
    sign_in(client, person.email)
    assert is_signed_in(client, FIREFOX)
    assert is_signed_in(client, FIREFOX_UPDATED)
    assert not is_signed_in(copied(client), CHROME)
    assert is_signed_in(client, FIREFOX)


def test_a_session_runs_out(client, session):
    person = make_person(session)
    sign_in(client, person.email)
    row = session.scalars(select(SignInSession)).one()
    row.expires_at = NOW - timedelta(seconds=1)
    assert not is_signed_in(client)


def test_a_suspension_ends_sessions_and_reinstatement_does_not_revive_them(client, session):
    person = make_person(session)
    sign_in(client, person.email)
    thief = copied(client)
    actor = Actor.system()
    actions.suspend(session, person, reason="Test", actor=actor, now=NOW)
    assert not is_signed_in(thief)
    actions.reinstate(session, person, reason="Test", actor=actor, now=NOW)
    assert not is_signed_in(thief)
    assert not is_signed_in(client)
    sign_in(client, person.email)
    assert is_signed_in(client)


def test_the_saved_language_applies_until_one_is_chosen(client, session):
    sign_in(client, make_person(session, locale="en").email)
    assert client.get_page("/about").lang == "en"
    assert client.get_page("/about?lang=zh_Hant").lang == "zh-Hant"


def test_demo_accounts_are_listed_only_in_the_demonstration(make_app):
    demo = make_app(mode="demo").test_client()
    page = demo.get_page("/sign-in?as=dispatcher")
    assert page.form("/sign-in").values["email"] == ["dispatcher@demo.example"]
    assert "wufei-demo" in page.text
    plain = make_app(mode="test").test_client().get_page("/sign-in?as=dispatcher")
    assert plain.form("/sign-in").values["email"] == [""]
    assert "wufei-demo" not in plain.text


def test_signing_in_and_out_on_postgresql(pg_app, pg_session):
    person = make_staff(pg_session, Role.DISPATCHER)
    client = PageClient.of(pg_app, pg_session)
    sign_in(client, person.email)
    assert is_signed_in(client)
    thief = copied(client)
    sign_out(client)
    assert not is_signed_in(thief)
