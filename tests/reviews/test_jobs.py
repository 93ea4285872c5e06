"""Offers without an answer, and sheets whose day comes or is past."""

from datetime import timedelta

import pytest
from flask import current_app

from portal.accounts.queries import actor_of, get_person
from portal.applications import actions as applying
from portal.applications.types import ApplicationState, WithdrawApplication
from portal.audit.actions import append_noted
from portal.audit.queries import list_entries_of
from portal.core.errors import NotAllowed, NotFound
from portal.core.web import EXTENSION
from portal.reviews import actions, jobs
from portal.reviews.queries import get_combined, list_seats
from portal.reviews.types import AssignmentState
from tests.factories.accounts import NOW, make_person
from tests.factories.applications import make_submitted
from tests.factories.mails import told
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

ANSWER_DUE = CALENDAR.add_working_days(NOW, 3)
SHEET_DUE = CALENDAR.add_working_days(NOW, 10)
SECOND = timedelta(seconds=1)


@pytest.fixture
def owner(each_session):
    make_standard(each_session, "school")
    return make_person(each_session)


@pytest.fixture
def application(each_session, owner):
    return make_submitted(each_session, owner)


@pytest.fixture
def officer(each_session, application):
    return make_officer(each_session)


def run(session, now):
    context = current_app.extensions[EXTENSION].jobs
    jobs.lapse_offers(session, now=now, context=context)
    jobs.fill_empty_seats(session, now=now, context=context)
    jobs.remind(session, now=now, context=context)
    jobs.end_withdrawn(session, now=now, context=context)


def told_reviewer(session, seat):
    return told(session, get_person(session, seat.reviewer_id))


def states(session, application):
    return [seat.state.value for seat in list_seats(session, application)]


def test_an_offer_without_an_answer_goes_to_somebody_else(each_session, application, officer):
    make_reviewers(each_session, 4)
    silent, taken = put_into_review(each_session, application, officer)
    take_seat(each_session, taken)
    run(each_session, ANSWER_DUE)
    assert states(each_session, application) == ["offered", "accepted"]
    run(each_session, ANSWER_DUE + SECOND)
    assert states(each_session, application) == ["lapsed", "accepted", "offered"]
    assert told_reviewer(each_session, silent) == ["reviews/offered", "reviews/offer_lapsed"]
    with pytest.raises(NotAllowed):
        take_seat(each_session, silent)


def test_the_new_offer_has_its_own_days(each_session, application, officer):
    make_reviewers(each_session, 4)
    put_into_review(each_session, application, officer)
    for _ in range(2):
        run(each_session, ANSWER_DUE + SECOND)
    assert states(each_session, application) == ["lapsed", "lapsed", "offered", "offered"]


def test_where_nobody_is_left_the_offer_stays_and_the_officer_hears_of_it_once(
    each_session, application, officer
):
    make_reviewers(each_session, 2)
    seats = put_into_review(each_session, application, officer)
    for minutes in (1, 11, 21):
        run(each_session, ANSWER_DUE + timedelta(minutes=minutes))
    assert states(each_session, application) == ["offered", "offered"]
    assert told(each_session, officer) == ["reviews/nobody_left", "reviews/nobody_left"]
    take_seat(each_session, seats[0])
    make_reviewers(each_session, 1)
    run(each_session, ANSWER_DUE + timedelta(hours=1))
    assert states(each_session, application) == ["accepted", "lapsed", "offered"]


def test_a_sheet_is_taken_although_no_third_reviewer_is_left_and_one_is_drawn_later(
    each_session, application, officer
):
    make_reviewers(each_session, 2)
    for worse, seat in enumerate(put_into_review(each_session, application, officer)):
        take_seat(each_session, seat)
        judge(each_session, seat, worse=worse * 30)
        hand_in(each_session, seat)
    assert states(each_session, application) == ["submitted", "submitted"]
    assert application.state is ApplicationState.ADJUDICATING
    assert "reviews/seat_empty" in told(each_session, officer)
    with pytest.raises(NotFound):
        get_combined(each_session, application)
    heard = told(each_session, officer)
    run(each_session, NOW + timedelta(hours=2))
    assert told(each_session, officer) == heard

    make_reviewers(each_session, 1)
    run(each_session, NOW + timedelta(hours=3))
    run(each_session, NOW + timedelta(hours=4))
    assert states(each_session, application) == ["submitted", "submitted", "offered"]


