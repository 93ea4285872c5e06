"""Screening and review through their verbs, on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.accounts.queries import actor_of, get_person
from portal.applications.actions import approve_not_applicable
from portal.applications.models import ApplicationAnswer
from portal.applications.types import ApplicationState
from portal.audit.queries import list_entries_of
from portal.core.actor import Actor, Grant, Role
from portal.core.clock import local_date
from portal.core.errors import Invalid, NotAllowed, NotFound
from portal.core.transaction import commit
from portal.reviews import actions
from portal.reviews.actions import StaleLine
from portal.reviews.permissions import can_open_sheet
from portal.reviews.queries import case_of, find_combined, get_combined, list_seats
from portal.reviews.rules import CHECKS
from portal.reviews.types import AssignmentKind, AssignmentState, Finding, PlanVisit, ReviewItemInput
from tests.factories.accounts import NOW, make_grant, make_member, make_person
from tests.factories.applications import make_submitted
from tests.factories.reviews import (
    ALL_TICKED,
    CALENDAR,
    LATER,
    SETTINGS,
    hand_in,
    judge,
    make_officer,
    make_reviewers,
    put_into_review,
    review_fully,
    take_seat,
)
from tests.factories.standards import make_standard
from tests.factories.visits import make_visit


@pytest.fixture
def application(each_session):
    make_standard(each_session, "school")
    return make_submitted(each_session, make_person(each_session))


@pytest.fixture
def officer(each_session):
    return make_officer(each_session)


def reviewer_of(session, seat) -> Actor:
    return actor_of(session, get_person(session, seat.reviewer_id))


def test_two_different_reviewers_are_drawn_and_the_draw_is_kept(each_session, application, officer):
    make_reviewers(each_session, 5)
    seats = put_into_review(each_session, application, officer)
    assert application.state is ApplicationState.SCORING
    assert len({seat.reviewer_id for seat in seats}) == 2
    assert set(seats[0].draw["drawn"]) == {seat.reviewer_id for seat in seats}


def test_a_member_of_the_applicant_is_not_drawn(each_session, application, officer):
    member, *others = make_reviewers(each_session, 3)
    make_member(each_session, application.organisation, member)
    seats = put_into_review(each_session, application, officer)
    assert {seat.reviewer_id for seat in seats} == {person.id for person in others}


def screened(session, application):
    """An officer takes it up; another one helps."""
    lead, helper = make_officer(session), make_officer(session)
    actions.screen(session, application, actor=actor_of(session, lead), now=NOW)
    return lead, helper


def assign(session, application, officer):
    actor = actor_of(session, officer)
    actions.save_checks(session, application, ALL_TICKED, actor=actor, now=NOW)
    return actions.assign(session, application, SETTINGS, actor=actor, calendar=CALENDAR, now=NOW, seed="s")


@pytest.mark.parametrize("open_point", CHECKS)
def test_nobody_is_drawn_while_a_point_of_the_formal_check_is_open(each_session, application, open_point):
    lead, _ = screened(each_session, application)
    make_reviewers(each_session)
    by = {"actor": actor_of(each_session, lead), "now": NOW}
    actions.save_checks(each_session, application, ALL_TICKED | {open_point: False}, **by)

    with pytest.raises(Invalid) as refused:
        actions.assign(each_session, application, SETTINGS, calendar=CALENDAR, seed="s", **by)

    assert set(refused.value.errors) == {open_point}
    assert (application.state, list_seats(each_session, application)) == (ApplicationState.SCREENING, [])


@pytest.mark.parametrize("deed", ["saves the checks", "judges what does not apply"])
def test_who_had_a_hand_in_the_formal_check_scores_nothing_of_it(each_session, application, deed):
    lead, helper = screened(each_session, application)
    acting = {"actor": actor_of(each_session, helper), "now": NOW}
    if deed == "saves the checks":
        actions.save_checks(each_session, application, {"complete": True}, **acting)
    else:
        answer = each_session.scalars(
            select(ApplicationAnswer).where(ApplicationAnswer.application_id == application.id).limit(1)
        ).one()
        answer.not_applicable, answer.reason = True, "No kitchen here."
        approve_not_applicable(each_session, application, answer.code, True, **acting)
    commit(each_session)
    make_grant(each_session, helper, Role.REVIEWER, area="9901")
    make_reviewers(each_session)
    seats = assign(each_session, application, lead)
    assert helper.id not in {seat.reviewer_id for seat in seats}
    assert seats[0].draw["excluded"] == {str(helper.id): "officer"}


def test_whoever_frees_a_seat_does_not_take_it(each_session, application):
    lead, helper = screened(each_session, application)
    make_reviewers(each_session)
    seat = assign(each_session, application, lead)[0]
    take_seat(each_session, seat)
    make_grant(each_session, helper, Role.REVIEWER, area="9901")
    by = {"actor": actor_of(each_session, helper), "calendar": CALENDAR, "now": NOW}
    actions.replace_reviewer(each_session, seat, "Ill.", SETTINGS, **by)
    assert helper.id not in {one.reviewer_id for one in list_seats(each_session, application)}


def test_the_log_says_why_a_reviewer_was_replaced(each_session, application, officer):
    make_reviewers(each_session, 3)
    seat = put_into_review(each_session, application, officer)[0]
    take_seat(each_session, seat)
    by = {"actor": actor_of(each_session, officer), "calendar": CALENDAR, "now": NOW}
    actions.replace_reviewer(each_session, seat, "Away for a month.", SETTINGS, **by)
    commit(each_session)
    entries = list_entries_of(each_session, ("application", application.ref))
    (replaced,) = (entry.data for entry in entries if entry.action == "reviews.replace")
    assert replaced == {"assignment": seat.id, "reason": "Away for a month."}


def test_who_inspects_the_site_is_not_eligible(each_session):
    make_standard(each_session, "factory")
    application = make_submitted(each_session, make_person(each_session), cell_type="factory")
    lead, inspector = make_officer(each_session), make_officer(each_session)
    visit = make_visit(each_session, application, lead)
    plan = PlanVisit(local_date(LATER), (inspector.id,), "")
    actions.plan_visit(each_session, visit, plan, actor=actor_of(each_session, lead), now=LATER)
    assert {lead.id, inspector.id} <= case_of(each_session, application).deciders


def test_who_reviews_in_another_district_only_keeps_no_seat_here(each_session, application, officer):
    make_reviewers(each_session)
    seat = put_into_review(each_session, application, officer)[0]
    take_seat(each_session, seat)
    here = reviewer_of(each_session, seat)
    elsewhere = replace(here, grants=frozenset({Grant(Role.REVIEWER, "990102")}))
    assert not application.area_code.startswith("990102")
    assert (can_open_sheet(here, seat), can_open_sheet(elsewhere, seat)) == (True, False)


def test_nothing_is_shown_before_the_declaration(each_session, application, officer):
    make_reviewers(each_session)
    seat = put_into_review(each_session, application, officer)[0]
    assert not can_open_sheet(reviewer_of(each_session, seat), seat)
    take_seat(each_session, seat)
    reviewer = reviewer_of(each_session, seat)
    assert can_open_sheet(reviewer, seat)
    with each_session.no_autoflush:
        seat.no_conflict_declared_at = None
        assert not can_open_sheet(reviewer, seat), "a seat that is taken without it stays shut"


def test_a_reviewer_cannot_open_the_others_sheet(each_session, application, officer):
    make_reviewers(each_session)
    one, other = put_into_review(each_session, application, officer)
    take_seat(each_session, other)
    assert not can_open_sheet(reviewer_of(each_session, one), other)
    line = ReviewItemInput("school-1.1", Finding.ACCEPT)
    with pytest.raises(NotAllowed):
        actions.save_item(each_session, other, line, actor=reviewer_of(each_session, one), now=NOW)


def test_no_score_is_shown_before_both_have_handed_in(each_session, application, officer):
    make_reviewers(each_session)
    one, other = put_into_review(each_session, application, officer)
    for seat in (one, other):
        take_seat(each_session, seat)
        judge(each_session, seat)
    hand_in(each_session, one)
    seats = list_seats(each_session, application)
    assert find_combined(each_session, application, seats, actor_of(each_session, officer)) is None
    with pytest.raises(NotFound):
        get_combined(each_session, application)
    hand_in(each_session, other)
    assert get_combined(each_session, application).score.certifiable


def test_a_reviewer_never_sees_the_combined_sheet(each_session, application, officer):
    make_reviewers(each_session)
    seats = review_fully(each_session, application, officer)
    assert find_combined(each_session, application, seats, reviewer_of(each_session, seats[0])) is None


def test_an_unfinished_sheet_is_not_taken_and_a_finished_one_is_frozen(each_session, application, officer):
    make_reviewers(each_session)
    seat = put_into_review(each_session, application, officer)[0]
    take_seat(each_session, seat)
    with pytest.raises(Invalid):
        hand_in(each_session, seat)
    judge(each_session, seat)
    hand_in(each_session, seat)
    line = ReviewItemInput("school-1.1", Finding.UNVERIFIED, based_on=1)
    with pytest.raises(NotAllowed):
        actions.save_item(each_session, seat, line, actor=reviewer_of(each_session, seat), now=LATER)


def test_a_stale_line_is_told(each_session, application, officer):
    make_reviewers(each_session)
    seat = put_into_review(each_session, application, officer)[0]
    take_seat(each_session, seat)
    judge(each_session, seat)
    line = ReviewItemInput("school-1.1", Finding.UNVERIFIED, based_on=0)
    with pytest.raises(StaleLine):
        actions.save_item(each_session, seat, line, actor=reviewer_of(each_session, seat), now=LATER)


def test_the_log_names_each_line_judged_once_a_sitting_and_never_how(each_session, application, officer):
    make_reviewers(each_session)
    seat = put_into_review(each_session, application, officer)[0]
    take_seat(each_session, seat)
    for version, minutes in enumerate((0, 1, 45)):
        line = ReviewItemInput("school-1.1", Finding.UNVERIFIED, comment=f"No. {minutes}", based_on=version)
        moment = NOW + timedelta(minutes=minutes)
        actions.save_item(each_session, seat, line, actor=reviewer_of(each_session, seat), now=moment)
    commit(each_session)
    entries = list_entries_of(each_session, ("application", application.ref))
    saved = [entry.data for entry in entries if entry.action == "reviews.save_item"]
    line = {"assignment": seat.id, "code": "school-1.1"}
    assert saved == [line | {"version": 1}, line | {"version": 3}]


def test_a_conflict_brings_another_reviewer(each_session, application, officer):
    make_reviewers(each_session, 3)
    seat = put_into_review(each_session, application, officer)[0]
    actions.decline_seat(
        each_session,
        seat,
        "My sister works there.",
        SETTINGS,
        conflict=True,
        actor=reviewer_of(each_session, seat),
        calendar=CALENDAR,
        now=NOW,
    )
    seats = list_seats(each_session, application)
    assert [one.state for one in seats].count(AssignmentState.OFFERED) == 2
    assert seat.state is AssignmentState.CONFLICTED
    assert len({one.reviewer_id for one in seats}) == 3


@pytest.mark.parametrize(
    ("worse", "unmet"), [(4, ""), (0, "school-P1")], ids=["totals differ", "prerequisite"]
)
def test_a_third_is_called_when_two_differ(each_session, application, officer, worse, unmet):
    make_reviewers(each_session, 3)
    one, other = put_into_review(each_session, application, officer)
    for seat in (one, other):
        take_seat(each_session, seat)
    judge(each_session, one)
    judge(each_session, other, worse=worse, unmet=unmet)
    hand_in(each_session, one)
    hand_in(each_session, other)
    assert application.state is ApplicationState.ADJUDICATING
    third = list_seats(each_session, application)[-1]
    assert third.kind is AssignmentKind.ADJUDICATOR
    take_seat(each_session, third)
    judge(each_session, third)
    with pytest.raises(Invalid):
        hand_in(each_session, third)
    hand_in(each_session, third, reason="The ledger is complete.")
    combined = get_combined(each_session, application)
    assert len(combined.seats) == 3
    assert combined.score.certifiable
