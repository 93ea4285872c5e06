"""Who hears what of an application on its way in."""

import pytest

from portal.accounts.queries import actor_of
from portal.accounts.types import PersonState
from portal.applications import actions
from portal.applications.messages import to_be_checked
from portal.applications.types import (
    MoveApplication,
    RequestedCorrection,
    ReturnApplication,
    WithdrawApplication,
)
from portal.core.actor import MemberLevel, Role
from portal.core.clock import WorkCalendar
from portal.core.i18n import Label
from tests.factories.accounts import NOW, make_member, make_person, make_staff
from tests.factories.applications import make_application, make_submitted
from tests.factories.mails import last_mail, told
from tests.factories.standards import make_standard

ASKED = ReturnApplication((RequestedCorrection("school-1.1", "Which body?"),), "The rest is fine.")


@pytest.fixture
def owner(session):
    make_standard(session, "school")
    return make_person(session, locale="en")


@pytest.fixture
def officer(session):
    return make_staff(session, Role.CERTIFICATION_OFFICER, locale="en")


def send_back(session, application, officer):
    actor = actor_of(session, officer)
    actions.move(session, application, MoveApplication("screen"), actor=actor, now=NOW)
    actions.return_for_correction(session, application, ASKED, actor=actor, calendar=WorkCalendar(), now=NOW)


def test_handing_in_gives_a_receipt_and_calls_the_officers_of_the_area(session, owner, officer):
    elsewhere = make_staff(session, Role.CERTIFICATION_OFFICER, area="990103")
    application = make_submitted(session, owner)
    receipt, call = last_mail(session, owner), last_mail(session, officer)
    assert receipt.subject == f"Received: Zero-waste school, {application.ref}"
    assert application.ref in receipt.body
    assert receipt.link == f"/applications/{application.ref}"
    assert call.link == f"/panel/applications/{application.ref}"
    assert application.organisation.name in call.body
    assert told(session, elsewhere) == []


def test_every_member_is_told_but_nobody_whose_account_is_suspended(session, owner, officer):
    application = make_submitted(session, owner)
    editor, gone = make_person(session), make_person(session, state=PersonState.SUSPENDED)
    make_member(session, application.organisation, editor, MemberLevel.EDITOR)
    make_member(session, application.organisation, gone, MemberLevel.EDITOR)
    send_back(session, application, officer)
    assert told(session, editor) == ["applications/returned"]
    assert told(session, gone) == []


def test_a_return_says_what_and_until_when(session, owner, officer):
    application = make_submitted(session, owner)
    send_back(session, application, officer)
    mail = last_mail(session, owner)
    assert "Which body?" in mail.body
    assert "The rest is fine." in mail.body
    assert "round 1 of 2" in mail.body
    assert mail.subject.startswith("Please correct by 4 Dec 2026")


@pytest.mark.parametrize(
    ("locale", "words"), [("zh_Hans", "请在 2026年12月4日前补正"), ("zh_Hant", "請在 2026年12月4日前補正")]
)
def test_it_is_told_in_the_readers_language(session, owner, officer, locale, words):
    owner.locale = locale
    send_back(session, make_submitted(session, owner), officer)
    assert last_mail(session, owner).subject.startswith(words)


def test_an_officer_who_belongs_to_the_applicant_hears_as_a_member_only(session, owner):
    application = make_application(session, owner)
    officer = make_staff(session, Role.CERTIFICATION_OFFICER)
    make_member(session, application.organisation, officer, MemberLevel.EDITOR)
    actions.tell_staff(
        session,
        application,
        Role.CERTIFICATION_OFFICER,
        to_be_checked(application, Label("学校", "School", "學校")),
        now=NOW,
    )
    assert told(session, officer) == []


def test_a_withdrawal_is_told_to_officers_only_when_they_knew_of_it(session, owner, officer):
    draft = make_application(session, owner)
    actions.withdraw(session, draft, WithdrawApplication("No."), actor=actor_of(session, owner), now=NOW)
    assert (told(session, owner), told(session, officer)) == (["applications/withdrawn"], [])
    handed_in = make_submitted(session, owner)
    actions.withdraw(session, handed_in, WithdrawApplication("No."), actor=actor_of(session, owner), now=NOW)
    assert told(session, officer) == ["applications/to_be_checked", "applications/withdrawn"]
