"""Reporters, neighbours and the calendar."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import g
from sqlalchemy import select

from portal.accounts.queries import actor_of
from portal.audit.queries import list_entries_of
from portal.core.db import db
from portal.core.errors import Conflict, Invalid, NotAllowed
from portal.core.jobs.runner import run_periodic
from portal.core.transaction import commit
from portal.core.web import EXTENSION
from portal.reports import actions, jobs
from portal.reports.conditions import count_distinct
from portal.reports.models import ReportDispute
from portal.reports.queries import list_events, list_photos
from portal.reports.types import (
    ConfirmReport,
    DispatchReport,
    DisputeReport,
    Party,
    PhotoKind,
    ReportState,
    ResolveReport,
    Voice,
    WithdrawReport,
)
from portal.reports.views.proof import network_of, voice_on
from tests.factories.accounts import make_person, make_unit
from tests.factories.reports import (
    GUEST,
    NOW,
    SYSTEM,
    a_dispatcher,
    a_handler,
    make_report,
    staged_photos,
)

pytestmark = pytest.mark.both

LATER = NOW + timedelta(hours=3)


def test_the_reporter_confirms_with_stars(session):
    report = make_report(session, "resolved")
    with pytest.raises(Invalid):
        actions.confirm(session, report, ConfirmReport(6), actor=GUEST, now=LATER)
    actions.confirm(session, report, ConfirmReport(4), actor=GUEST, now=LATER)
    assert (report.state, report.rating, report.closed_at) == (ReportState.CLOSED, 4, LATER)


def test_a_dispute_reopens_once(session):
    unit = make_unit(session)
    report = make_report(session, "closed", unit=unit)
    command = DisputeReport("Still there", staged_photos(session))
    actions.dispute(session, report, command, actor=GUEST, now=LATER)
    assert (report.state, report.reopens, report.closed_at) == (ReportState.REOPENED, 1, None)
    dispatcher = a_dispatcher(session)
    actions.dispatch(session, report, DispatchReport(unit.id), actor=dispatcher, now=LATER)
    actions.take(session, report, actor=a_handler(session, unit), now=LATER)
    again = ResolveReport("Now it is", staged_photos(session))
    actions.resolve(session, report, again, actor=a_handler(session, unit), now=LATER)
    assert [photo.round for photo in list_photos(session, report, PhotoKind.AFTER)] == [1]
    with pytest.raises(Conflict):
        actions.dispute(session, report, DisputeReport("No"), actor=GUEST, now=LATER)


def test_three_supporters_reopen_together(session):
    report = make_report(session, "in_progress")
    for key in ("one", "two", "three"):
        assert actions.support(session, report, supporter_key=key, now=NOW)
    assert not actions.support(session, report, supporter_key="one", now=NOW)
    assert report.supporters == 3
    commit(session)
    entries = list_entries_of(session, ("report", report.ref))
    assert [one.actor for one in entries if one.action == "reports.support"] == ["guest"] * 3
    report.state, report.resolved_at = ReportState.RESOLVED, NOW

    def object_as(key):
        command = DisputeReport("Still there", staged_photos(session))
        voice = Voice(key, network=f"network of {key}")
        return actions.dispute_as_supporter(session, report, command, voice=voice, actor=GUEST, now=LATER)

    assert [object_as("one"), object_as("two")] == [False, False]
    with pytest.raises(Conflict):
        object_as("two")
    with pytest.raises(Conflict):
        object_as("a stranger")
    assert object_as("three")
    assert report.state is ReportState.REOPENED
    marks = session.execute(select(ReportDispute.network_mark, ReportDispute.account_mark)).all()
    assert set(marks) == {(None, None)}  # they have done their work


def test_one_person_with_many_phones_is_one_voice():
    three = [Voice(device, network="home") for device in ("a", "b", "c")]
    assert count_distinct(three) == 1
    assert count_distinct([*three, Voice("d", network="office")]) == 2


def test_neighbours_behind_one_address_count_each_when_they_sign_in():
    village = [Voice(device, network="village", account=f"account {device}") for device in ("a", "b", "c")]
    assert count_distinct(village) == 3
    assert count_distinct([*village, Voice("d", network="village")]) == 3
    assert count_distinct([*village, Voice("d", network="town", account="account a")]) == 3


def test_three_cookies_of_one_network_reopen_nothing(session):
    report = make_report(session, "in_progress")
    for key in ("one", "two", "three", "four", "five"):
        actions.support(session, report, supporter_key=key, now=NOW)
    report.state, report.resolved_at = ReportState.RESOLVED, NOW

    def object_as(key, network):
        command, voice = DisputeReport("Still there", staged_photos(session)), Voice(key, network)
        return actions.dispute_as_supporter(session, report, command, voice=voice, actor=GUEST, now=LATER)

    assert not any(object_as(key, "home") for key in ("one", "two", "three"))
    assert not object_as("four", "office")
    assert report.state is ReportState.RESOLVED
    assert object_as("five", "school")
    assert report.state is ReportState.REOPENED


def test_what_told_neighbours_apart_is_forgotten_when_it_counts_no_more(session):
    report = make_report(session, "in_progress")
    actions.support(session, report, supporter_key="one", now=NOW)
    report.state, report.resolved_at = ReportState.RESOLVED, NOW
    command, voice = DisputeReport("Still there", staged_photos(session)), Voice("one", "home", "account")
    actions.dispute_as_supporter(session, report, command, voice=voice, actor=GUEST, now=LATER)

    def marks():
        return session.execute(select(ReportDispute.network_mark, ReportDispute.account_mark)).one()

    jobs.forget_voices(session, now=LATER + timedelta(days=29), context=None)
    assert marks() == ("home", "account")
    jobs.forget_voices(session, now=LATER + timedelta(days=30), context=None)
    assert marks() == (None, None)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("::ffff:203.0.113.78", "203.0.113.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("fe80::1%eth0", "fe80::/48"),
        ("unix:", ""),
        ("", ""),
    ],
)
def test_a_neighbourhood_of_addresses_is_one_network(address, network):
    assert network_of(address) == network


def test_a_reporter_withdraws_while_nobody_works_on_it(session):
    report = make_report(session, "awaiting_reporter")
    actions.withdraw(session, report, WithdrawReport(), actor=GUEST, now=LATER)
    assert (report.state, report.state_before, report.paused_at) == (ReportState.WITHDRAWN, None, None)
    with pytest.raises(Conflict):
        actions.withdraw(
            session, make_report(session, "dispatched"), WithdrawReport(), actor=GUEST, now=LATER
        )


def test_timers_let_questions_lapse_and_close_what_nobody_objects_to(session):
    asked, resolved = make_report(session, "awaiting_reporter"), make_report(session, "resolved")
    early = NOW + timedelta(days=6, hours=23)
    jobs.lapse_questions(session, now=early, context=None)
    assert asked.state is ReportState.AWAITING_REPORTER
    jobs.lapse_questions(session, now=NOW + timedelta(days=7), context=None)
    jobs.close_silent(session, now=NOW + timedelta(days=7), context=None)
    assert (asked.state, resolved.state) == (ReportState.IN_PROGRESS, ReportState.RESOLVED)
    jobs.close_silent(session, now=NOW + timedelta(days=10), context=None)
    assert resolved.state is ReportState.CLOSED
    assert list_events(session, resolved)[-1].party is Party.SYSTEM


def test_only_the_system_lets_time_run_out(session):
    report = make_report(session, "resolved")
    with pytest.raises(NotAllowed):
        actions.close_silent(session, report, actor=a_dispatcher(session), now=LATER)
    actions.close_silent(session, report, actor=SYSTEM, now=LATER)


def test_the_worker_lets_time_run_out_by_itself(app, session):
    long_ago = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)
    asked = make_report(session, "awaiting_reporter", now=long_ago)
    resolved = make_report(session, "resolved", now=long_ago)
    commit(session)
    portal = app.extensions[EXTENSION]
    with app.app_context():
        run_periodic(db.session(), portal.registry, portal.jobs)
    session.expire_all()
    assert (asked.state, resolved.state) == (ReportState.IN_PROGRESS, ReportState.CLOSED)
    assert list_events(session, resolved)[-1].party is Party.SYSTEM


def test_a_voice_tells_nothing_outside_its_report(app, session):
    one, other = make_report(session, "resolved"), make_report(session, "resolved")
    old = make_person(session, email_confirmed_at=NOW - timedelta(days=1))
    new = make_person(session, email_confirmed_at=LATER)

    def voice(report, person=None, address="203.0.113.77"):
        with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
            g.actor = actor_of(session, person) if person else GUEST
            return voice_on(report)

    assert voice(one).network == voice(one, address="203.0.113.5").network
    assert voice(one).network != voice(other).network
    assert voice(one).network != voice(one, address="198.51.100.5").network
    assert voice(one).account is None
    assert voice(one, old).account == voice(one, old).account is not None
    assert voice(one, old).account != voice(other, old).account
    assert voice(one, new).account is None  # an account made for the purpose
    assert "203.0.113" not in repr(voice(one, old))
