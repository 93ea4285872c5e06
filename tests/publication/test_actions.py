"""From the decision to the certificate, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from portal.accounts.queries import actor_of, get_person
from portal.applications.types import ApplicationState
from portal.audit.actions import append_noted
from portal.audit.queries import list_entries_of
from portal.core.actor import Actor, Role
from portal.core.clock import WorkCalendar
from portal.core.errors import Conflict, NotAllowed
from portal.core.sealing import Sealer
from portal.publication.actions import notice as notices
from portal.publication.actions.certificate import issue
from portal.publication.actions.decision import decide, send_back
from portal.publication.queries import find_decision, list_certificate_events
from portal.publication.trace import digest_of, recompute
from portal.publication.types import (
    CertificateState,
    Decide,
    DecisionKind,
    NoticeState,
    Object,
    ObjectionState,
    SendBack,
)
from portal.reviews.actions import assign, reject, return_application, save_checks
from portal.reviews.queries import get_combined, list_seats
from portal.standards.queries import get_by_hash
from tests.factories.accounts import make_grant, make_person
from tests.factories.applications import make_submitted
from tests.factories.publication import LATER, make_certificate, make_notice, make_proposed, make_publisher
from tests.factories.reviews import (
    ALL_TICKED,
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

SEALER = Sealer(["test"])


@pytest.fixture
def application(each_session):
    make_standard(each_session, "school")
    return make_submitted(each_session, make_person(each_session))


def propose(session, application, person):
    command = Decide(DecisionKind.PROPOSE, "All is proved.")
    return decide(session, application, command, actor=actor_of(session, person), now=LATER)


def test_an_undisturbed_notice_ends_in_a_certificate(each_session, application):
    certificate = make_certificate(each_session, application)
    assert application.state is ApplicationState.CERTIFIED
    assert certificate.state is CertificateState.ACTIVE
    assert certificate.total == "100.00"
    assert certificate.valid_until > certificate.issued_at + timedelta(days=365)
    assert [event.action for event in list_certificate_events(each_session, certificate)] == ["issue"]


def test_the_published_trace_gives_the_same_score_again(each_session, application):
    make_proposed(each_session, application)
    decision = find_decision(each_session, application)
    standard = get_by_hash(each_session, decision.standard_hash)
    again = recompute(standard, decision.content)
    assert (str(again.total), again.level and again.level.code) == (decision.total, decision.level)
    assert digest_of(decision.content) == decision.hash


def test_nothing_is_proposed_before_all_have_handed_in(each_session, application):
    officer = make_officer(each_session)
    make_reviewers(each_session)
    put_into_review(each_session, application, officer)
    with pytest.raises(Conflict):
        propose(each_session, application, officer)


def test_a_reviewer_cannot_decide_even_as_an_officer(each_session, application):
    make_reviewers(each_session)
    review_fully(each_session, application, make_officer(each_session))
    reviewer = get_person(each_session, list_seats(each_session, application)[0].reviewer_id)
    make_grant(each_session, reviewer, Role.CERTIFICATION_OFFICER, area="9901")
    with pytest.raises(NotAllowed):
        propose(each_session, application, reviewer)


def test_the_proposer_cannot_publish(each_session, application):
    officer = make_officer(each_session)
    make_grant(each_session, officer, Role.PUBLISHER, area="9901")
    make_proposed(each_session, application, officer)
    with pytest.raises(NotAllowed):
        notices.open_notice(
            each_session,
            application,
            actor=actor_of(each_session, officer),
            calendar=WorkCalendar(),
            now=LATER,
        )


def test_the_notice_runs_for_the_working_days_of_the_standard(each_session, application):
    make_proposed(each_session, application)
    actor = actor_of(each_session, make_publisher(each_session))
    notice = notices.open_notice(each_session, application, actor=actor, calendar=WorkCalendar(), now=LATER)
    standard = get_by_hash(each_session, application.standard_hash)
    assert notice.ends_at == WorkCalendar().add_working_days(LATER, standard.notice_working_days)


def test_nothing_is_signed_before_the_end(each_session, application):
    notice = make_notice(each_session, application)
    with pytest.raises(Conflict):
        notices.close(each_session, notice, actor=Actor.system(), now=notice.ends_at - timedelta(seconds=1))


def test_the_database_itself_refuses_an_early_certificate(each_session, application):
    notice = make_notice(each_session, application)
    with pytest.raises(IntegrityError, match="after_notice"):
        issue(each_session, notice, actor=Actor.system(), now=notice.ends_at - timedelta(seconds=1))


def test_an_admitted_objection_holds_the_notice_until_it_is_answered(each_session, application):
    publisher = make_publisher(each_session)
    notice = make_notice(each_session, application, publisher)
    actor = actor_of(each_session, publisher)
    objection = notices.object_to(
        each_session,
        notice,
        Object("They burn leaves.", contact="138"),
        SEALER,
        actor=Actor.guest(),
        now=LATER,
    )
    assert b"138" not in (objection.contact_sealed or b"")
    notices.admit(each_session, notice, objection, actor=actor, now=LATER)
    assert application.state is ApplicationState.OBJECTION_HOLD
    notices.answer_objection(
        each_session, notice, objection, "Checked: not so.", uphold=False, actor=actor, now=LATER
    )
    assert (notice.state, objection.state) == (NoticeState.OPEN, ObjectionState.ANSWERED)
    assert notices.close(each_session, notice, actor=Actor.system(), now=notice.ends_at) is not None


def test_an_objection_nobody_has_looked_at_keeps_the_certificate_back(each_session, application):
    notice = make_notice(each_session, application)
    notices.object_to(each_session, notice, Object("Look."), SEALER, actor=Actor.guest(), now=LATER)
    assert notices.close(each_session, notice, actor=Actor.system(), now=notice.ends_at) is None
    assert application.state is ApplicationState.PUBLIC_NOTICE


def test_the_log_does_not_say_whose_objection_it_is(each_session, application):
    notice = make_notice(each_session, application)
    insider = actor_of(each_session, make_publisher(each_session))
    notices.object_to(each_session, notice, Object("Look."), SEALER, actor=insider, now=LATER)
    append_noted(each_session)
    entries = list_entries_of(each_session, ("notice", notice.no))
    assert [(one.action, one.actor) for one in entries] == [("publication.object", "guest")]


def test_an_upheld_objection_ends_without_certificate(each_session, application):
    publisher = make_publisher(each_session)
    notice = make_notice(each_session, application, publisher)
    actor = actor_of(each_session, publisher)
    objection = notices.object_to(
        each_session, notice, Object("Faked."), SEALER, actor=Actor.guest(), now=LATER
    )
    notices.admit(each_session, notice, objection, actor=actor, now=LATER)
    notices.answer_objection(each_session, notice, objection, "True.", uphold=True, actor=actor, now=LATER)
    assert application.state is ApplicationState.REJECTED
    assert notice.state is NoticeState.WITHDRAWN


def test_after_the_end_objections_are_no_longer_taken(each_session, application):
    notice = make_notice(each_session, application)
    with pytest.raises(Conflict):
        notices.object_to(
            each_session,
            notice,
            Object("Late."),
            SEALER,
            actor=Actor.guest(),
            now=notice.ends_at + timedelta(seconds=1),
        )


def test_who_has_scored_does_not_end_a_proposal_that_came_back(each_session, application):
    publisher = make_publisher(each_session)
    make_proposed(each_session, application)
    actor = actor_of(each_session, publisher)
    send_back(each_session, application, SendBack("Look again."), actor=actor, now=LATER)
    scorer = get_person(each_session, list_seats(each_session, application)[0].reviewer_id)
    make_grant(each_session, scorer, Role.CERTIFICATION_OFFICER)
    with pytest.raises(NotAllowed):
        reject(each_session, application, "No.", actor=actor_of(each_session, scorer), now=LATER)
    with pytest.raises(NotAllowed):
        return_application(
            each_session,
            application,
            (),
            "",
            actor=actor_of(each_session, scorer),
            calendar=WorkCalendar(),
            now=LATER,
        )


def test_after_a_proposal_came_back_only_the_new_sheets_count(each_session, application):
    officer, publisher = make_officer(each_session), make_publisher(each_session)
    make_proposed(each_session, application, officer)
    old = {seat.id for seat in list_seats(each_session, application)}
    actor = actor_of(each_session, publisher)
    send_back(each_session, application, SendBack("Look again."), actor=actor, now=LATER)
    make_reviewers(each_session)
    for checks in ({}, ALL_TICKED):
        save_checks(each_session, application, checks, actor=actor_of(each_session, officer), now=LATER)
    seats = assign(
        each_session,
        application,
        SETTINGS,
        actor=actor_of(each_session, officer),
        calendar=WorkCalendar(),
        now=LATER + timedelta(hours=1),
    )
    for seat in seats:
        take_seat(each_session, seat)
        judge(each_session, seat, worse=1)
        hand_in(each_session, seat)
    new = {seat.id for seat in seats}
    assert not old & new
    assert len(get_combined(each_session, application).seats) == 2
