"""One's own account: profile, password, devices."""

import pytest
from sqlalchemy import select

from portal.accounts.models import SignInSession
from portal.notifications.models import OutboxMail
from tests.factories.accounts import make_person, make_sign_in_session, make_staff
from tests.support.page_client import PageClient, sign_in


def change_password(client, present, new):
    form = client.get_page("/account/password").form("/account/password")
    return client.submit(form, {"present": present, "new": new})


def test_name_and_language_are_saved_and_shown_at_once(client, session):
    person = make_person(session)
    client.set_cookie("wufei_lang", "zh_Hans")
    sign_in(client, person.email)
    form = client.get_page("/account/profile").form("/account/profile")
    client.submit(form, {"name": "<Lin>\u202e & Co", "locale": "en"})
    page = client.get_page("/account")
    assert (page.lang, "<Lin> & Co" in page.text) == ("en", True)


@pytest.mark.parametrize("values", [{"name": ""}, {"name": "x" * 81}, {"locale": "fr"}], ids=str)
def test_a_wrong_profile_is_refused(client, session, values):
    sign_in(client, make_person(session).email)
    form = client.get_page("/account/profile").form("/account/profile")
    assert client.submit(form, values).status_code == 422


def test_a_new_password_ends_all_other_devices(app, client, session):
    person = make_person(session)
    sign_in(client, person.email)
    other = PageClient.of(app, session)
    sign_in(other, person.email)
    assert change_password(client, "wufei-demo", "three small words").location == "/account"
    assert client.get("/account").status_code == 200
    assert other.get("/account").status_code == 303
    assert session.scalars(select(OutboxMail)).one().subject == "您的密码已修改"
    sign_in(other, person.email, "three small words")


def test_a_new_password_needs_the_present_one_and_some_strength(client, session):
    person = make_person(session, "xiaoman@test.example")
    sign_in(client, person.email)
    assert change_password(client, "wrong", "three small words").status_code == 422
    assert change_password(client, "wufei-demo", "xiaoman-2026").status_code == 422
    assert session.scalars(select(OutboxMail)).all() == []


def test_guessing_the_present_password_is_limited(make_app):
    app = make_app(limits_off=False)
    client = app.test_client()
    with app.app_context():
        from portal.core.db import db
        from portal.core.transaction import commit

        email = make_person(db.session()).email
        commit(db.session())
    sign_in(client, email)
    answers = [change_password(client, "wrong guess", "three small words").status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]


def test_one_device_is_ended(app, client, session):
    person = make_person(session)
    sign_in(client, person.email)
    other = PageClient.of(app, session)
    sign_in(other, person.email)
    form = client.get_page("/account/sessions").form("/end")
    client.submit(form)
    assert client.get("/account").status_code == 200
    assert other.get("/account").status_code == 303


def test_all_other_devices_are_ended(client, session):
    person = make_person(session)
    for _ in range(3):
        make_sign_in_session(session, person)
    sign_in(client, person.email)
    client.submit(client.get_page("/account/sessions").form("/end-others"))
    open_ones = session.scalars(select(SignInSession).where(SignInSession.ended_at.is_(None))).all()
    assert len(open_ones) == 1
    assert client.get("/account").status_code == 200


def test_nobody_ends_a_device_of_somebody_else(client, session):
    foreign = make_sign_in_session(session, make_person(session))
    person = make_person(session)
    make_sign_in_session(session, person)
    sign_in(client, person.email)
    form = client.get_page("/account/sessions").form("/end")
    answer = client.post(
        f"/account/sessions/{foreign.id}/end", data={"csrf_token": form.values["csrf_token"][0]}
    )
    assert answer.status_code == 404
    session.refresh(foreign)
    assert foreign.ended_at is None


def test_staff_see_their_roles_and_the_way_to_the_panel(client, session):
    sign_in(client, make_staff(session, "dispatcher").email)
    page = client.get_page("/account")
    assert "派单员" in page.text
    assert "/panel" in page.links.values()
