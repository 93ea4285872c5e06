"""Several reports of one dumping."""

from datetime import timedelta

import pytest

from portal.audit.queries import list_entries_of
from portal.core.errors import Conflict, Invalid, NotAllowed
from portal.core.transaction import commit
from portal.reports import actions
from portal.reports.queries import list_events, list_supporters
from portal.reports.types import (
    MergeReport,
    Party,
    ReportState,
    UnmergeReport,
    WithdrawReport,
)
from tests.factories.reports import (
    GUEST,
    NOW,
    SYSTEM,
    a_dispatcher,
    a_place,
    make_report,
)

pytestmark = pytest.mark.both

LATER = NOW + timedelta(hours=3)


def test_merge_follows_the_lead_and_unmerge_goes_back_with_its_time(session):
    lead, report = make_report(session), make_report(session, "dispatched")
    dispatcher, due = a_dispatcher(session), report.due_at
    actions.merge(session, report, MergeReport(lead.ref.lower()), actor=dispatcher, now=LATER)
    assert (report.state, report.lead_id, report.state_before) == (
        ReportState.MERGED,
        lead.id,
        ReportState.DISPATCHED,
    )
    back = UnmergeReport("Another heap")
    actions.unmerge(session, report, back, actor=dispatcher, now=LATER + timedelta(days=14))
    assert (report.state, report.lead_id) == (ReportState.DISPATCHED, None)
    assert report.due_at - due == timedelta(days=14)


def test_followers_follow_when_their_lead_is_merged_itself(session):
    dispatcher = a_dispatcher(session)
    last, middle, first = (make_report(session) for _ in range(3))
    actions.merge(session, first, MergeReport(middle.ref), actor=dispatcher, now=LATER)
    actions.merge(session, middle, MergeReport(last.ref), actor=dispatcher, now=LATER)
    assert (first.lead_id, middle.lead_id) == (last.id, last.id)
    with pytest.raises(Invalid):
        actions.merge(session, last, MergeReport(last.ref), actor=dispatcher, now=LATER)
    with pytest.raises(Invalid):
        actions.merge(session, last, MergeReport(first.ref), actor=dispatcher, now=LATER)


def test_a_dispatcher_merges_into_reports_of_their_own_area_only(session):
    report, elsewhere = make_report(session), make_report(session, place=a_place(area_code="990102001"))
    dispatcher = a_dispatcher(session, report.area_code[:6])
    with pytest.raises(Invalid) as refused:
        actions.merge(session, report, MergeReport(elsewhere.ref), actor=dispatcher, now=LATER)
    with pytest.raises(Invalid) as unknown:
        actions.merge(session, report, MergeReport("R261122-AAAAAA"), actor=dispatcher, now=LATER)
    assert refused.value.errors == unknown.value.errors


@pytest.mark.parametrize("state", ["closed", "rejected", "withdrawn"])
def test_nothing_follows_what_has_ended(session, state):
    lead, report = make_report(session, state), make_report(session)
    with pytest.raises(Invalid) as refused:
        actions.merge(session, report, MergeReport(lead.ref), actor=a_dispatcher(session), now=LATER)
    assert ("已结案" in str(refused.value.errors["lead_ref"][0])) is (state == "closed")
    assert report.state is ReportState.RECEIVED


def supported(session, report, *keys):
    for key in keys:
        actions.support(session, report, supporter_key=key, now=NOW)
    return report


def people(session, report):
    found = [one.supporter_key for one in list_supporters(session, report)]
    assert len(found) == report.supporters
    return set(found)


def test_the_people_of_a_merged_report_count_at_its_lead_and_leave_with_it(session):
    dispatcher = a_dispatcher(session)
    lead = supported(session, make_report(session, phone_key="lead's reporter"), "both", "only lead")
    first = supported(session, make_report(session, phone_key="first's reporter"), "both", "two", "one")
    second = supported(session, make_report(session, phone_key="lead's reporter"), "two", "three")
    for report in (first, second):
        actions.merge(session, report, MergeReport(lead.ref), actor=dispatcher, now=LATER)
    everyone = {"both", "only lead", "first's reporter", "one", "two", "three"}
    assert people(session, lead) == everyone

    actions.unmerge(session, first, UnmergeReport("Another heap"), actor=dispatcher, now=LATER)
    assert people(session, lead) == {"both", "only lead", "two", "three"}
    assert people(session, first) == {"both", "two", "one"}


def test_lent_people_go_on_to_the_lead_of_the_lead(session):
    dispatcher = a_dispatcher(session)
    last, middle = make_report(session, phone_key="a"), make_report(session, phone_key="b")
    first = supported(session, make_report(session, phone_key="c"), "d")
    actions.merge(session, first, MergeReport(middle.ref), actor=dispatcher, now=LATER)
    actions.merge(session, middle, MergeReport(last.ref), actor=dispatcher, now=LATER)
    assert (people(session, last), people(session, middle)) == ({"b", "c", "d"}, set())
    actions.unmerge(session, middle, UnmergeReport("Another"), actor=dispatcher, now=LATER)
    assert (people(session, last), people(session, middle)) == ({"c", "d"}, set())


def test_those_merged_into_a_withdrawn_report_go_on_by_themselves(session):
    dispatcher, lead = a_dispatcher(session), make_report(session, "accepted")
    new, sent = make_report(session, phone_key="its own"), make_report(session, "dispatched")
    due = {one.id: one.due_at for one in (new, sent)}
    for report in (new, sent):
        actions.merge(session, report, MergeReport(lead.ref), actor=dispatcher, now=LATER)
    weeks_later = LATER + timedelta(days=14)
    actions.withdraw(session, lead, WithdrawReport(), actor=GUEST, now=weeks_later)

    assert (new.state, sent.state) == (ReportState.RECEIVED, ReportState.DISPATCHED)
    assert people(session, lead) == set()
    for report in (new, sent):
        assert (report.lead_id, report.state_before, report.paused_at) == (None, None, None)
        assert report.due_at - due[report.id] == timedelta(days=14)
        last = list_events(session, report)[-1]
        assert (last.action, last.party, last.data) == ("release", Party.SYSTEM, {"lead": lead.ref})
        commit(session)
        assert list_entries_of(session, ("report", report.ref))[-1].action == "reports.release"
    # The dispatcher goes on with them as with any other.
    actions.merge(session, new, MergeReport(sent.ref), actor=dispatcher, now=weeks_later)


def test_only_a_withdrawn_lead_lets_go_by_itself(session):
    report = make_report(session, "merged")
    with pytest.raises(Conflict):
        actions.release(session, report, actor=SYSTEM, now=LATER)
    with pytest.raises(NotAllowed):
        actions.release(session, report, actor=a_dispatcher(session), now=LATER)
