"""Measures on certificates: two people, the table, the term of an appeal; through the verbs."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from portal.accounts.queries import actor_of, get_person, list_members_of
from portal.core.actor import Actor, Role
from portal.core.clock import WorkCalendar
from portal.core.errors import Conflict, Invalid, NotAllowed
from portal.publication.actions import measure as verbs
from portal.publication.actions.certificate import move
from portal.publication.queries import find_successor, list_certificate_events
from portal.publication.rules import (
    APPEAL,
    APPEAL_WORKING_DAYS,
    CERTIFICATE,
    MEASURE,
    measures_from,
    needs_ground,
)
from portal.publication.types import (
    AppealState,
    CertificateState,
    DecideAppeal,
    MeasureKind,
    MeasureState,
    ProposeMeasure,
)
from portal.standards.queries import get_by_hash
from tests.factories.accounts import make_grant, make_member, make_person
from tests.factories.applications import make_submitted
from tests.factories.publication import LATER, make_certificate, make_measure, make_publisher
from tests.factories.reviews import make_officer
from tests.factories.standards import make_standard

K, S = MeasureKind, CertificateState


@pytest.fixture
def certificate(each_session):
    make_standard(each_session, "school")
    return make_certificate(each_session, make_submitted(each_session, make_person(each_session)))


@pytest.fixture
def publisher(each_session):
    return make_publisher(each_session)


def ground_of(session, certificate):
    return get_by_hash(session, certificate.decision.standard_hash).prerequisites[0].code


def owner_of(session, certificate):
    person = list_members_of(session, certificate.organisation_id)[0].person_id
    return actor_of(session, get_person(session, person))


def revoked(session, certificate, publisher, officer=None):
    ground = ground_of(session, certificate)
    make_measure(session, certificate, K.REVOKE, ground=ground, publisher=publisher, officer=officer)
    return certificate


# --- rules ------------------------------------------------------------------------------------------------


def test_what_may_be_proposed_is_what_the_table_says():
    assert {state: set(measures_from(state)) for state in S} == {
        S.ACTIVE: {K.SUSPEND, K.REVOKE, K.RENEW},
        S.RECHECK_DUE: {K.PASS, K.FAIL, K.REVOKE, K.RENEW},
        S.SUSPENDED: {K.MENDED, K.REVOKE},
        S.REVOKED: set(),
        S.EXPIRED: {K.RENEW},
        S.SUPERSEDED: set(),
    }


@pytest.mark.parametrize("workflow", [MEASURE, APPEAL], ids=lambda one: one.name)
def test_every_state_leads_on_or_is_the_end(workflow):
    assert workflow.dead_states() == frozenset()
    assert workflow.reachable() == {state.value for state in workflow.states}


@pytest.mark.parametrize("state", S)
@pytest.mark.parametrize("kind", K)
def test_only_a_revocation_of_what_counts_needs_a_broken_prerequisite(kind, state):
    assert needs_ground(kind, state) is (kind is K.REVOKE and state is not S.SUSPENDED)


# --- measures ---------------------------------------------------------------------------------------------


def arrive(session, certificate, state, publisher):
    """Bring the certificate into a state from which measures are proposed."""
    if state is S.RECHECK_DUE:
        move(session, certificate, "due", actor=Actor.system(), now=LATER)
    if state is S.SUSPENDED:
        make_measure(session, certificate, K.SUSPEND, publisher=publisher)


@pytest.mark.parametrize(
    ("state", "kind"),
    [(state, kind) for state in S for kind in measures_from(state) if kind is not K.RENEW],
)
def test_a_measure_changes_nothing_until_another_person_confirms(
    each_session, certificate, publisher, state, kind
):
    arrive(each_session, certificate, state, publisher)
    ground = ground_of(each_session, certificate)
    measure = make_measure(each_session, certificate, kind, ground=ground)
    assert certificate.state is state
    verbs.confirm_measure(
        each_session, certificate, measure, actor=actor_of(each_session, publisher), now=LATER
    )
    assert certificate.state.value == CERTIFICATE.next_state(state, kind.value)
    last = list_certificate_events(each_session, certificate)[-1]
    assert (last.action, last.reason) == (kind.value, "Seen on site.")


@pytest.mark.parametrize("state", [S.ACTIVE, S.RECHECK_DUE, S.SUSPENDED])
@pytest.mark.parametrize("kind", K)
def test_what_the_table_does_not_allow_cannot_be_proposed(each_session, certificate, publisher, state, kind):
    if kind in measures_from(state):
        return
    arrive(each_session, certificate, state, publisher)
    with pytest.raises(Conflict):
        make_measure(each_session, certificate, kind)


def test_who_proposed_cannot_confirm_or_refuse(each_session, certificate):
    both = make_officer(each_session)
    make_grant(each_session, both, Role.PUBLISHER, area="9901")
    measure = make_measure(each_session, certificate, K.SUSPEND, officer=both)
    actor = actor_of(each_session, both)
    with pytest.raises(NotAllowed):
        verbs.confirm_measure(each_session, certificate, measure, actor=actor, now=LATER)
    with pytest.raises(NotAllowed):
        verbs.refuse_measure(each_session, certificate, measure, "No.", actor=actor, now=LATER)
    assert certificate.state is S.ACTIVE


def test_the_database_itself_wants_two_people(each_session, certificate):
    measure = make_measure(each_session, certificate, K.SUSPEND)
    measure.state, measure.decided_by_id = MeasureState.CONFIRMED, measure.proposed_by_id
    with pytest.raises(IntegrityError):
        each_session.flush()


def test_the_holders_own_people_neither_propose_nor_confirm(each_session, certificate):
    officer, publisher = make_officer(each_session), make_publisher(each_session)
    make_member(each_session, certificate.organisation, officer)
    make_member(each_session, certificate.organisation, publisher)
    with pytest.raises(NotAllowed):
        make_measure(each_session, certificate, K.SUSPEND, officer=officer)
    with pytest.raises(NotAllowed):
        make_measure(each_session, certificate, K.SUSPEND, publisher=publisher)


def test_one_measure_at_a_time(each_session, certificate):
    make_measure(each_session, certificate, K.SUSPEND)
    with pytest.raises(Conflict):
        make_measure(each_session, certificate, K.SUSPEND)


def test_a_refused_measure_leaves_the_certificate_as_it_is(each_session, certificate, publisher):
    measure = make_measure(each_session, certificate, K.SUSPEND)
    actor = actor_of(each_session, publisher)
    verbs.refuse_measure(each_session, certificate, measure, "Not proved.", actor=actor, now=LATER)
    assert (certificate.state, measure.state) == (S.ACTIVE, MeasureState.REFUSED)
    with pytest.raises(Conflict):
        verbs.confirm_measure(each_session, certificate, measure, actor=actor, now=LATER)
    make_measure(each_session, certificate, K.SUSPEND)


def test_what_counts_is_not_revoked_for_nothing(each_session, certificate):
    for ground in ("", "school-9.9"):
        with pytest.raises(Invalid) as refused:
            make_measure(each_session, certificate, K.REVOKE, ground=ground)
        assert list(refused.value.errors) == ["ground"]


def test_the_reason_is_needed(each_session, certificate):
    actor = actor_of(each_session, make_officer(each_session))
    with pytest.raises(Invalid):
        verbs.propose_measure(
            each_session, certificate, ProposeMeasure(K.SUSPEND, ""), actor=actor, now=LATER
        )


def test_a_newer_certificate_of_the_same_holder_takes_its_place(each_session, certificate, publisher):
    owner = get_person(each_session, list_members_of(each_session, certificate.organisation_id)[0].person_id)
    stranger = make_certificate(each_session, make_submitted(each_session))
    with pytest.raises(Invalid):
        make_measure(each_session, certificate, K.RENEW, successor=stranger.id)
    again = make_submitted(each_session, owner, organisation=certificate.organisation)
    later = certificate.issued_at + timedelta(days=1)
    newer = make_certificate(each_session, again, now=later)
    make_measure(each_session, certificate, K.RENEW, successor=newer.id, publisher=publisher)
    assert certificate.state is S.SUPERSEDED
    assert find_successor(each_session, certificate) is newer


# --- appeals ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("uphold", [True, False])
def test_an_appeal_is_answered_with_reasons(each_session, certificate, publisher, uphold):
    revoked(each_session, certificate, publisher)
    owner = owner_of(each_session, certificate)
    made = verbs.appeal(each_session, certificate, "It was another school.", actor=owner, now=LATER)
    actor = actor_of(each_session, make_publisher(each_session))
    command = DecideAppeal(uphold, "We looked.")
    verbs.decide_appeal(each_session, certificate, made, command, actor=actor, now=LATER)
    assert certificate.state is (S.ACTIVE if uphold else S.REVOKED)
    assert made.state is (AppealState.UPHELD if uphold else AppealState.DISMISSED)
    with pytest.raises(Conflict):
        verbs.appeal(each_session, certificate, "Once more.", actor=owner, now=LATER)
    with pytest.raises(Conflict):
        verbs.decide_appeal(each_session, certificate, made, command, actor=actor, now=LATER)


def test_the_term_of_an_appeal_ends(each_session, certificate, publisher):
    revoked(each_session, certificate, publisher)
    until = WorkCalendar().add_working_days(LATER, APPEAL_WORKING_DAYS)
    assert verbs.appeal_until(each_session, certificate) == until
    with pytest.raises(Conflict):
        verbs.appeal(
            each_session,
            certificate,
            "Late.",
            actor=owner_of(each_session, certificate),
            now=until + timedelta(seconds=1),
        )


def test_only_the_holder_appeals_and_only_against_a_revocation(each_session, certificate, publisher):
    with pytest.raises(Conflict):
        verbs.appeal(each_session, certificate, "No.", actor=owner_of(each_session, certificate), now=LATER)
    revoked(each_session, certificate, publisher)
    with pytest.raises(NotAllowed):
        verbs.appeal(
            each_session,
            certificate,
            "No.",
            actor=actor_of(each_session, make_person(each_session)),
            now=LATER,
        )


def test_who_proposed_the_revocation_does_not_decide_on_the_appeal(each_session, certificate, publisher):
    both = make_officer(each_session)
    make_grant(each_session, both, Role.PUBLISHER, area="9901")
    revoked(each_session, certificate, publisher, officer=both)
    owner = owner_of(each_session, certificate)
    made = verbs.appeal(each_session, certificate, "It was another school.", actor=owner, now=LATER)
    with pytest.raises(NotAllowed):
        verbs.decide_appeal(
            each_session,
            certificate,
            made,
            DecideAppeal(uphold=False, reply="No."),
            actor=actor_of(each_session, both),
            now=LATER,
        )
