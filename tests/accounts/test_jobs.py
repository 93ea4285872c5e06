"""What accounts forget by themselves."""

from datetime import timedelta

from sqlalchemy import select

from portal.accounts.jobs import sweep
from portal.accounts.models import EmailToken, SignInSession
from portal.accounts.types import TokenPurpose
from tests.factories.accounts import NOW, make_email_token, make_person, make_sign_in_session

LONG_AGO = NOW - timedelta(days=31)


def test_links_and_devices_are_forgotten_a_month_after_their_end(each_session):
    session = each_session
    person = make_person(session)
    kept = make_sign_in_session(session, person)
    ended = make_sign_in_session(session, person, ended_at=NOW - timedelta(days=29))
    make_sign_in_session(session, person, ended_at=LONG_AGO)
    make_sign_in_session(session, person, expires_at=LONG_AGO)
    make_email_token(session, TokenPurpose.SIGN_UP, "new@test.example")
    make_email_token(session, TokenPurpose.SIGN_UP, "old@test.example", expires_at=LONG_AGO)
    sweep(session, now=NOW, context=None)
    session.expire_all()
    assert set(session.scalars(select(SignInSession.id))) == {kept.id, ended.id}
    assert session.scalars(select(EmailToken.email)).all() == ["new@test.example"]
