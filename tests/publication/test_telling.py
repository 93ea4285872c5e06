"""Who hears what of the decision, the notice and the certificate."""

import pytest
from sqlalchemy import select

from portal.accounts.queries import actor_of, get_person
from portal.core.actor import Actor, Role
from portal.core.clock import WorkCalendar
from portal.core.sealing import Sealer
from portal.notifications.models import OutboxMail
from portal.publication.actions import certificate as certificates
from portal.publication.actions import notice as notices
from portal.publication.actions.decision import decide, send_back
from portal.publication.messages import CERTIFICATE_STEPS
from portal.publication.rules import CERTIFICATE
from portal.publication.types import Decide, DecisionKind, Object, SendBack
from portal.reviews.queries import list_seats
from tests.factories.accounts import make_grant, make_member, make_person
from tests.factories.applications import make_submitted
from tests.factories.mails import last_mail, told
from tests.factories.publication import LATER, make_certificate, make_notice, make_proposed, make_publisher
from tests.factories.reviews import make_officer, make_reviewers, review_fully
from tests.factories.standards import make_standard

SEALER = Sealer(["test"])
TOLD_OTHERWISE = {"issue", "remind"}
"""The certificate itself is the news; a reminder goes to officers only (`test_jobs`)."""
HANDED_IN = ["applications/handed_in", "reviews/in_review"]


@pytest.fixture
def owner(session):
    make_standard(session, "school")
    return make_person(session, locale="en")


@pytest.fixture
def application(session, owner):
    return make_submitted(session, owner)


@pytest.fixture
def publisher(session, application):
    publisher = make_publisher(session)
    publisher.locale = "en"
    return publisher


def object_to(session, notice):
    command = Object("They burn leaves.", contact="138-0000")
    return notices.object_to(session, notice, command, SEALER, actor=Actor.guest(), now=LATER)


def test_the_undisturbed_way_as_its_organisation_reads_it(session, application, owner, publisher):
    certificate = make_certificate(session, application)
    assert told(session, owner) == [*HANDED_IN, "publication/notice_opened", "publication/certified"]
    mail = last_mail(session, owner)
    assert mail.link == f"/certificates/{certificate.no}"
    assert certificate.no in mail.subject
    assert "PDF" in mail.body
    assert told(session, publisher) == ["publication/proposal_waits"]


def test_the_notice_is_announced_with_its_end(session, application, owner):
    notice = make_notice(session, application)
    mail = last_mail(session, owner)
    assert "20 Nov 2026" in mail.subject
    assert mail.link == f"/notices/{notice.no}"


def test_a_refusal_gives_its_reasons_and_how_to_object(session, application, owner, publisher):
    officer = make_officer(session)
    make_reviewers(session)
    review_fully(session, application, officer)
    command = Decide(DecisionKind.REFUSE, "The ledger was made up.")
    decide(session, application, command, actor=actor_of(session, officer), now=LATER)
    body = last_mail(session, owner).body
    assert "The ledger was made up." in body
    assert "object in writing" in body
    assert told(session, publisher) == []


def test_only_publishers_who_may_act_are_called(session, application, publisher):
    """Not the proposer, and nobody who reviewed."""
    officer = make_officer(session)
    make_grant(session, officer, Role.PUBLISHER)
    make_proposed(session, application, officer)
    seated = get_person(session, list_seats(session, application)[0].reviewer_id)
    make_grant(session, seated, Role.PUBLISHER)
    notice = notices_open(session, application, publisher)
    object_to(session, notice)
    assert told(session, publisher) == ["publication/proposal_waits", "publication/objection_received"]
    assert not [name for name in told(session, officer) if name.startswith("publication/")]
    assert told(session, seated) == ["reviews/offered"]


def notices_open(session, application, publisher):
    actor = actor_of(session, publisher)
    return notices.open_notice(session, application, actor=actor, calendar=WorkCalendar(), now=LATER)


def test_the_officer_reads_why_a_proposal_came_back(session, application, publisher):
    officer = make_officer(session)
    make_proposed(session, application, officer)
    command = SendBack("The hall is missing.")
    send_back(session, application, command, actor=actor_of(session, publisher), now=LATER)
    assert "The hall is missing." in last_mail(session, officer).body


@pytest.mark.parametrize(
    ("uphold", "letter"), [(False, "publication/resumed"), (True, "applications/rejected")]
)
def test_an_objection_is_told_when_it_is_taken_up_and_when_it_is_answered(
    session, application, owner, publisher, uphold, letter
):
    notice = make_notice(session, application, publisher)
    actor = actor_of(session, publisher)
    objection = object_to(session, notice)
    notices.admit(session, notice, objection, actor=actor, now=LATER)
    assert last_mail(session, owner).template == "publication/held"
    notices.answer_objection(
        session, notice, objection, "We went and looked.", uphold=uphold, actor=actor, now=LATER
    )
    assert last_mail(session, owner).template == letter
    assert "We went and looked." in last_mail(session, owner).body


def test_no_letter_holds_the_objection_or_how_to_reach_whoever_made_it(session, application, publisher):
    notice = make_notice(session, application, publisher)
    objection = object_to(session, notice)
    notices.admit(session, notice, objection, actor=actor_of(session, publisher), now=LATER)
    words = " ".join(f"{mail.subject} {mail.body}" for mail in session.scalars(select(OutboxMail)))
    assert "burn leaves" not in words
    assert "138-0000" not in words


@pytest.mark.parametrize("action", sorted(set(CERTIFICATE.actions) - TOLD_OTHERWISE))
def test_every_step_of_a_certificate_is_told_in_three_languages(session, application, owner, action):
    members = {owner.locale: owner} | {
        one: make_person(session, locale=one) for one in ("zh_Hans", "zh_Hant")
    }
    for locale in ("zh_Hans", "zh_Hant"):
        make_member(session, application.organisation, members[locale])
    certificate = make_certificate(session, application)
    step = next(line for line in CERTIFICATE.table if line.action == action)
    for way in ways_to(sorted(source for source in step.sources if source)[0]):
        certificates.move(session, certificate, way, actor=Actor.system(), now=LATER)
    certificates.move(session, certificate, action, actor=Actor.system(), now=LATER, reason="Because.")
    mails = {locale: last_mail(session, person) for locale, person in members.items()}
    for mail in mails.values():
        assert mail.template == "publication/certificate_step"
        assert "Because." in mail.body
        assert certificate.no in mail.subject
    assert len({mail.subject for mail in mails.values()}) == 3


def ways_to(state):
    ways = {"active": (), "recheck_due": ("due",), "suspended": ("suspend",), "revoked": ("revoke",)}
    return ways[state]


def test_every_step_of_the_table_has_its_words():
    assert set(CERTIFICATE_STEPS) == set(CERTIFICATE.actions) - TOLD_OTHERWISE
