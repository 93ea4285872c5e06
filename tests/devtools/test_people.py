"""The demonstration city's people."""

import pytest
from sqlalchemy import func, select

from portal.accounts.credit_codes import is_credit_code
from portal.accounts.demo_accounts import DEMO_ACCOUNTS
from portal.accounts.models import Organisation, OrganisationMember, Person, RoleGrant, Unit
from portal.accounts.queries import actor_of, find_person_by_email, list_holders_in, list_organisations_of
from portal.core.actor import Role
from portal.devtools.people import OnlyForDemonstration, load_people
from tests.factories.accounts import NOW
from tests.support.page_client import sign_in


def counts(session):
    tables = (Person, Unit, Organisation, OrganisationMember, RoleGrant)
    return [session.scalar(select(func.count()).select_from(table)) for table in tables]


def test_load_people_makes_the_accounts_once(session):
    assert load_people(session, NOW, "wufei-demo") == 14
    assert load_people(session, NOW, "another one") == 0
    assert counts(session) == [14, 6, 3, 3, 16]
    assert all(is_credit_code(code) for code in session.scalars(select(Organisation.credit_code)))


def test_the_accounts_are_who_the_sign_in_page_says(session):
    load_people(session, NOW, "wufei-demo")
    actors = {
        account.key: actor_of(session, find_person_by_email(session, account.email))
        for account in DEMO_ACCOUNTS
    }
    assert len(actors["handler"].units(Role.HANDLER)) == 6
    assert {grant.role for grant in actors["programme"].grants} == {
        Role.PROGRAMME_OFFICER,
        Role.IDENTITY_OFFICER,
    }
    assert actors["dispatcher"].has(Role.DISPATCHER, area="990103101")
    assert not actors["citizen"].is_staff
    school = list_organisations_of(session, actors["school"].person_id)
    assert [one.name for one in school] == ["澄川市文昌小学"]
    assert len(list_holders_in(session, Role.REVIEWER, "990101003")) == 3


def test_every_account_can_sign_in(client, session):
    load_people(session, NOW, "wufei-demo")
    for account in DEMO_ACCOUNTS:
        sign_in(client, account.email)
        client.delete_cookie("wufei_session")


def test_production_refuses_them(make_app):
    app = make_app(mode="production")
    with app.app_context(), pytest.raises(OnlyForDemonstration):
        load_people(None, NOW, "wufei-demo")
