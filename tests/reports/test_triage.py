"""What a dispatcher decides."""

from datetime import timedelta

import pytest

from portal.core.errors import Conflict, Invalid, NotAllowed
from portal.reports import actions
from portal.reports.queries import list_events
from portal.reports.types import (
    AcceptReport,
    DispatchReport,
    MergeReport,
    ReceiveResult,
    RejectReport,
    ReportState,
    TransferReport,
)
from tests.factories.accounts import make_unit
from tests.factories.reports import (
    NOW,
    a_dispatcher,
    make_report,
)

pytestmark = pytest.mark.both

LATER = NOW + timedelta(hours=3)


def test_dispatch_names_the_unit_corrects_the_kind_and_starts_the_clock(session):
    report, unit = make_report(session, "accepted"), make_unit(session)
    actions.dispatch(
        session, report, DispatchReport(unit.id, "construction"), actor=a_dispatcher(session), now=LATER
    )
    assert (report.state, report.unit_id, report.category) == (
        ReportState.DISPATCHED,
        unit.id,
        "construction",
    )
    assert report.dispatched_at == LATER
    assert report.due_at.date().isoformat() == "2026-11-27"


@pytest.mark.parametrize(
    ("verb", "command", "field"),
    [
        (actions.reject, RejectReport("because"), "reason_code"),
        (actions.dispatch, DispatchReport(999), "unit_id"),
        (actions.transfer, TransferReport("moon", "why"), "body"),
        (actions.transfer, TransferReport("police", " "), "reason"),
        (actions.merge, MergeReport("R000000-000000"), "lead_ref"),
    ],
)
def test_a_dispatcher_is_told_what_is_missing(session, verb, command, field):
    report = make_report(session, "accepted")
    with pytest.raises(Invalid) as refused:
        verb(session, report, command, actor=a_dispatcher(session), now=LATER)
    assert list(refused.value.errors) == [field]
    assert report.state is ReportState.ACCEPTED


def test_a_dispatcher_of_another_district_may_not(session):
    report = make_report(session)
    with pytest.raises(NotAllowed):
        actions.accept(session, report, AcceptReport(), actor=a_dispatcher(session, "990102"), now=LATER)


def test_the_second_of_two_dispatchers_is_told(session):
    report, one = make_report(session), a_dispatcher(session)
    actions.accept(session, report, AcceptReport(), actor=one, now=LATER)
    with pytest.raises(Conflict):
        actions.accept(session, report, AcceptReport(), actor=a_dispatcher(session), now=LATER)


def test_a_transferred_report_closes_with_the_result(session):
    report = make_report(session, "transferred")
    actions.receive_result(
        session, report, ReceiveResult("Fined and cleared"), actor=a_dispatcher(session), now=LATER
    )
    assert (report.state, report.closed_at) == (ReportState.CLOSED, LATER)
    assert list_events(session, report)[-1].note == "Fined and cleared"
