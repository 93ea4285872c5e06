"""The verbs of an application, on both databases."""

from datetime import timedelta
from decimal import Decimal

import pytest

from portal.accounts.queries import actor_of
from portal.applications import actions
from portal.applications.actions import StaleAnswer
from portal.applications.queries import find_answer, get_application, get_snapshot, list_events
from portal.applications.rules import WORKFLOW
from portal.applications.types import (
    AnswerItem,
    ApplicationState,
    MoveApplication,
    RequestedCorrection,
    ReturnApplication,
    StartApplication,
    SubmitApplication,
    WithdrawApplication,
)
from portal.audit.actions import append_noted
from portal.audit.queries import list_entries_of
from portal.core.actor import MemberLevel, Role
from portal.core.clock import WorkCalendar
from portal.core.errors import Conflict, Invalid, NotAllowed
from portal.core.transaction import commit
from tests.factories.accounts import NOW, make_member, make_organisation, make_person, make_staff
from tests.factories.applications import fill_in, make_application, make_submitted
from tests.factories.standards import make_standard


@pytest.fixture
def owner(each_session):
    make_standard(each_session, "school")
    return make_person(each_session)


@pytest.fixture
def application(each_session, owner):
    return make_application(each_session, owner)


def officer_of(session):
    return actor_of(session, make_staff(session, Role.CERTIFICATION_OFFICER, area="9901"))


def say(session, application, owner, value, based_on=0, code="school-1.1", **more):
    item = AnswerItem(code, value, based_on=based_on, **more)
    return actions.save_answer(session, application, item, actor=actor_of(session, owner), now=NOW)


def test_an_application_pins_the_version_of_its_standard(each_session, application):
    assert application.state is ApplicationState.DRAFT
    assert (application.cell_type, application.standard_version) == ("school", "2026.1")
    assert len(application.standard_hash) == 64


def test_a_stranger_cannot_start_for_an_organisation(each_session, owner):
    organisation = make_organisation(each_session, owner)
    stranger = actor_of(each_session, make_person(each_session))
    with pytest.raises(NotAllowed):
        actions.start(each_session, StartApplication(organisation.id, "school"), actor=stranger, now=NOW)


def test_an_organisation_has_one_open_application_of_a_type(each_session, owner, application):
    command = StartApplication(application.organisation_id, "school")
    with pytest.raises(Conflict):
        actions.start(each_session, command, actor=actor_of(each_session, owner), now=NOW)


def test_a_number_is_kept_digit_for_digit(each_session, application, owner):
    say(each_session, application, owner, Decimal("0.8333"), code="school-1.3")
    assert find_answer(each_session, application, "school-1.3").value == "0.8333"


def test_the_second_of_two_editors_is_told_and_sees_what_stands(each_session, application, owner):
    say(each_session, application, owner, True)
    with pytest.raises(StaleAnswer) as refused:
        say(each_session, application, owner, False, based_on=0)
    assert refused.value.newer.value is True


def test_saving_the_same_answer_again_is_no_conflict(each_session, application, owner):
    say(each_session, application, owner, True)
    assert say(each_session, application, owner, True, based_on=0).version == 1


def test_the_log_has_one_entry_for_each_answer_person_and_sitting(each_session, application, owner):
    """The page saves while one writes; every keystroke in the log would bury the rest."""
    colleague = make_person(each_session)
    make_member(each_session, application.organisation, colleague)

    def typed(person, value, minutes, based_on):
        item = AnswerItem("school-1.3", Decimal(value), based_on=based_on)
        moment = NOW + timedelta(minutes=minutes)
        actions.save_answer(each_session, application, item, actor=actor_of(each_session, person), now=moment)

    typed(owner, "0.8", 0, 0)
    typed(owner, "0.83", 1, 1)
    typed(owner, "0.83", 50, 2)  # nothing changed
    typed(colleague, "0.9", 51, 2)
    typed(owner, "0.91", 52, 3)
    typed(owner, "0.92", 90, 4)
    commit(each_session)
    entries = list_entries_of(each_session, ("application", application.ref))
    saved = [entry for entry in entries if entry.action == "applications.save_answer"]
    assert [entry.data for entry in saved] == [{"code": "school-1.3", "version": one} for one in (1, 3, 4, 5)]
    assert [entry.actor for entry in saved] == [
        actor_of(each_session, one).audit_name for one in (owner, colleague, owner, owner)
    ]


