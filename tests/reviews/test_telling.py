"""Who hears what of a review. It stays blind: these letters are what leaves the house."""

import pytest
from sqlalchemy import select

from portal.accounts.queries import actor_of, get_person, list_grants_of
from portal.core.actor import Role
from portal.notifications.models import InboxMessage, OutboxMail
from portal.reviews import actions
from portal.reviews.queries import list_seats
from tests.factories.accounts import NOW, make_grant, make_person
from tests.factories.applications import make_submitted
from tests.factories.mails import last_mail, mails_to, told
from tests.factories.places import make_city
from tests.factories.reviews import (
    CALENDAR,
    SETTINGS,
    hand_in,
    judge,
    make_officer,
    make_reviewers,
    put_into_review,
    take_seat,
)
from tests.factories.standards import make_standard


@pytest.fixture
def owner(session):
    make_city(session)
    make_standard(session, "school")
    return make_person(session, locale="en", name="Owner")


@pytest.fixture
def application(session, owner):
    return make_submitted(session, owner)


@pytest.fixture
def officer(session, application):
    officer = make_officer(session)
    officer.locale = "en"
    return officer


def reviewer_of(session, seat):
    return get_person(session, seat.reviewer_id)


def review(session, seats, worse=(0, 0)):
    for seat, doubted in zip(seats, worse, strict=True):
        take_seat(session, seat)
        judge(session, seat, worse=doubted)
        hand_in(session, seat, reason="Secretreason")


def test_an_offer_says_what_and_until_when_but_not_whose(session, application, officer):
    for person in make_reviewers(session):
        person.locale = "en"
    seat = put_into_review(session, application, officer)[0]
    mail = last_mail(session, reviewer_of(session, seat))
    assert mail.link == f"/panel/reviews/{seat.id}/offer"
    assert "by 25 Nov 2026" in mail.body
    assert "by 4 Dec 2026" in mail.body
    assert application.organisation.name not in mail.subject + mail.body
    assert application.ref not in mail.subject + mail.body


def test_a_rejection_gives_the_reason_and_how_to_object(session, application, owner, officer):
    actor = actor_of(session, officer)
    actions.screen(session, application, actor=actor, now=NOW)
    actions.reject(session, application, "The organisation is closed.", actor=actor, now=NOW)
    body = last_mail(session, owner).body
    assert "The organisation is closed." in body
    assert "object in writing" in body


def test_officers_hear_when_all_is_in_and_not_before(session, application, officer):
    make_reviewers(session)
    first, second = put_into_review(session, application, officer)
    review(session, [first], worse=[0])
    assert told(session, officer) == []
    review(session, [second], worse=[0])
    assert told(session, officer) == ["reviews/all_in"]


def test_only_the_officer_who_has_the_case_is_told(session, application, officer):
    other = make_officer(session)
    make_reviewers(session)
    review(session, put_into_review(session, application, officer))
    assert (told(session, officer), told(session, other)) == (["reviews/all_in"], [])


def test_where_that_officer_no_longer_serves_the_others_are_told(session, application, officer):
    other = make_officer(session)
    make_reviewers(session)
    seats = put_into_review(session, application, officer)
    for grant in officer_grants(session, officer):
        grant.ended_at = NOW
    review(session, seats)
    assert told(session, other) == ["reviews/all_in"]


def officer_grants(session, officer):
    return list_grants_of(session, officer.id)


def test_the_review_stays_blind_in_every_letter(session, application, owner, officer):
    """Two who differ, a third, one who gave the seat back: nobody reads of another or of a score."""
    reviewers = make_reviewers(session, 4)
    for number, person in enumerate(reviewers):
        person.name, person.locale = f"Secretname{number}", "en"
    seats = put_into_review(session, application, officer)
    actions.decline_seat(
        session,
        seats[0],
        "Secretreason",
        SETTINGS,
        conflict=False,
        actor=actor_of(session, reviewer_of(session, seats[0])),
        calendar=CALENDAR,
        now=NOW,
    )
    pair = [seats[1], list_seats(session, application)[-1]]
    review(session, pair, worse=(0, 6))
    third = list_seats(session, application)[-1]
    review(session, [third], worse=[2])
    totals = {str(seat.total) for seat in list_seats(session, application) if seat.total}
    assert len(totals) == 3
    mails = session.scalars(select(OutboxMail)).all()
    assert {mail.person_id for mail in mails} >= {owner.id, officer.id, third.reviewer_id}
    for mail in mails:
        words = f"{mail.subject} {mail.body} {mail.link}".replace(application.ref, "")
        assert "Secret" not in words
        assert not [total for total in totals if total.removesuffix(".00") in words], words
    for person in reviewers:
        for mail in mails_to(session, person):
            assert mail.template in ("reviews/offered", "reviews/offer_lapsed")
            assert application.ref not in f"{mail.subject} {mail.body}"
    assert "Secret" not in " ".join(one.body for one in session.scalars(select(InboxMessage)))


def test_a_reviewer_who_is_also_an_officer_hears_nothing_of_the_others(session, application, officer):
    reviewers = make_reviewers(session, 3)
    for person in reviewers:
        make_grant(session, person, Role.CERTIFICATION_OFFICER, area="9901")
    review(session, put_into_review(session, application, officer), worse=(0, 6))
    for person in reviewers:
        assert set(told(session, person)) <= {"reviews/offered"}


def test_who_is_replaced_is_told_and_the_next_is_asked(session, application, officer):
    make_reviewers(session, 3)
    seat = put_into_review(session, application, officer)[0]
    take_seat(session, seat)
    actions.replace_reviewer(
        session, seat, "Ill.", SETTINGS, actor=actor_of(session, officer), calendar=CALENDAR, now=NOW
    )
    assert told(session, reviewer_of(session, seat)) == ["reviews/offered", "reviews/replaced"]
    newest = list_seats(session, application)[-1]
    assert told(session, reviewer_of(session, newest)) == ["reviews/offered"]
