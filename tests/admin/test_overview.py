"""The overview of the panel: what waits for whom, the most urgent on top."""

from datetime import timedelta

import pytest

from portal.accounts.queries import actor_of, get_person
from portal.core.actor import Actor, Role
from portal.core.sealing import Sealer
from portal.publication.actions.notice import object_to
from portal.publication.types import CertificateState, MeasureKind, Object
from portal.reports.types import ReportState
from portal.reviews.actions import replace_reviewer
from tests.factories.accounts import make_grant, make_person, make_staff, make_unit
from tests.factories.applications import make_submitted
from tests.factories.places import make_city
from tests.factories.publication import make_certificate, make_measure, make_notice
from tests.factories.reports import NOW, make_report
from tests.factories.reviews import (
    CALENDAR,
    LATER,
    SETTINGS,
    hand_in,
    judge,
    make_officer,
    make_reviewers,
    put_into_review,
    take_seat,
)
from tests.factories.standards import make_standard


@pytest.fixture(autouse=True)
def _city(session):
    make_city(session)


@pytest.fixture
def overview_of(as_person):
    """The overview as a person sees it."""
    return lambda person: as_person(person).get_page("/panel")


def addresses(page, start):
    """Where the page leads to below `start`, in its order."""
    found = (link.get("href", "") for main in page.all("main") for link in page.all("a", within=main))
    return [href.removeprefix(start) for href in found if href.startswith(start)]


def test_a_dispatcher_begins_with_what_is_due_first(session, overview_of):
    later, sooner = (make_report(session, now=NOW + timedelta(days=days)).ref for days in (7, 0))
    make_report(session, ReportState.CLOSED)

    page = overview_of(make_staff(session, Role.DISPATCHER))

    assert addresses(page, "/panel/reports/") == [sooner, later]


def test_a_handler_finds_only_the_work_of_the_unit(session, overview_of):
    unit = make_unit(session)
    own = make_report(session, "dispatched", unit=unit).ref
    make_report(session)

    page = overview_of(make_staff(session, Role.HANDLER, unit=unit))

    assert addresses(page, "/panel/reports/") == [own]


def test_officers_and_reviewers_find_their_applications(session, overview_of):
    make_standard(session, "school")
    make_reviewers(session)
    officer = make_officer(session)
    application = make_submitted(session, make_person(session))
    assert addresses(overview_of(officer), "/panel/applications/") == [application.ref]

    seat = put_into_review(session, application, officer)[0]
    reviewer = get_person(session, seat.reviewer_id)
    assert addresses(overview_of(reviewer), "/panel/reviews/") == [f"{seat.id}/offer"]


@pytest.mark.both
def test_an_officer_finds_what_can_be_decided_once_the_last_sheet_is_in(session, overview_of):
    make_standard(session, "school")
    make_reviewers(session)
    officer = make_officer(session)
    application = make_submitted(session, make_person(session))
    seats = put_into_review(session, application, officer)
    for seat in seats:
        assert addresses(overview_of(officer), "/panel/applications/") == []
        take_seat(session, seat)
        judge(session, seat)
        hand_in(session, seat)
        session.commit()

    page = overview_of(officer)

    assert addresses(page, "/panel/applications/") == [application.ref]
    assert "?state=to_decide" in addresses(page, "/panel/applications")


def test_what_waits_for_another_reviewer_cannot_be_decided(session, overview_of):
    make_standard(session, "school")
    make_reviewers(session)
    officer = make_officer(session)
    seats = put_into_review(session, make_submitted(session, make_person(session)), officer)
    for seat in seats:
        take_seat(session, seat)
    judge(session, seats[0])
    hand_in(session, seats[0])
    by = {"actor": actor_of(session, officer), "calendar": CALENDAR, "now": NOW}
    replace_reviewer(session, seats[1], "Ill.", SETTINGS, **by)
    session.commit()

    assert addresses(overview_of(officer), "/panel/applications/") == []


@pytest.mark.both
def test_a_publisher_finds_the_notices_with_a_new_objection(session, overview_of):
    make_standard(session, "school")
    publisher = make_staff(session, Role.PUBLISHER)
    notices = [make_notice(session, make_submitted(session), seconds=10**9) for _ in range(2)]
    assert addresses(overview_of(publisher), "/panel/notices/") == []

    said = Object("The bins are locked.")
    object_to(session, notices[0], said, Sealer(["test"]), actor=Actor.guest(), now=LATER)
    session.commit()

    assert addresses(overview_of(publisher), "/panel/notices/") == [notices[0].no]


def test_with_nothing_to_do_the_places_remain(session, overview_of):
    page = overview_of(make_staff(session, Role.DISPATCHER))

    assert "目前没有待办事项" in page.text
    assert addresses(page, "/panel/reports") == [""]


READS = ["查阅市民上报", "查阅申报材料", "查阅现场核查", "查阅公示"]


@pytest.mark.parametrize(
    ("roles", "said", "unsaid"),
    [
        ([Role.AUDITOR], READS, ["受理、派单", "形式审查", "安排核查", "发布公示"]),
        ([Role.DISPATCHER], ["受理、派单"], ["查阅"]),
        ([Role.CERTIFICATION_OFFICER], ["形式审查", "安排核查", "查阅公示"], ["发布公示", "颁发证书"]),
        ([Role.PUBLISHER], ["审核拟认定", "查阅现场核查", "颁发证书"], ["形式审查", "安排核查", "受理"]),
        ([Role.PUBLISHER, Role.CERTIFICATION_OFFICER], ["形式审查", "审核拟认定", "颁发证书"], ["查阅"]),
    ],
)
def test_each_place_says_what_this_person_can_do_there(session, overview_of, roles, said, unsaid):
    person = make_staff(session, roles[0])
    for role in roles[1:]:
        make_grant(session, person, role, area="9901")

    text = overview_of(person).text

    assert [words for words in said if words not in text] == []
    assert [words for words in unsaid if words in text] == []


def test_a_handler_reads_of_the_work_of_the_unit(session, overview_of):
    text = overview_of(make_staff(session, Role.HANDLER, unit=make_unit(session))).text

    assert "处理派给本单位的上报" in text
    assert "受理、派单" not in text


@pytest.fixture
def certificate(session):
    make_standard(session, "school")
    return make_certificate(session, make_submitted(session, make_person(session)))


def test_a_publisher_begins_with_the_measures_that_wait(session, overview_of, certificate):
    publisher = make_staff(session, Role.PUBLISHER)
    assert addresses(overview_of(publisher), "/panel/certificates/") == []

    make_measure(session, certificate, MeasureKind.SUSPEND)

    assert addresses(overview_of(publisher), "/panel/certificates/") == [certificate.no]
    assert addresses(overview_of(make_officer(session)), "/panel/certificates/") == []


def test_an_officer_finds_the_certificates_to_check_again(session, overview_of, certificate):
    certificate.state, certificate.recheck_by = CertificateState.RECHECK_DUE, NOW

    assert addresses(overview_of(make_officer(session)), "/panel/certificates/") == [certificate.no]
    assert addresses(overview_of(make_staff(session, Role.PUBLISHER)), "/panel/certificates/") == []
