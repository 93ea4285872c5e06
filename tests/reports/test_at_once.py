"""Several people at the same moment, on both databases: nothing doubled, nothing lost, one told.

Threads begin together; whichever comes first wins, and the promise holds for every order.
"""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from portal.audit.queries import verify_chain
from portal.core.errors import DomainError
from portal.core.transaction import commit, writing
from portal.reports import actions
from portal.reports.models import Report
from portal.reports.queries import get_report, list_events
from portal.reports.types import AcceptReport, DispatchReport, MergeReport, ReportState, WithdrawReport
from tests.factories.accounts import make_unit
from tests.factories.reports import (
    GUEST,
    NOW,
    SEALER,
    SECRET,
    a_dispatcher,
    a_submission,
    make_report,
    staged_photos,
)

pytestmark = pytest.mark.both

PEOPLE = 6


def at_once(app, verb):
    """What `verb(session, number)` gives or raises for each, begun together in transactions of their own."""
    ready = Barrier(PEOPLE)

    def run(number):
        with app.app_context():
            ready.wait(timeout=20)
            try:
                with writing() as session:
                    return verb(session, number)
            except DomainError as refused:
                return refused

    with ThreadPoolExecutor(PEOPLE) as pool:
        return list(pool.map(run, range(PEOPLE)))


def refusals(answers):
    return [one for one in answers if isinstance(one, DomainError)]


def test_one_form_sent_from_six_windows_is_one_report(app, session):
    command = a_submission(photos=staged_photos(session, 2))
    commit(session)

    def send(session, _number):
        made = actions.submit(session, command, secret=SECRET, sealer=SEALER, actor=GUEST, now=NOW)
        return made.ref

    answers = at_once(app, send)
    refs = set(answers) - set(refusals(answers))
    assert len(refs) == 1
    assert session.scalar(select(func.count()).select_from(Report)) == 1
    assert send(session, 0) in refs, "whoever was told to wait sends again and gets the same number"


def test_six_neighbours_at_once_are_six_voices(app, session):
    ref = make_report(session, "accepted").ref
    commit(session)

    def support(session, number):
        report = get_report(session, ref, for_change=True)
        return actions.support(session, report, supporter_key=f"phone {number}", now=NOW)

    assert at_once(app, support) == [True] * PEOPLE
    session.expire_all()
    assert get_report(session, ref).supporters == PEOPLE


@pytest.mark.parametrize("locked", [True, False])
def test_of_six_dispatchers_one_accepts_and_the_others_are_told(app, session, locked):
    """Also where a verb would forget to lock the row: its version refuses the second."""
    ref, dispatcher = make_report(session).ref, a_dispatcher(session)
    commit(session)

    def accept(session, _number):
        report = get_report(session, ref, for_change=locked)
        actions.accept(session, report, AcceptReport(), actor=dispatcher, now=NOW)

    assert len(refusals(at_once(app, accept))) == PEOPLE - 1
    session.expire_all()
    events = list_events(session, get_report(session, ref))
    assert [(event.seq, event.to_state) for event in events] == [
        (1, ReportState.RECEIVED),
        (2, ReportState.ACCEPTED),
    ]


def test_the_log_stays_one_chain(app, session):
    refs = [make_report(session, "accepted").ref for _ in range(PEOPLE)]
    unit_id, dispatcher = make_unit(session).id, a_dispatcher(session)
    commit(session)

    def dispatch(session, number):
        report = get_report(session, refs[number], for_change=True)
        actions.dispatch(session, report, DispatchReport(unit_id), actor=dispatcher, now=NOW)

    assert refusals(at_once(app, dispatch)) == []
    assert verify_chain(session).intact


def test_nothing_is_merged_into_a_report_while_it_is_withdrawn(app, session):
    lead = make_report(session).ref
    refs, dispatcher = [make_report(session).ref for _ in range(PEOPLE)], a_dispatcher(session)
    commit(session)

    def act(session, number):
        if number == 0:
            withdrawn = get_report(session, lead)
            actions.withdraw(session, withdrawn, WithdrawReport(), actor=GUEST, now=NOW)
        else:
            report = get_report(session, refs[number], for_change=True)
            actions.merge(session, report, MergeReport(lead), actor=dispatcher, now=NOW)

    at_once(app, act)
    session.expire_all()
    states = {get_report(session, ref).state for ref in refs}
    if get_report(session, lead).state is ReportState.WITHDRAWN:
        assert states == {ReportState.RECEIVED}
    else:  # a merge changed the lead first, and the withdrawal was refused
        assert ReportState.MERGED in states