def test_what_the_standard_cannot_take_is_refused(each_session, application, owner):
    with pytest.raises(Invalid):
        say(each_session, application, owner, Decimal("1.5"), code="school-1.3")


def test_not_applicable_needs_a_reason_and_an_indicator_that_allows_it(each_session, application, owner):
    with pytest.raises(Invalid):
        say(each_session, application, owner, None, not_applicable=True, reason="")


def test_an_incomplete_application_is_not_taken(each_session, application, owner):
    with pytest.raises(Invalid):
        actions.submit(
            each_session, application, SubmitApplication(True), actor=actor_of(each_session, owner), now=NOW
        )


def test_a_complete_one_is_handed_in_and_frozen(each_session, application, owner):
    actor = actor_of(each_session, owner)
    fill_in(each_session, application, actor)
    snapshot = actions.submit(each_session, application, SubmitApplication(True), actor=actor, now=NOW)
    assert application.state is ApplicationState.SUBMITTED
    assert snapshot.content["answers"]["school-1.1"]["value"] is True
    with pytest.raises(Conflict):
        say(each_session, application, owner, False, based_on=1)


def test_it_must_be_declared_true(each_session, application, owner):
    actor = actor_of(each_session, owner)
    fill_in(each_session, application, actor)
    with pytest.raises(Invalid):
        actions.submit(each_session, application, SubmitApplication(False), actor=actor, now=NOW)


def test_an_editor_fills_in_but_does_not_hand_in(each_session, application, owner):
    editor = make_person(each_session)
    make_member(each_session, application.organisation, editor, MemberLevel.EDITOR)
    actor = actor_of(each_session, editor)
    fill_in(each_session, application, actor)
    with pytest.raises(NotAllowed):
        actions.submit(each_session, application, SubmitApplication(True), actor=actor, now=NOW)


def test_corrections_are_asked_twice_at_most(each_session, owner):
    application = make_submitted(each_session, owner)
    officer, calendar = officer_of(each_session), WorkCalendar()
    command = ReturnApplication((RequestedCorrection("school-1.1", "Which body?"),))
    for _ in range(2):
        actions.move(each_session, application, MoveApplication("screen"), actor=officer, now=NOW)
        actions.return_for_correction(
            each_session, application, command, actor=officer, calendar=calendar, now=NOW
        )
        assert application.state is ApplicationState.RETURNED
        actions.submit(
            each_session, application, SubmitApplication(True), actor=actor_of(each_session, owner), now=NOW
        )
    actions.move(each_session, application, MoveApplication("screen"), actor=officer, now=NOW)
    with pytest.raises(Conflict):
        actions.return_for_correction(
            each_session, application, command, actor=officer, calendar=calendar, now=NOW
        )
    assert get_snapshot(each_session, application).round == 2


def test_an_officer_of_another_district_cannot_screen(each_session, owner):
    application = make_submitted(each_session, owner)
    elsewhere = make_staff(each_session, Role.CERTIFICATION_OFFICER, area="990103")
    with pytest.raises(NotAllowed):
        actions.move(
            each_session,
            application,
            MoveApplication("screen"),
            actor=actor_of(each_session, elsewhere),
            now=NOW,
        )


def test_every_step_is_an_event_that_replays_to_the_present_state(each_session, owner):
    application = make_submitted(each_session, owner)
    command = WithdrawApplication("We moved house.")
    actions.withdraw(each_session, application, command, actor=actor_of(each_session, owner), now=NOW)
    events = list_events(each_session, application)
    assert [event.action for event in events] == ["start", "submit", "withdraw"]
    state = None
    for event in events:
        assert event.from_state == state
        state = WORKFLOW.next_state(state, event.action)
    assert get_application(each_session, application.ref).state == state


def test_every_step_leaves_an_audit_entry(each_session, owner):
    application = make_submitted(each_session, owner)
    append_noted(each_session)
    entries = list_entries_of(each_session, ("application", application.ref))
    assert [e.action for e in entries if e.action in ("applications.start", "applications.submit")] == [
        "applications.start",
        "applications.submit",
    ]
