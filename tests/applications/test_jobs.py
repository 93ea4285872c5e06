"""Corrections that do not come in time."""

from datetime import timedelta

import pytest

from portal.accounts.queries import actor_of
from portal.applications import actions, jobs
from portal.applications.queries import list_events
from portal.applications.types import (
    ApplicationState,
    MoveApplication,
    RequestedCorrection,
    ReturnApplication,
    SubmitApplication,
)
from portal.audit.actions import append_noted
from portal.audit.queries import list_entries_of
from portal.core.actor import Actor, Role
from portal.core.clock import WorkCalendar
from portal.core.errors import Conflict
from tests.factories.accounts import NOW, make_person, make_staff
from tests.factories.applications import make_submitted
from tests.factories.mails import last_mail, told
from tests.factories.standards import make_standard

SECOND = timedelta(seconds=1)


@pytest.fixture
def owner(each_session):
    make_standard(each_session, "school")
    return make_person(each_session, locale="en")


@pytest.fixture
def returned(each_session, owner):
    application = make_submitted(each_session, owner)
    officer = actor_of(each_session, make_staff(each_session, Role.CERTIFICATION_OFFICER))
    actions.move(each_session, application, MoveApplication("screen"), actor=officer, now=NOW)
    command = ReturnApplication((RequestedCorrection("school-1.1", "Which body?"),))
    actions.return_for_correction(
        each_session, application, command, actor=officer, calendar=WorkCalendar(), now=NOW
    )
    return application


def test_it_lapses_after_the_last_working_day_and_not_before(each_session, owner, returned):
    last = WorkCalendar().add_working_days(NOW, 10)
    jobs.lapse(each_session, now=last, context=None)
    assert returned.state is ApplicationState.RETURNED
    jobs.lapse(each_session, now=last + SECOND, context=None)
    assert returned.state is ApplicationState.REJECTED
    mail = last_mail(each_session, owner)
    assert mail.template == "applications/lapsed"
    assert "object in writing" in mail.body


def test_it_lapses_once_and_the_system_is_on_record(each_session, owner, returned):
    for days in (30, 31):
        jobs.lapse(each_session, now=NOW + timedelta(days=days), context=None)
    append_noted(each_session)
    last = list_events(each_session, returned)[-1]
    assert (last.action, last.actor) == ("lapse", "system")
    entries = list_entries_of(each_session, ("application", returned.ref))
    assert [entry.actor for entry in entries if entry.action == "applications.lapse"] == ["system"]
    assert told(each_session, owner).count("applications/lapsed") == 1


def test_what_was_handed_in_again_does_not_lapse(each_session, owner, returned):
    actor = actor_of(each_session, owner)
    actions.submit(each_session, returned, SubmitApplication(declared_true=True), actor=actor, now=NOW)
    jobs.lapse(each_session, now=NOW + timedelta(days=60), context=None)
    assert returned.state is ApplicationState.SUBMITTED


def test_nobody_makes_it_lapse_early(each_session, returned):
    with pytest.raises(Conflict):
        actions.lapse(each_session, returned, actor=Actor.system(), now=NOW)
