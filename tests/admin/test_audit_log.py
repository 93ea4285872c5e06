"""The audit log as an auditor reads it."""

import re
from pathlib import Path
from urllib.parse import quote

import pytest

from portal.accounts import rules as account_rules
from portal.accounts.queries import actor_of
from portal.admin.log_words import STEP_NAMES
from portal.audit.actions import record
from portal.core.actor import Actor, Role
from portal.core.transaction import commit
from portal.media import rules as media_rules
from portal.publication import rules as publication_rules
from portal.reports import actions
from portal.reports.types import AcceptReport
from portal.reviews import rules as review_rules
from portal.standards import rules as standard_rules
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


def test_each_step_of_a_table_has_words_in_the_log():
    tables = {
        "accounts": [account_rules.WORKFLOW],
        "media": [media_rules.WORKFLOW],
        "reviews": [review_rules.WORKFLOW],
        "standards": [standard_rules.WORKFLOW],
        "publication": [publication_rules.CERTIFICATE, publication_rules.OBJECTION],
    }
    steps = {f"{area}.{step.action}" for area, found in tables.items() for one in found for step in one.table}

    assert steps - set(STEP_NAMES) == set()


def test_each_action_that_is_written_by_its_name_has_words_in_the_log():
    codes = {
        found[1]
        for path in Path("portal").rglob("*.py")
        for found in re.finditer(r'action="([a-z_]+\.[a-z_]+)"', path.read_text("utf-8"))
    }

    assert codes - set(STEP_NAMES) == set()


def test_a_reason_that_is_kept_in_the_log_can_be_read_there(session, auditor):
    record(
        session,
        actor=actor_of(session, make_staff(session, Role.PUBLISHER)),
        action="publication.open_contact",
        subject=("notice", "N1"),
        data={"objection": 1, "reason": "Which of the two <b>yards</b> is meant?"},
        now=NOW,
    )
    commit(session)

    assert "Which of the two <b>yards</b> is meant?" in auditor.get_page("/panel/audit").text


@pytest.fixture
def three_entries(session):
    for action, subject in (
        ("applications.submit", ("application", "A1")),
        ("applications.return", ("application", "A1")),
        ("publication.issue", ("certificate", "C1")),
    ):
        record(session, actor=Actor.system(), action=action, subject=subject, now=NOW)
    commit(session)


@pytest.mark.parametrize("typed", ["退回补正", "补正", "applications.return", "return"])
def test_the_log_is_searched_by_words_or_by_code(auditor, three_entries, typed):
    page = auditor.get_page(f"/panel/audit?action={quote(typed)}")

    assert "applications.return" in page.text
    assert "applications.submit" not in page.text


def test_words_that_no_action_has_find_nothing(auditor, three_entries):
    assert "没有找到记录" in auditor.get_page(f"/panel/audit?action={quote('飞行')}").text


@pytest.mark.parametrize("typed", ["C1", "证书 C1", "certificate C1"])
def test_the_log_of_one_thing_is_found_by_its_number(auditor, three_entries, typed):
    page = auditor.get_page(f"/panel/audit?subject={quote(typed)}")

    assert "publication.issue" in page.text
    assert "applications.submit" not in page.text
