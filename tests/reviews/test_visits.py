"""Visits to the site through their verbs, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.accounts.queries import actor_of, get_person, list_members_of
from portal.applications import actions as applying
from portal.applications.types import ApplicationState, WithdrawApplication
from portal.audit.models import AuditEntry
from portal.core.actor import Role
from portal.core.clock import local_date
from portal.core.errors import Conflict, Invalid, NotAllowed
from portal.core.transaction import commit
from portal.publication.actions.decision import decide
from portal.publication.queries import find_decision
from portal.publication.types import Decide, DecisionKind
from portal.reviews import actions, jobs
from portal.reviews.actions import StaleLine
from portal.reviews.models import SiteVisit
from portal.reviews.queries import (
    find_concluded,
    find_last_visit,
    find_shown,
    inspected_of,
    list_eligible_inspectors,
    list_seats,
    list_visit_events,
)
from portal.reviews.rules import SITE_VISIT, not_looked_at, unmet_on_site, verdict_fits
from portal.reviews.types import PlanVisit, Sighting, SightingInput, VisitState, VisitVerdict
from portal.standards.queries import get_by_hash
from tests.factories.accounts import make_grant, make_member, make_person
from tests.factories.applications import make_submitted
from tests.factories.mails import told
from tests.factories.media import make_staged_photo
from tests.factories.publication import LATER as DECIDED
from tests.factories.reviews import (
    LATER,
    hand_in,
    judge,
    make_officer,
    make_reviewers,
    put_into_review,
    review_fully,
    take_seat,
)
from tests.factories.standards import a_prerequisite, a_standard, make_standard
from tests.factories.visits import conclude, make_concluded, make_visit, plan, record


@pytest.fixture
def application(each_session):
    """Of a type whose standard always asks for a visit."""
    make_standard(each_session, "factory")
    return make_submitted(each_session, make_person(each_session), cell_type="factory")


@pytest.fixture
def officer(each_session):
    return make_officer(each_session)


def propose(session, application, officer, kind=DecisionKind.PROPOSE):
    actor = actor_of(session, officer)
    return decide(session, application, Decide(kind, "Seen and proved."), actor=actor, now=DECIDED)


# --- rules ------------------------------------------------------------------------------------------------


def test_every_state_leads_on_or_is_the_end():
    assert SITE_VISIT.dead_states() == frozenset()
    assert SITE_VISIT.reachable() == {state.value for state in VisitState}


@pytest.mark.parametrize("state", [None, *VisitState])
@pytest.mark.parametrize("action", SITE_VISIT.actions)
def test_what_the_table_does_not_name_is_refused(state, action):
    allowed = {
        (None, "call"): "called",
        (VisitState.CALLED, "plan"): "planned",
        (VisitState.PLANNED, "plan"): "planned",
        (VisitState.PLANNED, "remind"): "planned",
        (VisitState.PLANNED, "conclude"): "concluded",
    }
    if (state, action) in allowed:
        assert SITE_VISIT.next_state(state, action) == allowed[state, action]
    else:
        with pytest.raises(Conflict):
            SITE_VISIT.next_state(state, action)


def test_prerequisites_must_be_looked_at_and_an_unmet_one_is_told():
    standard = a_standard(prerequisites=(a_prerequisite("a-P1"), a_prerequisite("a-P2")))
    assert not_looked_at(standard, {"a-P1": Sighting.CONFIRMED}) == ["a-P2"]
    assert unmet_on_site(standard, {"a-P2": Sighting.NOT_CONFIRMED}) == ["a-P2"]
    assert unmet_on_site(standard, {"a-1.1": Sighting.NOT_CONFIRMED}) == []


@pytest.mark.parametrize("outcome", Sighting)
@pytest.mark.parametrize("verdict", VisitVerdict)
def test_nothing_is_called_borne_out_that_was_not(outcome, verdict):
    wrong = outcome is Sighting.NOT_CONFIRMED and verdict is VisitVerdict.BORNE_OUT
    assert verdict_fits(verdict, {"a-1.1": outcome}) is not wrong


# --- verbs ------------------------------------------------------------------------------------------------


def test_the_standard_calls_for_the_visit_when_the_last_sheet_is_in(each_session, application, officer):
    visit = make_visit(each_session, application, officer)
    assert application.state is ApplicationState.INSPECTING
    assert visit.state is VisitState.CALLED
    assert [event.action for event in list_visit_events(each_session, visit)] == ["call"]


def test_a_visit_goes_its_way_to_the_decision(each_session, application, officer):
    visit = make_concluded(each_session, application, officer)
    assert [event.to_state for event in list_visit_events(each_session, visit)] == list(VisitState)
    propose(each_session, application, officer)
    assert application.state is ApplicationState.PROPOSED
    found = find_decision(each_session, application).content["site_visit"]
    assert found["verdict"] == "borne_out"
    assert set(found["findings"].values()) == {"confirmed"}


def test_every_step_of_it_is_in_the_log(each_session, application, officer):
    make_concluded(each_session, application, officer)
    commit(each_session)
    kept = {entry.action for entry in each_session.query(AuditEntry)}
    assert {"reviews.call_visit", "reviews.plan_visit", "reviews.conclude_visit"} <= kept


@pytest.mark.parametrize("state", ["called", "planned"])
def test_nothing_is_proposed_before_it_is_concluded(each_session, application, officer, state):
    visit = make_visit(each_session, application, officer)
    if state == "planned":
        plan(each_session, visit, officer)
    with pytest.raises(Conflict):
        propose(each_session, application, officer)
    propose(each_session, application, officer, DecisionKind.REFUSE)
    assert application.state is ApplicationState.REJECTED


def test_a_prerequisite_not_met_on_site_leaves_only_the_refusal(each_session, application, officer):
    standard = get_by_hash(each_session, application.standard_hash)
    make_concluded(each_session, application, officer, unmet=standard.prerequisites[0].code)
    with pytest.raises(Conflict):
        propose(each_session, application, officer)
    propose(each_session, application, officer, DecisionKind.REFUSE)
    assert application.state is ApplicationState.REJECTED


def test_an_officer_sends_inspectors_where_the_standard_leaves_it_open(each_session, officer):
    make_standard(each_session, "school")
    application = make_submitted(each_session)
    make_reviewers(each_session)
    review_fully(each_session, application, officer)
    visit = actions.call_visit(each_session, application, actor=actor_of(each_session, officer), now=LATER)
    assert (application.state, visit.state) == (ApplicationState.INSPECTING, VisitState.CALLED)
    with pytest.raises(Conflict):
        actions.call_visit(each_session, application, actor=actor_of(each_session, officer), now=LATER)


def test_nobody_is_sent_while_a_sheet_is_open(each_session, officer):
    make_standard(each_session, "school")
    application = make_submitted(each_session)
    make_reviewers(each_session)
    first, _ = put_into_review(each_session, application, officer)
    take_seat(each_session, first)
    judge(each_session, first)
    hand_in(each_session, first)
    with pytest.raises(Conflict):
        actions.call_visit(each_session, application, actor=actor_of(each_session, officer), now=LATER)


def test_a_past_day_and_a_stranger_are_refused_in_the_plan(each_session, application, officer):
    visit = make_visit(each_session, application, officer)
    actor = actor_of(each_session, officer)
    today = local_date(LATER)
    for command, field in (
        (PlanVisit(today - timedelta(days=1), (officer.id,)), "day"),
        (PlanVisit(today, (make_person(each_session).id,)), "inspectors"),
        (PlanVisit(today, ()), "inspectors"),
    ):
        with pytest.raises(Invalid) as refused:
            actions.plan_visit(each_session, visit, command, actor=actor, now=LATER)
        assert list(refused.value.errors) == [field]
    assert visit.state is VisitState.CALLED


def test_members_of_the_applicant_and_reviewers_are_not_sent(each_session, application, officer):
    member = make_officer(each_session)
    make_member(each_session, application.organisation, member)
    visit = make_visit(each_session, application, officer)
    reviewer = get_person(each_session, list_seats(each_session, application)[0].reviewer_id)
    make_grant(each_session, reviewer, Role.CERTIFICATION_OFFICER, area="9901")
    assert [one.id for one in list_eligible_inspectors(each_session, application)] == [officer.id]
    with pytest.raises(NotAllowed):
        plan(each_session, visit, reviewer)


def test_only_those_who_go_record_and_conclude(each_session, application, officer):
    visit = plan(each_session, make_visit(each_session, application, officer), officer)
    with pytest.raises(NotAllowed):
        record(each_session, visit, make_officer(each_session))
    record(each_session, visit, officer)
    with pytest.raises(NotAllowed):
        conclude(each_session, visit, make_officer(each_session))


def test_a_line_not_confirmed_says_what_was_found(each_session, application, officer):
    visit = plan(each_session, make_visit(each_session, application, officer), officer)
    line = SightingInput("factory-1.1", Sighting.NOT_CONFIRMED)
    with pytest.raises(Invalid):
        actions.record_sighting(each_session, visit, line, actor=actor_of(each_session, officer), now=LATER)


def test_two_inspectors_do_not_write_over_each_other(each_session, application, officer):
    visit = plan(each_session, make_visit(each_session, application, officer), officer)
    actor = actor_of(each_session, officer)
    first = SightingInput("factory-1.1", Sighting.CONFIRMED, "Mine")
    actions.record_sighting(each_session, visit, first, actor=actor, now=LATER)
    other = SightingInput("factory-1.1", Sighting.CONFIRMED, "Yours")
    with pytest.raises(StaleLine) as stale:
        actions.record_sighting(each_session, visit, other, actor=actor, now=LATER)
    assert stale.value.newer.note == "Mine"
    actions.record_sighting(each_session, visit, first, actor=actor, now=LATER)


def test_the_log_has_what_was_found_on_site_and_words_once_a_sitting(each_session, application, officer):
    visit = plan(each_session, make_visit(each_session, application, officer), officer)
    found = (
        ("", None),
        ("As", Sighting.CONFIRMED),
        ("As stated", Sighting.CONFIRMED),
        ("Not there", Sighting.NOT_CONFIRMED),
    )
    for version, (note, outcome) in enumerate(found):
        line = SightingInput("factory-1.1", outcome, note or "Looked", based_on=version)
        actions.record_sighting(each_session, visit, line, actor=actor_of(each_session, officer), now=LATER)
    commit(each_session)
    entries = each_session.scalars(select(AuditEntry).where(AuditEntry.action == "reviews.record_sighting"))
    assert [(entry.data["version"], entry.data["outcome"]) for entry in entries] == [
        (1, None),
        (2, "confirmed"),
        (4, "not_confirmed"),
    ]


def test_it_is_concluded_only_when_whole(each_session, application, officer):
    visit = plan(each_session, make_visit(each_session, application, officer), officer)
    with pytest.raises(Invalid) as refused:
        conclude(each_session, visit, officer)
    assert list(refused.value.errors) == [""]
    standard = get_by_hash(each_session, application.standard_hash)
    record(each_session, visit, officer, unmet=standard.prerequisites[0].code)
    with pytest.raises(Invalid) as refused:
        conclude(each_session, visit, officer, VisitVerdict.BORNE_OUT)
    assert list(refused.value.errors) == ["verdict"]


def test_what_is_concluded_stays(each_session, application, officer):
    visit = make_concluded(each_session, application, officer)
    for change in (plan, record, conclude):
        with pytest.raises(Conflict):
            change(each_session, visit, officer)


def test_the_database_refuses_half_a_conclusion(each_session, application, officer):
    visit = make_visit(each_session, application, officer)
    visit.state = VisitState.CONCLUDED
    with pytest.raises(IntegrityError):
        each_session.flush()


def test_the_database_refuses_a_second_open_visit(each_session, application, officer):
    make_visit(each_session, application, officer)
    each_session.add(SiteVisit(no="V2", application_id=application.id, called_at=LATER))
    with pytest.raises(IntegrityError):
        each_session.flush()


def test_a_withdrawn_application_needs_no_visit(each_session, application, officer):
    visit = plan(each_session, make_visit(each_session, application, officer), officer)
    owner = get_person(each_session, list_members_of(each_session, application.organisation_id)[0].person_id)
    command = WithdrawApplication("We move.")
    applying.withdraw(each_session, application, command, actor=actor_of(each_session, owner), now=LATER)
    with pytest.raises(Conflict):
        record(each_session, visit, officer)


def test_who_has_a_seat_never_sees_what_was_found(each_session, application, officer):
    make_concluded(each_session, application, officer)
    reviewer = get_person(each_session, list_seats(each_session, application)[0].reviewer_id)
    make_grant(each_session, reviewer, Role.CERTIFICATION_OFFICER, area="9901")
    assert find_shown(each_session, application, actor_of(each_session, reviewer)) is None
    shown = find_shown(each_session, application, actor_of(each_session, officer))
    assert shown.visit is find_last_visit(each_session, application)
    assert shown.seen == find_concluded(each_session, application).seen


def test_photos_are_kept_with_the_visit_and_can_be_taken_out(each_session, application, officer):
    visit = plan(each_session, make_visit(each_session, application, officer), officer)
    actor = actor_of(each_session, officer)
    staged = make_staged_photo(each_session, owner="me", now=LATER)
    with pytest.raises(Invalid):
        actions.add_visit_photos(each_session, visit, [staged.ref], owner="another", actor=actor, now=LATER)
    photo = staged.photo
    actions.add_visit_photos(each_session, visit, [staged.ref], owner="me", actor=actor, now=LATER)
    actions.remove_visit_photo(each_session, visit, photo, actor=actor, now=LATER)
    assert inspected_of(each_session, visit).findings == {}


def test_both_sides_are_reminded_once_before_the_day_and_again_for_another_day(
    each_session, application, officer
):
    visit = make_visit(each_session, application, officer)
    owner = list_members_of(each_session, application.organisation_id)[0].person
    week = local_date(LATER) + timedelta(days=7)
    plan(each_session, visit, officer, week)

    def pass_days(days):
        jobs.remind_of_visits(each_session, now=LATER + timedelta(days=days), context=None)
        return [told(each_session, person).count("reviews/visit_near") for person in (officer, owner)]

    assert pass_days(5) == [0, 0]
    assert pass_days(6) == [1, 1]
    assert pass_days(7) == [1, 1]
    plan(each_session, visit, officer, week + timedelta(days=7))
    assert pass_days(13) == [2, 2]
    assert [event.action for event in list_visit_events(each_session, visit)][1:] == [
        "plan",
        "remind",
        "plan",
        "remind",
    ]
