"""What certificates and notices do by themselves as time goes by."""

from datetime import timedelta

import pytest

from config.settings import Settings
from portal.applications.types import ApplicationState
from portal.audit.actions import append_noted
from portal.audit.queries import list_entries_of
from portal.core.actor import Actor
from portal.core.clock import WorkCalendar
from portal.publication import jobs
from portal.publication.actions import certificate as certificates
from portal.publication.queries import list_certificate_events
from portal.publication.types import CertificateState
from portal.standards.queries import get_by_hash
from tests.factories.accounts import make_person
from tests.factories.applications import make_submitted
from tests.factories.mails import told
from tests.factories.publication import make_certificate, make_notice
from tests.factories.reviews import make_officer
from tests.factories.standards import make_standard

SECOND = timedelta(seconds=1)
YEAR = timedelta(days=365)


@pytest.fixture
def owner(each_session):
    make_standard(each_session, "school")
    return make_person(each_session)


@pytest.fixture
def application(each_session, owner):
    return make_submitted(each_session, owner)


@pytest.fixture
def certificate(each_session, application):
    return make_certificate(each_session, application)


def pass_time(session, now):
    jobs.close_notices(session, now=now, context=None)
    jobs.recheck(session, now=now, context=None)
    jobs.expire(session, now=now, context=None)


def steps(session, certificate):
    return [event.action for event in list_certificate_events(session, certificate)]


@pytest.mark.parametrize(
    ("owner_of_the_portal", "issuer"),
    [("", "江城市“无废城市”建设工作专班"), ("江城市生态环境局", "江城市生态环境局")],
)
def test_a_certificate_names_its_own_city_as_issuer(session, owner_of_the_portal, issuer):
    make_standard(session, "school")
    certificate = make_certificate(session, make_submitted(session, make_person(session)))
    standard = get_by_hash(session, certificate.decision.standard_hash)
    settings = Settings.for_tests(site_owner=owner_of_the_portal)

    assert jobs.text_of(certificate, standard, "江城市", settings).issuer == issuer


def test_a_recheck_falls_due_after_a_year_and_both_sides_hear_of_it(each_session, certificate, owner):
    officer = make_officer(each_session)
    pass_time(each_session, certificate.issued_at + YEAR)
    assert certificate.state is CertificateState.ACTIVE
    for days in (0, 1):
        pass_time(each_session, certificate.issued_at + YEAR + timedelta(days=days) + SECOND)
    assert certificate.state is CertificateState.RECHECK_DUE
    assert told(each_session, owner)[-1] == "publication/certificate_step"
    assert told(each_session, officer) == ["publication/recheck_due"]
    assert steps(each_session, certificate) == ["issue", "due"]


def test_what_is_not_rechecked_in_thirty_working_days_is_suspended(each_session, certificate):
    due = certificate.issued_at + YEAR + SECOND
    pass_time(each_session, due)
    last = WorkCalendar().add_working_days(due, 30)
    assert certificate.recheck_by == last
    pass_time(each_session, last)
    assert certificate.state is CertificateState.RECHECK_DUE
    for days in (0, 1):
        pass_time(each_session, last + timedelta(days=days) + SECOND)
    assert certificate.state is CertificateState.SUSPENDED
    assert steps(each_session, certificate) == ["issue", "due", "remind", "overdue"]


def test_officers_are_reminded_once_before_the_last_day_of_a_recheck(each_session, certificate):
    officer = make_officer(each_session)
    pass_time(each_session, certificate.issued_at + YEAR + SECOND)
    last = certificate.recheck_by
    for days in (30, 4, 3):
        pass_time(each_session, last - timedelta(days=days))
    assert told(each_session, officer) == ["publication/recheck_due"] * 2
    assert certificate.recheck_by == last
    assert steps(each_session, certificate) == ["issue", "due", "remind"]


def test_a_passed_recheck_sets_the_next(each_session, certificate):
    due = certificate.issued_at + YEAR + SECOND
    pass_time(each_session, due)
    certificates.move(each_session, certificate, "pass", actor=Actor.system(), now=due)
    assert (certificate.recheck_by, certificate.recheck_from) == (None, due + YEAR)
    pass_time(each_session, due + timedelta(days=90))
    assert certificate.state is CertificateState.ACTIVE


def test_it_expires_at_its_end_whatever_its_state(each_session, certificate):
    certificates.move(each_session, certificate, "suspend", actor=Actor.system(), now=certificate.issued_at)
    pass_time(each_session, certificate.valid_until)
    assert certificate.state is CertificateState.SUSPENDED
    for days in (0, 1):
        pass_time(each_session, certificate.valid_until + timedelta(days=days) + SECOND)
    assert certificate.state is CertificateState.EXPIRED
    assert steps(each_session, certificate) == ["issue", "suspend", "expire"]


def test_the_system_is_on_record(each_session, certificate):
    pass_time(each_session, certificate.issued_at + YEAR + SECOND)
    append_noted(each_session)
    entries = list_entries_of(each_session, ("certificate", certificate.no))
    assert [entry.actor for entry in entries if entry.action == "publication.due"] == ["system"]


def test_an_ended_notice_is_certified_once(each_session, application):
    notice = make_notice(each_session, application)
    pass_time(each_session, notice.ends_at - SECOND)
    assert application.state is ApplicationState.PUBLIC_NOTICE
    for seconds in (0, 5, 10):
        pass_time(each_session, notice.ends_at + timedelta(seconds=seconds))
    assert application.state is ApplicationState.CERTIFIED
