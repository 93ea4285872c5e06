"""The secret in a link by mail stays between its reader and us."""

import pytest

from portal.accounts.types import TokenPurpose
from portal.core.db import db
from tests.factories.accounts import make_email_token, make_person


@pytest.fixture(params=[TokenPurpose.SIGN_UP, TokenPurpose.PASSWORD_RESET])
def address(request, session):
    person = make_person(session)
    if request.param is TokenPurpose.SIGN_UP:
        return f"/sign-up/{make_email_token(session, request.param, 'new@test.example')}"
    return f"/password-resets/{make_email_token(session, request.param, person.email, person)}"


def test_no_address_that_is_asked_for_next_is_told_the_link(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert client.get("/sign-in").headers["Referrer-Policy"] == "same-origin"


def test_a_page_that_fails_logs_no_link(app, address, capsys):
    with app.test_request_context(address):
        app.handle_user_exception(ValueError("broken"))
    logged = capsys.readouterr().err
    assert "unexpected error" in logged
    assert address.rpartition("/")[2] not in logged


def test_what_people_typed_is_in_no_message_of_the_database(app, session):
    with pytest.raises(Exception) as refused:
        session.execute(db.text("INSERT INTO people (email) VALUES (:email)"), {"email": "lin@test.example"})
    assert "NOT NULL" in str(refused.value)
    assert "lin@test.example" not in str(refused.value)
