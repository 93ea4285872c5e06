"""What a reporter sees of their own reports."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload

from portal.accounts.models import Person
from portal.core.paging import Page, page_of
from portal.notifications.types import Outsider, Recipient
from portal.reports.models import Report, ReportReporter
from portal.reports.rules import email_purpose


def find_for_tracking(session: Session, ref: str) -> tuple[Report, ReportReporter] | None:
    """The report and its reporter's row, for the one who proves to hold the secret."""
    row = session.execute(
        select(Report, ReportReporter)
        .join(ReportReporter, ReportReporter.report_id == Report.id)
        .where(Report.ref == ref)
        .options(joinedload(Report.unit), joinedload(Report.lead))
    ).one_or_none()
    return None if row is None else (row[0], row[1])


def find_recipient(session: Session, reporter: ReportReporter) -> Recipient | None:
    """How the reporter can be told something: by account, or at the address they left; None for neither."""
    if reporter.person_id is not None:
        return session.get(Person, reporter.person_id)
    if reporter.sealed_email is not None:
        return Outsider(reporter.sealed_email, email_purpose(reporter.report_id), reporter.locale)
    return None


def page_of_reports_by(session: Session, person_id: int, cursor: str | None = None) -> Page[ReportReporter]:
    """The reports made from an account, newest first."""
    statement = (
        select(ReportReporter)
        .join(ReportReporter.report)
        .options(contains_eager(ReportReporter.report).joinedload(Report.unit))
        .where(ReportReporter.person_id == person_id)
    )
    return page_of(session, statement, order=(ReportReporter.report_id,), cursor=cursor)
