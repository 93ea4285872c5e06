"""Whoever was a member of the applicant since it applied judges nothing of it, on both databases."""

from datetime import timedelta

import pytest

from portal.accounts.actions import remove_member
from portal.accounts.queries import actor_of, list_members_of
from portal.applications.permissions import can_move
from portal.core.actor import Role
from portal.core.errors import NotAllowed
from portal.publication.permissions import (
    can_decide,
    can_decide_measure,
    can_propose_measure,
    can_publish,
)
from portal.publication.queries import find_decision
from portal.reviews.actions import screen
from portal.reviews.permissions import can_open_sheet, can_score, can_screen, can_see_combined
from portal.reviews.queries import list_eligible_inspectors, list_seats
from tests.factories.accounts import NOW, make_grant, make_member, make_person
from tests.factories.applications import make_submitted
from tests.factories.publication import make_certificate, make_proposed
from tests.factories.reviews import make_officer, make_reviewers, put_into_review, take_seat
from tests.factories.standards import make_standard

LATER = NOW + timedelta(minutes=1)
BEFORE = NOW - timedelta(days=1)


@pytest.fixture
def application(each_session):
    make_standard(each_session, "school")
    return make_submitted(each_session, make_person(each_session))


def make_leaver(session, organisation, *roles, left_at=LATER):
    """Someone who was a member until `left_at`, and holds these roles now."""
    person = make_person(session)
    make_member(session, organisation, person, "editor")
    remove_member(session, organisation, person.id, actor=actor_of(session, person), now=left_at)
    for role in roles:
        make_grant(session, person, role)
    return person


def test_who_left_belongs_no_more_but_the_tie_is_known(each_session, application):
    leaver = make_leaver(each_session, application.organisation)
    actor = actor_of(each_session, leaver)

    assert leaver.id not in {
        one.person_id for one in list_members_of(each_session, application.organisation_id)
    }
    assert not actor.member_of(application.organisation_id)
    assert actor.memberships == frozenset()
    assert actor.tied_to(application.organisation_id)
    assert actor.tied_to(application.organisation_id, since=NOW)
    assert not actor.tied_to(application.organisation_id, since=LATER + timedelta(seconds=1))
    assert not actor.tied_to(application.organisation_id + 1)


def test_who_left_may_come_back_and_leave_again(each_session, application):
    leaver = make_leaver(each_session, application.organisation)
    make_member(each_session, application.organisation, leaver, "owner")
    assert actor_of(each_session, leaver).member_of(application.organisation_id)

    actor = actor_of(each_session, leaver)
    remove_member(each_session, application.organisation, leaver.id, actor=actor, now=LATER)
    assert not actor_of(each_session, leaver).member_of(application.organisation_id)


def test_who_left_neither_screens_nor_decides(each_session, application):
    officer = actor_of(
        each_session, make_leaver(each_session, application.organisation, Role.CERTIFICATION_OFFICER)
    )

    assert not can_screen(officer, application, seated=False)
    assert not can_decide(officer, application, reviewed=False)
    assert not can_see_combined(officer, application, all_submitted=True)
    assert not can_move(officer, application, "screen")
    assert officer.person_id not in {one.id for one in list_eligible_inspectors(each_session, application)}
    with pytest.raises(NotAllowed):
        screen(each_session, application, actor=officer, now=LATER)


def test_who_left_before_the_application_began_may_screen_it(each_session, application):
    leaver = make_leaver(each_session, application.organisation, Role.CERTIFICATION_OFFICER, left_at=BEFORE)

    screen(each_session, application, actor=actor_of(each_session, leaver), now=LATER)


def test_who_left_is_drawn_for_no_seat(each_session, application):
    leaver = make_leaver(each_session, application.organisation, Role.REVIEWER)
    others = make_reviewers(each_session)
    seats = put_into_review(each_session, application, make_officer(each_session))

    assert {seat.reviewer_id for seat in seats} == {person.id for person in others}
    assert seats[0].draw["excluded"][str(leaver.id)] == "member"


def test_a_seat_closes_when_its_holder_proves_to_be_tied(each_session, application):
    reviewer, _other = make_reviewers(each_session)
    put_into_review(each_session, application, make_officer(each_session))
    seat = next(one for one in list_seats(each_session, application) if one.reviewer_id == reviewer.id)
    take_seat(each_session, seat)
    assert can_score(actor_of(each_session, reviewer), seat)

    make_member(each_session, application.organisation, reviewer, "editor")

    actor = actor_of(each_session, reviewer)
    assert not can_open_sheet(actor, seat)
    assert not can_score(actor, seat)


def test_who_left_publishes_nothing(each_session, application):
    make_proposed(each_session, application)
    publisher = make_leaver(each_session, application.organisation, Role.PUBLISHER)
    decision = find_decision(each_session, application)

    assert not can_publish(actor_of(each_session, publisher), application, decision, reviewed=False)


def test_who_was_ever_a_member_takes_no_measure_on_its_certificate(each_session, application):
    certificate = make_certificate(each_session, application)
    leaver = make_leaver(
        each_session, application.organisation, Role.CERTIFICATION_OFFICER, Role.PUBLISHER, left_at=BEFORE
    )
    actor = actor_of(each_session, leaver)

    assert not can_propose_measure(actor, certificate)
    assert not can_decide_measure(actor, certificate, measure=None)
