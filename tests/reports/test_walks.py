"""Random walks through the life of a report, by the real actions on a real database."""

from datetime import timedelta
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.core.actor import Actor, ActorKind, Grant, Role
from portal.core.errors import DomainError
from portal.reports import actions
from portal.reports.queries import list_events
from portal.reports.rules import INTERRUPTIONS, WORKFLOW, replay
from portal.reports.types import (
    AcceptReport,
    AnswerQuestion,
    AskExtension,
    AskReporter,
    ConfirmReport,
    DispatchReport,
    DisputeReport,
    GrantExtension,
    MergeReport,
    ReceiveResult,
    RefuseExtension,
    RejectReport,
    ReportAction,
    ReportState,
    ResolveReport,
    ReturnReport,
    TransferReport,
    UnmergeReport,
    WithdrawReport,
)
from tests.factories.accounts import CITY, make_person, make_unit
from tests.factories.reports import GUEST, NOW, SYSTEM, make_report

_A = ReportAction
COMMANDS = {
    _A.ACCEPT: (actions.accept, AcceptReport()),
    _A.REJECT: (actions.reject, RejectReport("not_our_duty")),
    _A.UNMERGE: (actions.unmerge, UnmergeReport("Another heap")),
    _A.RETURN: (actions.return_, ReturnReport("not_my_area")),
    _A.ASK_REPORTER: (actions.ask_reporter, AskReporter("Which bank?")),
    _A.ANSWER: (actions.answer, AnswerQuestion("The north one")),
    _A.ASK_EXTENSION: (actions.ask_extension, AskExtension("A crane")),
    _A.GRANT_EXTENSION: (actions.grant_extension, GrantExtension()),
    _A.REFUSE_EXTENSION: (actions.refuse_extension, RefuseExtension("Use the other")),
    _A.RESOLVE: (actions.resolve, ResolveReport("Cleared", no_photo_reason="It was dark")),
    _A.CONFIRM: (actions.confirm, ConfirmReport(4)),
    _A.DISPUTE: (actions.dispute, DisputeReport("Still there")),
    _A.TRANSFER: (actions.transfer, TransferReport("police", "A crime")),
    _A.RECEIVE_RESULT: (actions.receive_result, ReceiveResult("Fined")),
    _A.WITHDRAW: (actions.withdraw, WithdrawReport()),
}
BY_REPORTER = {_A.ANSWER, _A.CONFIRM, _A.DISPUTE, _A.WITHDRAW}
WITHOUT_COMMAND = {
    _A.TAKE: actions.take,
    _A.NO_ANSWER: actions.no_answer,
    _A.RELEASE: actions.release,
    _A.CLOSE_SILENT: actions.close_silent,
}
ENDS = {_A.REJECT, _A.WITHDRAW, _A.TRANSFER, _A.MERGE}
"""Taken seldom, or most walks would be over before they have begun."""
LENGTH = 25


ANYWHERE = {"seed": st.integers(0, 2**32), "start": st.sampled_from(list(ReportState))}


@given(**ANYWHERE)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_state_is_always_what_the_history_says(session, seed, start):
    walk(session, seed, start)


@given(**ANYWHERE)
@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_state_is_what_the_history_says_on_postgresql(pg_session, seed, start):
    walk(pg_session, seed, start)


def walk(session, seed, start):
    chance, unit = Random(seed), make_unit(session)
    staff = Actor(
        ActorKind.PERSON,
        make_person(session).id,
        grants=frozenset({Grant(Role.DISPATCHER, area=CITY), Grant(Role.HANDLER, unit_id=unit.id)}),
    )
    lead, report, now = make_report(session), make_report(session, start, unit=unit), NOW
    for _ in range(LENGTH):
        now += timedelta(hours=chance.randrange(50))
        before, told = report.state, report.event_count
        try:
            with session.begin_nested():
                take_step(session, report, chosen(report, chance), staff, unit, lead, now)
        except DomainError:
            session.refresh(report)
            assert (report.state, report.event_count) == (before, told)
        check(session, report)


def chosen(report, chance):
    """Mostly one of the possible actions; sometimes any, to be refused."""
    possible = WORKFLOW.actions_from(report.state)
    if not possible or chance.random() < 0.1:
        return chance.choice([action for action in _A if action is not _A.SUBMIT])
    return _A(chance.choices(possible, [1 if action in ENDS else 8 for action in possible])[0])


def take_step(session, report, action, staff, unit, lead, now):
    if action in WITHOUT_COMMAND:
        verb = WITHOUT_COMMAND[action]
        verb(session, report, actor=staff if action is _A.TAKE else SYSTEM, now=now)
        return
    if action is _A.MERGE:
        verb, command = actions.merge, MergeReport(lead.ref)
    elif action is _A.DISPATCH:
        verb, command = actions.dispatch, DispatchReport(unit.id)
    else:
        verb, command = COMMANDS[action]
    verb(session, report, command, actor=GUEST if action in BY_REPORTER else staff, now=now)


def check(session, report):
    """What must hold after every step, as the database gives it back."""
    session.flush()
    session.expire(report)
    events = list_events(session, report)
    assert replay((one.action, one.from_state, one.to_state) for one in events) is report.state
    assert [one.seq for one in events] == list(range(1, report.event_count + 1))
    assert (report.paused_at is not None) == (report.state in INTERRUPTIONS)
    assert (report.state_before is not None) == (report.state in INTERRUPTIONS)
    assert report.state_since >= report.submitted_at
