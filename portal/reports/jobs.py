"""Timers of reports, and telling reporters and staff."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from portal.core.actor import Actor
from portal.core.i18n import Label
from portal.core.jobs.types import JobContext, Periodic
from portal.notifications.actions import notify
from portal.places.queries import gazetteer
from portal.reports import actions
from portal.reports.catalogue import catalogue
from portal.reports.messages import step_for_staff, step_taken
from portal.reports.models import Report
from portal.reports.queries import (
    find_event,
    find_recipient,
    get_reporter,
    list_followers,
    list_silent,
    list_staff_to_tell,
    list_unanswered,
)
from portal.reports.rules import OF_ONE_REPORTER
from portal.reports.types import Party, ReportAction


def tell_reporter(session: Session, payload: dict[str, Any], *, now: datetime, context: JobContext) -> None:
    """Tell of one step: the reporter, unless they took it, and those whose reports follow this one."""
    event = find_event(session, payload["report_id"], payload["seq"])
    report = session.get(Report, payload["report_id"])
    if report is None or event is None:
        return
    followers = [] if event.action in OF_ONE_REPORTER else list_followers(session, report)
    knows = event.party is Party.REPORTER and event.action is not ReportAction.SUBMIT
    for one in followers if knows else (report, *followers):
        reporter = get_reporter(session, one)
        recipient = find_recipient(session, reporter, context.sealer)
        if recipient is not None:
            notify(session, recipient, step_taken(one, event, catalogue(), handled=report), now=now)


def tell_staff(session: Session, payload: dict[str, Any], *, now: datetime, context: JobContext) -> None:  # noqa: ARG001 -- a job's shape
    """Tell those who have to act after a step: the unit's handlers, or the dispatchers of the place."""
    event = find_event(session, payload["report_id"], payload["seq"])
    report = session.get(Report, payload["report_id"])
    if report is None or event is None:
        return
    city = gazetteer(session)
    place = Label(*(city.full_name(report.area_code, locale) for locale in ("zh_Hans", "en", "zh_Hant")))
    message = step_for_staff(report, event, place, catalogue())
    for person in list_staff_to_tell(session, report, event):
        notify(session, person, message, now=now)


def lapse_questions(session: Session, *, now: datetime, context: JobContext) -> None:  # noqa: ARG001 -- a periodic job's shape
    """Let reports go on whose reporter has not answered in time."""
    for report in list_unanswered(session, now - timedelta(days=catalogue().levels.answer_days)):
        actions.no_answer(session, report, actor=Actor.system(), now=now)


def close_silent(session: Session, *, now: datetime, context: JobContext) -> None:  # noqa: ARG001 -- a periodic job's shape
    """Close what was resolved and not objected to."""
    for report in list_silent(session, now - timedelta(days=catalogue().levels.silence_days)):
        actions.close_silent(session, report, actor=Actor.system(), now=now)


def forget_voices(session: Session, *, now: datetime, context: JobContext) -> None:  # noqa: ARG001 -- a periodic job's shape
    """Forget what told disputing neighbours apart once it counts no more."""
    actions.forget_voices(session, now - timedelta(days=catalogue().levels.dispute_days))


HANDLERS = {"reports.tell_reporter": tell_reporter, "reports.tell_staff": tell_staff}
PERIODIC: dict[str, Periodic] = {
    "reports.lapse_questions": (600, lapse_questions),
    "reports.close_silent": (600, close_silent),
    "reports.forget_voices": (3600, forget_voices),
}
