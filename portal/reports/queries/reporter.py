"""What a reporter sees of their own reports."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload

from portal.core.paging import Page, page_of
from portal.reports.models import Report, ReportReporter


def find_for_tracking(session: Session, ref: str) -> tuple[Report, ReportReporter] | None:
    """The report and its reporter's row, for the one who proves to hold the secret."""
    row = session.execute(
        select(Report, ReportReporter)
        .join(ReportReporter, ReportReporter.report_id == Report.id)
        .where(Report.ref == ref)
        .options(joinedload(Report.unit), joinedload(Report.lead))
    ).one_or_none()
    return None if row is None else (row[0], row[1])


def page_of_reports_by(session: Session, person_id: int, cursor: str | None = None) -> Page[ReportReporter]:
    """The reports made from an account, newest first."""
    statement = (
        select(ReportReporter)
        .join(ReportReporter.report)
        .options(contains_eager(ReportReporter.report).joinedload(Report.unit))
        .where(ReportReporter.person_id == person_id)
    )
    return page_of(session, statement, order=(ReportReporter.report_id,), cursor=cursor)