def test_a_conflict_is_declared_although_nobody_else_may_be_drawn(each_session, application, officer):
    make_reviewers(each_session, 2)
    tied, other = put_into_review(each_session, application, officer)
    reviewer = actor_of(each_session, get_person(each_session, tied.reviewer_id))
    actions.decline_seat(
        each_session,
        tied,
        "My sister works there.",
        SETTINGS,
        conflict=True,
        actor=reviewer,
        calendar=CALENDAR,
        now=NOW,
    )
    take_seat(each_session, other)
    judge(each_session, other)
    hand_in(each_session, other)
    assert states(each_session, application) == ["conflicted", "submitted"]
    # One sheet alone decides nothing.
    assert application.state is ApplicationState.SCORING
    with pytest.raises(NotFound):
        get_combined(each_session, application)

    make_reviewers(each_session, 1)
    run(each_session, NOW + timedelta(hours=3))
    assert states(each_session, application) == ["conflicted", "submitted", "offered"]


def test_a_sheet_is_reminded_of_once_before_its_day(each_session, application, officer):
    make_reviewers(each_session)
    seat, other = put_into_review(each_session, application, officer)
    for one in (seat, other):
        take_seat(each_session, one)
    judge(each_session, other)
    hand_in(each_session, other)
    two_before = SHEET_DUE - timedelta(days=2)
    run(each_session, two_before - timedelta(days=1))
    assert told_reviewer(each_session, seat) == ["reviews/offered"]
    for hours in (0, 12):
        run(each_session, two_before + timedelta(hours=hours))
    assert told_reviewer(each_session, seat) == ["reviews/offered", "reviews/reminder"]
    assert told_reviewer(each_session, other) == ["reviews/offered"]


def test_a_late_sheet_is_told_once_to_the_reviewer_and_the_officer(each_session, application, officer):
    make_reviewers(each_session)
    seat, other = put_into_review(each_session, application, officer)
    take_seat(each_session, seat)
    take_seat(each_session, other)
    judge(each_session, other)
    hand_in(each_session, other)
    for hours in (1, 2):
        run(each_session, SHEET_DUE + timedelta(hours=hours))
    assert told_reviewer(each_session, seat) == ["reviews/offered", "reviews/overdue"]
    assert told(each_session, officer) == ["reviews/sheet_late"]
    assert seat.state is AssignmentState.ACCEPTED


def test_what_the_system_does_is_on_record(each_session, application, officer):
    make_reviewers(each_session, 4)
    put_into_review(each_session, application, officer)
    run(each_session, ANSWER_DUE + SECOND)
    append_noted(each_session)
    entries = list_entries_of(each_session, ("application", application.ref))
    assert [entry.actor for entry in entries if entry.action == "reviews.lapse"] == ["system", "system"]


def test_nothing_is_asked_of_reviewers_once_the_application_is_withdrawn(
    each_session, application, owner, officer
):
    make_reviewers(each_session, 4)
    seat, other = put_into_review(each_session, application, officer)
    take_seat(each_session, seat)
    actor = actor_of(each_session, owner)
    applying.withdraw(each_session, application, WithdrawApplication("Moved."), actor=actor, now=NOW)
    run(each_session, SHEET_DUE + SECOND)
    assert states(each_session, application) == ["lapsed", "lapsed"]
    with pytest.raises(NotAllowed):
        take_seat(each_session, other)
    with pytest.raises(NotAllowed):
        judge(each_session, seat)


def test_reviewers_hear_that_the_application_was_withdrawn_once(each_session, application, owner, officer):
    make_reviewers(each_session, 3)
    asked, scoring = put_into_review(each_session, application, officer)
    take_seat(each_session, scoring)
    run(each_session, NOW)
    assert states(each_session, application) == ["offered", "accepted"]
    applying.withdraw(
        each_session,
        application,
        WithdrawApplication("We move."),
        actor=actor_of(each_session, owner),
        now=NOW,
    )
    for minutes in (1, 2):
        run(each_session, NOW + timedelta(minutes=minutes))
    assert states(each_session, application) == ["lapsed", "lapsed"]
    for seat in (asked, scoring):
        assert told_reviewer(each_session, seat) == ["reviews/offered", "reviews/ended"]
