"""The audit log as an auditor reads it."""

import pytest

from portal.accounts.queries import actor_of
from portal.audit.actions import record
from portal.core.actor import Role
from portal.core.transaction import commit
from portal.reports import actions
from portal.reports.types import AcceptReport
from tests.factories.accounts import make_person, make_staff
from tests.factories.places import make_city
from tests.factories.reports import NOW, a_dispatcher, make_report
from tests.support.page_client import sign_in


@pytest.fixture
def auditor(session, client):
    make_city(session)
    sign_in(client, make_staff(session, Role.AUDITOR).email)
    return client


def test_what_was_done_is_said_in_words_beside_its_code(session, auditor):
    report = make_report(session)
    actions.accept(session, report, AcceptReport(), actor=a_dispatcher(session), now=NOW)
    commit(session)

    page = auditor.get_page("/panel/audit?action=reports.accept")

    assert "受理reports.accept" in page.text
    assert page.links[report.ref] == f"/panel/reports/{report.ref}"


def test_staff_are_named_and_others_are_not(session, auditor):
    dispatcher, citizen = make_staff(session, Role.DISPATCHER), make_person(session)
    for person in (dispatcher, citizen):
        record(
            session,
            actor=actor_of(session, person),
            action="reports.merge",
            subject=("report", "R1"),
            now=NOW,
        )
    make_report(session)
    commit(session)

    text = auditor.get_page("/panel/audit").text

    assert dispatcher.name in text
    assert f"账号 {citizen.id}" in text
    assert citizen.name not in text
    assert "访客" in text
